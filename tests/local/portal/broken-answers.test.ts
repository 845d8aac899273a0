import { expect } from 'chai';
import type { Fault, FaultPlan } from '../../../local/portal/faults.ts';
import { rawRequest, resource, startTestPortal, type TestPortal } from './test-portal.ts';

const page = { $select: ':id,:updated_at,offense_id', $order: ':updated_at,:id', $limit: '50' };

describe('an answer with a fault', () => {
  let portal: TestPortal;
  afterEach(() => portal.close());

  const start = async (fault: Fault, route: 'page' | 'count' | 'metadata' = 'page') => {
    portal = await startTestPortal(200, { faults: { script: [{ route, request: 1, fault }] } });
  };
  const ask = (parameters: Readonly<Record<string, string>> = page) => rawRequest(resource(portal.server, parameters));
  const parse = (body: Buffer) => JSON.parse(body.toString()) as readonly Record<string, string>[];

  /** The next answer is whole: the fault struck one request and nothing else. */
  const mustRecover = async () => {
    const next = await ask();
    expect([next.status, next.error]).to.deep.equal([200, undefined]);
    expect(parse(next.body)).to.have.length(50);
  };

  for (const status of [202, 500, 502, 503, 429] as const) {
    it(`is ${status} in the words of Socrata`, async () => {
      await start({ kind: 'status', status });
      const answer = await ask();
      expect(answer.status).to.equal(status);
      expect(JSON.parse(answer.body.toString()))
        .to.include({ error: true })
        .and.to.have.all.keys('code', 'error', 'message');
      expect(answer.headers).not.to.have.property('retry-after');
      await mustRecover();
    });
  }

  it('is 429 with the time to wait', async () => {
    await start({ kind: 'status', status: 429, retryAfter: 7 });
    expect((await ask()).headers).to.have.property('retry-after', '7');
  });

  it('is a reset before anything was said', async () => {
    await start({ kind: 'reset', at: 'start' });
    expect(await ask()).to.include({ status: undefined, error: 'ECONNRESET' });
    await mustRecover();
  });

  it('is a reset after the headers', async () => {
    await start({ kind: 'reset', at: 'headers' });
    const answer = await ask();
    expect(answer).to.include({ status: 200, error: 'ECONNRESET' });
    expect(answer.body).to.have.length(0);
  });

  it('is a reset within the body', async () => {
    await start({ kind: 'reset', at: 'body' });
    const answer = await ask();
    expect(answer).to.include({ status: 200, error: 'ECONNRESET' });
    expect(answer.body.length).to.be.below(Number(answer.headers['content-length']));
  });

  it('ends in good order before its announced length', async () => {
    await start({ kind: 'truncated' });
    const answer = await ask();
    expect(answer).to.have.property('error', 'ECONNRESET');
    expect(answer.body.length).to.equal(Math.floor(Number(answer.headers['content-length']) / 2));
    await mustRecover();
  });

  it('announces more than it sends', async () => {
    await start({ kind: 'length', by: 10 });
    const answer = await ask();
    expect(answer).to.have.property('error', 'ECONNRESET');
    expect(answer.body.length).to.equal(Number(answer.headers['content-length']) - 10);
  });

  it('announces less than it sends, so that its end is missing', async () => {
    await start({ kind: 'length', by: -10 });
    const answer = await ask();
    expect(answer.body.toString().endsWith(']\n')).to.be.false;
  });

  it('is whole by its length and no JSON', async () => {
    await start({ kind: 'malformed' });
    const answer = await ask();
    expect([answer.status, answer.error]).to.deep.equal([200, undefined]);
    expect(() => parse(answer.body)).to.throw(SyntaxError);
  });

  it('is HTML with a status that says all is well', async () => {
    await start({ kind: 'html' });
    const answer = await ask();
    expect(answer.status).to.equal(200);
    expect(answer.headers).to.have.property('content-type', 'text/html; charset=utf-8');
    expect(answer.body.toString()).to.match(/^<!DOCTYPE html>/);
  });

  it('begins late and comes a little at a time, and is whole', async () => {
    await start({ kind: 'slow', delay: 100, bytesPerSecond: 20_000 });
    const started = performance.now();
    const answer = await ask();
    expect(performance.now() - started).to.be.above(100 + ((answer.body.length - 1000) / 20_000) * 1000);
    expect(parse(answer.body)).to.have.length(50);
  });

  it('never comes', async () => {
    await start({ kind: 'silent' });
    const error = await fetch(resource(portal.server, page), { signal: AbortSignal.timeout(150) }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.have.property('name', 'TimeoutError');
    await mustRecover();
  });

  it('begins with the last row of the page before', async () => {
    portal = await startTestPortal(200, {
      faults: { script: [{ route: 'page', request: 2, fault: { kind: 'duplicate' } }] },
    });
    const first = parse((await ask()).body);
    const last = first.at(-1) ?? {};
    const where = `:updated_at > '${last[':updated_at'] ?? ''}' or (:updated_at = '${last[':updated_at'] ?? ''}' and :id > '${last[':id'] ?? ''}')`;
    const second = parse((await ask({ ...page, $where: where })).body);
    expect(second).to.have.length(51);
    expect(second[0]).to.deep.equal(last);
  });

  it('is a count that lies once, or each time', async () => {
    await start({ kind: 'count', by: -3 }, 'count');
    const count = async () => (await portal.rows({ $select: 'count(*) as n' }))[0]?.['n'];
    expect([await count(), await count()]).to.deep.equal(['197', '200']);
    portal.server.setFaults({ random: [{ route: 'count', probability: 1, fault: { kind: 'count', by: 5 } }] });
    expect([await count(), await count()]).to.deep.equal(['205', '205']);
  });

  it('comes after rows have changed under the reader', async () => {
    let ids: readonly string[] = [];
    portal = await startTestPortal(3, {
      beforeAnswer: async ({ route, ofRoute }) => {
        if (route === 'page' && ofRoute === 2) await portal.dataset.remove(ids.slice(0, 1));
      },
    });
    ids = (await portal.rows({ $select: ':id', $order: ':id' })).map((row) => row[':id'] ?? '');
    expect(parse((await ask()).body)).to.have.length(3);
    expect(parse((await ask()).body)).to.have.length(2);
  });

  it('asks the dataset itself for a disturbance', async () => {
    const asked: unknown[] = [];
    portal = await startTestPortal(200);
    const plan: FaultPlan = { script: [{ route: 'page', request: 1, fault: { kind: 'disturb', change: 'move' } }] };
    delete portal.dataset.disturb;
    expect(() => {
      portal.server.setFaults(plan);
    }).to.throw('cannot be disturbed');
    portal.dataset.disturb = (change, seed) => {
      asked.push([change, seed]);
      return Promise.resolve();
    };
    portal.server.setFaults(plan);
    await ask();
    await ask();
    expect(asked).to.deep.equal([['move', 1]]);
  });

  it('is told of among the requests', async () => {
    await start({ kind: 'html' });
    await ask();
    expect(portal.server.requests[0]).to.deep.include({ route: 'page', ofRoute: 1, fault: { kind: 'html' }, rows: 50 });
  });

  it('depends on nothing but the seed and the order of requests', async () => {
    const plan: FaultPlan = {
      seed: 5,
      random: [{ route: 'page', probability: 0.5, fault: { kind: 'status', status: 503 } }],
    };
    portal = await startTestPortal(1, { faults: plan });
    const statuses = async () => {
      const result: (number | undefined)[] = [];
      for (let request = 0; request < 20; request += 1) result.push((await ask()).status);
      return result;
    };
    const first = await statuses();
    portal.server.setFaults(plan);
    expect(await statuses()).to.deep.equal(first);
    expect(new Set(first)).to.deep.equal(new Set([200, 503]));
  });
});
