import type { DaySpan } from '../portal/soql.ts';
import type { LedgerPart } from './manifest.ts';

/** Rows by day or month, empty for those without. */
export type Counts = ReadonlyMap<string, number>;

/** Index of the part that a month belongs to. */
export const partOf = (firstMonths: readonly string[], month: string): number =>
  Math.max(
    firstMonths.findLastIndex((first) => first <= month),
    0,
  );

/**
 * First months of the parts into which rows by month are divided, in order; the first one stays what it is.
 * @param partKeys rows after which a part is closed; a month is never divided
 */
export function divide(first: string, months: Counts, partKeys: number): readonly string[] {
  const firsts = [first];
  let rows = 0;
  for (const [month, count] of [...months].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (rows >= partKeys) {
      firsts.push(month);
      rows = 0;
    }
    rows += count;
  }
  return firsts;
}

/** Indexes of the parts that do not have as many rows as the portal counts, corrected by what is known to have moved. */
export function partsThatDiffer(ledger: readonly LedgerPart[], there: Counts, corrections: Counts): readonly number[] {
  const firsts = ledger.map(({ first_month: first }) => first);
  const surplus = ledger.map(({ keys }) => keys.row_count);
  const add = (day: string, rows: number): void => {
    const index = partOf(firsts, day.slice(0, 7));
    surplus[index] = (surplus[index] ?? 0) + rows;
  };
  for (const [month, rows] of there) add(month, -rows);
  for (const [day, rows] of corrections) add(day, rows);
  return surplus.flatMap((rows, index) => (rows === 0 ? [] : [index]));
}

/** Days on which not as many rows are held, corrected, as the portal counts; in order. */
export function daysThatDiffer(held: Counts, there: Counts, corrections: Counts): readonly string[] {
  const days = [...new Set([...held.keys(), ...there.keys()])].sort();
  const rowsHeld = (day: string): number => (held.get(day) ?? 0) + (corrections.get(day) ?? 0);
  return days.filter((day) => rowsHeld(day) !== (there.get(day) ?? 0));
}

/** The day after one, both `YYYY-MM-DD`; undefined after the last that can be written so. */
export function dayAfter(day: string): string | undefined {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString();
  return next.startsWith('+') ? undefined : next.slice(0, 10);
}

/** The days that the parts cover, neighbours in one span. */
export function spansOfParts(ledger: readonly LedgerPart[], parts: readonly number[]): readonly DaySpan[] {
  const start = (index: number): string | undefined => {
    const first = ledger[index]?.first_month;
    return first === undefined || first === '' ? first : `${first}-01`;
  };
  return join([...parts].sort((a, b) => a - b).map((index) => ({ from: start(index) ?? '', until: start(index + 1) })));
}

/** The days, in order, neighbours in one span. */
export const spansOfDays = (days: readonly string[]): readonly DaySpan[] =>
  join(days.map((day) => ({ from: day, until: day === '' ? '' : dayAfter(day) })));

function join(spans: readonly DaySpan[]): readonly DaySpan[] {
  const joined: DaySpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last?.until === span.from && span.from !== '')
      joined[joined.length - 1] = { from: last.from, until: span.until };
    else joined.push(span);
  }
  return joined;
}
