import { expect } from 'chai';
import { TableLocks } from '../../../../local/bigquery/engine/table-locks.ts';

describe('TableLocks', () => {
  const forever = new AbortController().signal;

  it('lets writers of one table in one after the other', async () => {
    const locks = new TableLocks();
    const events: string[] = [];
    const write = async (name: string) => {
      const release = await locks.acquire(['t'], forever);
      events.push(`${name} in`);
      await new Promise(setImmediate);
      events.push(`${name} out`);
      release();
    };
    await Promise.all(['a', 'b', 'c'].map(write));
    expect(events).to.deep.equal(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('keeps writers of several tables from waiting for each other', async () => {
    const locks = new TableLocks();
    const write = async (keys: string[]) => {
      const release = await locks.acquire(keys, forever);
      await new Promise(setImmediate);
      release();
    };
    await Promise.all([write(['a', 'b']), write(['b', 'a']), write(['a']), write(['b'])]);
  });

  it('lets a waiter go when its signal fires, and the next one in', async () => {
    const locks = new TableLocks();
    const release = await locks.acquire(['t'], forever);
    const controller = new AbortController();
    const given = locks.acquire(['t'], controller.signal).catch((error: unknown) => error);
    const next = locks.acquire(['t'], forever);
    const reason = new Error('cancelled');
    controller.abort(reason);
    expect(await given).to.equal(reason);
    release();
    (await next)();
  });
});
