import { expect } from 'chai';
import { Limiter } from '../../../../local/bigquery/engine/limiter.ts';

describe('Limiter', () => {
  it('runs no more tasks at once than it may, in the order in which they came', async () => {
    const limiter = new Limiter(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const task = (n: number) => async () => {
      started.push(n);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    };
    await Promise.all([0, 1, 2, 3, 4].map((n) => limiter.run(task(n))));
    expect(started).to.deep.equal([0, 1, 2, 3, 4]);
    expect(most).to.equal(2);
  });

  it('runs a task alone, before those that came later', async () => {
    const limiter = new Limiter(3);
    const events: string[] = [];
    const task = (name: string) => async () => {
      events.push(`${name} in`);
      await new Promise(setImmediate);
      events.push(`${name} out`);
    };
    await Promise.all([limiter.run(task('a')), limiter.runAlone(task('alone')), limiter.run(task('b'))]);
    expect(events).to.deep.equal(['a in', 'a out', 'alone in', 'alone out', 'b in', 'b out']);
  });

  it('gives the place of a task that failed to the next', async () => {
    const limiter = new Limiter(1);
    const failed = limiter.run(() => Promise.reject(new Error('no'))).catch(() => 'failed');
    expect(await Promise.all([failed, limiter.run(() => Promise.resolve('ran'))])).to.deep.equal(['failed', 'ran']);
  });
});
