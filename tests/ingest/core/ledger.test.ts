import { expect } from 'chai';
import {
  dayAfter,
  daysThatDiffer,
  divide,
  partOf,
  partsThatDiffer,
  spansOfDays,
  spansOfParts,
} from '../../../ingest/core/ledger.ts';
import type { LedgerPart } from '../../../ingest/core/manifest.ts';

const part = (first: string, rows: number): LedgerPart => ({
  first_month: first,
  keys: { name: first, size: 1, md5Hash: '', crc32c: '', row_count: rows },
});
const counts = (...entries: readonly (readonly [string, number])[]) => new Map(entries);
const LEDGER = [part('', 10), part('2020-01', 20), part('2020-04', 30)];

describe('divide(first, months, partKeys)', () => {
  it('closes a part once it has enough rows, and never within a month', () => {
    const months = counts(['2020-03', 4], ['2020-01', 3], ['2020-02', 90], ['2020-04', 1], ['', 2]);
    expect(divide('', months, 5)).to.deep.equal(['', '2020-02', '2020-03']);
    expect(divide('2019-12', counts(), 5)).to.deep.equal(['2019-12']);
  });
});

describe('partOf(firstMonths, month)', () => {
  it('is the last part that begins no later', () => {
    const firsts = LEDGER.map(({ first_month: first }) => first);
    expect(['', '1999-12', '2020-01', '2020-03', '2031-01'].map((month) => partOf(firsts, month))).to.deep.equal([
      0, 0, 1, 1, 2,
    ]);
  });
});

describe('partsThatDiffer(ledger, there, corrections)', () => {
  it('names the parts with more or fewer rows than the portal counts in their months', () => {
    const there = counts(['', 4], ['2010-05', 6], ['2020-02', 19], ['2020-04', 10], ['2026-01', 21]);
    expect(partsThatDiffer(LEDGER, there, counts())).to.deep.equal([1, 2]);
    expect(partsThatDiffer(LEDGER, there, counts(['2020-03-09', -1], ['2026-01-02', 1]))).to.deep.equal([]);
  });
});

describe('daysThatDiffer(held, there, corrections)', () => {
  it('names days that only one side has rows for too', () => {
    const held = counts(['', 1], ['2020-01-01', 5], ['2020-01-02', 5]);
    const there = counts(['2020-01-01', 5], ['2020-01-02', 4], ['2020-01-03', 1]);
    expect(daysThatDiffer(held, there, counts())).to.deep.equal(['', '2020-01-02', '2020-01-03']);
    const moved = counts(['', -1], ['2020-01-02', 1]);
    expect(daysThatDiffer(held, there, moved)).to.deep.equal(['2020-01-02', '2020-01-03']);
  });
});

describe('spans of days', () => {
  it('join neighbours and keep rows without a day apart', () => {
    expect(spansOfDays(['', '2020-02-28', '2020-02-29', '2020-03-02'])).to.deep.equal([
      { from: '', until: '' },
      { from: '2020-02-28', until: '2020-03-01' },
      { from: '2020-03-02', until: '2020-03-03' },
    ]);
  });

  it('of parts go from the first month of one to that of the next', () => {
    expect(spansOfParts(LEDGER, [2, 0])).to.deep.equal([
      { from: '', until: '2020-01-01' },
      { from: '2020-04-01', until: undefined },
    ]);
    expect(spansOfParts(LEDGER, [0, 1, 2])).to.deep.equal([{ from: '', until: undefined }]);
  });

  it('end with the last day that can be written', () => {
    expect([dayAfter('2023-12-31'), dayAfter('9999-12-31')]).to.deep.equal(['2024-01-01', undefined]);
  });
});
