import { expect } from 'chai';
import { withRetry } from '../../../ingest/clients/retrying.ts';
import { RETRY_POLICY, fullJitter, isTransient, statusOf } from '../../../ingest/core/retry.ts';

describe('fullJitter(policy, failure, random)', () => {
  it('doubles its bound up to the cap and may wait anything below', () => {
    const policy = { attempts: 9, baseMilliseconds: 100, capMilliseconds: 1000 };
    expect([1, 2, 3, 4, 5, 9].map((failure) => fullJitter(policy, failure, 1))).to.deep.equal([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect(fullJitter(policy, 3, 0)).to.equal(0);
  });
});

describe('isTransient(error)', () => {
  it('is true of a busy service and a broken connection', () => {
    for (const error of [
      { code: 503 },
      { code: '429' },
      { status: 500 },
      { code: 'ECONNRESET' },
      { code: 403, errors: [{ reason: 'rateLimitExceeded' }] },
      new Error('request failed', { cause: { code: 'ECONNREFUSED' } }),
    ]) {
      expect(isTransient(error), JSON.stringify(error)).to.equal(true);
    }
  });

  it('is false of an answer that would come again', () => {
    for (const error of [
      { code: 404 },
      { code: 412 },
      { code: 403, errors: [{ reason: 'accessDenied' }] },
      new Error('x'),
      'x',
    ]) {
      expect(isTransient(error), JSON.stringify(error)).to.equal(false);
    }
  });
});

describe('statusOf(error)', () => {
  it('finds the status under either name', () => {
    expect([
      statusOf({ code: 412 }),
      statusOf({ status: 412, code: 'x' }),
      statusOf({ code: 'ECONNRESET' }),
    ]).to.deep.equal([412, 412, undefined]);
  });
});

describe('withRetry(what, effects, call)', () => {
  const waits: number[] = [];
  const effects = {
    log: (): void => undefined,
    now: Date.now,
    sleep: (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: (): number => 1,
  };

  it('repeats what may pass, waiting longer each time', async () => {
    let calls = 0;
    const call = (): Promise<string> =>
      ++calls < 4 ? Promise.reject(Object.assign(new Error('busy'), { code: 503 })) : Promise.resolve('done');
    expect(await withRetry('call', effects, call)).to.equal('done');
    expect(waits).to.deep.equal([500, 1000, 2000]);
  });

  it('gives up at last, and at once where it is of no use', async () => {
    for (const [code, expected] of [
      [503, RETRY_POLICY.attempts],
      [404, 1],
    ] as const) {
      let calls = 0;
      const failing = (): Promise<never> => {
        calls += 1;
        return Promise.reject(Object.assign(new Error('no'), { code }));
      };
      const error: unknown = await withRetry('call', effects, failing).catch((reason: unknown) => reason);
      expect([calls, (error as { code: number }).code]).to.deep.equal([expected, code]);
    }
  });
});
