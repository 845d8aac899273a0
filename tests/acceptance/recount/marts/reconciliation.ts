import { range } from '../days.ts';
import { layerRows, stepRow, wordsOfSteps } from '../facts/layer-steps.ts';
import type { Feed } from '../feed.ts';
import type { Table } from '../table.ts';

/** Each count of the marts: five by two time bases, the peak hours by a third, and two kinds of area. */
const COUNTS_OF_MARTS = 13;

/** The steps to the facts, the one to headline counts, and one to each count that a mart makes of all of them. */
export function reconciliation(feed: Feed): Table {
  const { offenses, reportable, isSimulated } = feed;
  const steps = [
    ...layerRows(feed),
    stepRow(8, offenses.length, reportable.length),
    ...range(9, 8 + COUNTS_OF_MARTS).map((position) => stepRow(position, reportable.length, reportable.length)),
  ];
  const rows = steps.map((row) => ({
    ...{ ...row, difference: row['explained'] ?? null, unexplained: 0, is_reconciled: true, is_simulated: isSimulated },
  }));
  return { key: ['position'], rows, ignored: wordsOfSteps };
}
