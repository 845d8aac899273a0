/** Readings of the source as the recount takes them: exports, and the portal's rows as CSV. */
import { readFileSync } from 'node:fs';
import { filledColumns } from './columns.ts';
import { csvRecords } from './csv.ts';
import type { Load } from './feed.ts';
import { seattleInstant } from './seattle.ts';
import { toldBy } from './told.ts';

/** An export, of which some lines, from 1, hold no record; read when its newest report says. */
export function exportLoad(path: string, torn: readonly number[] = []): Load {
  const lines = readFileSync(path, 'utf8').split('\n');
  const text = lines.filter((_, index) => !torn.includes(index + 1)).join('\n');
  const read = readingOf(text);
  const reports = [...read.told.values()].flatMap(({ reportedAt }) => reportedAt ?? []);
  const snapshotAt = seattleInstant(reports.reduce((newest, time) => Math.max(newest, time)));
  return { mode: 'file', ...read, quarantined: torn.length, snapshotAt };
}

/** A full load of a portal's rows as CSV; `snapshotAt` is when it was read, in UTC milliseconds. */
export const portalLoad = (csv: string, snapshotAt: number): Load => ({
  ...{ mode: 'full', ...readingOf(csv), quarantined: 0, snapshotAt },
});

function readingOf(text: string): Pick<Load, 'shape' | 'told' | 'filled' | 'records'> {
  const told = toldBy(text);
  const isPresent = [...told.values()].some(({ present }) => present !== undefined);
  const records = csvRecords(text.replace(/^\uFEFF/, ''));
  const shape = isPresent ? 'current' : 'legacy';
  return { shape, told, filled: filledColumns(records, shape), records: records.length };
}
