import { simulatedLine } from '../run/simulated.ts';
import { textTable } from '../text-table.ts';
import type { Changes, ChangesOfKind, OffenseChange, ToldOffense } from './read-changes.ts';

/** What changed, as lines for people. */
export function changesLines(changes: Changes): readonly string[] {
  const { isSimulated, run, previousRun, loads, offenses, kinds } = changes;
  const since =
    previousRun === null ? 'the first one, to which all is new' : `since the run of ${previousRun.startedAt}`;
  const banner = isSimulated ? [simulatedLine, ''] : [];
  return [
    ...banner,
    `The run of ${run.startedAt}, ${since}: ${count(offenses, 'offense')} new or changed, by ${count(loads.length, 'load')}.`,
    '',
    ...textTable(
      [{ name: 'what happened' }, { name: 'offenses', align: 'right' }],
      kinds.map(({ kind, offenses: number }) => [meanings[kind], number.toLocaleString('en-US')]),
    ),
    ...kinds.flatMap(exampleLines),
  ];
}

const meanings: Readonly<Record<ChangesOfKind['kind'], string>> = {
  new: 'new',
  reclassified: 'reclassified',
  moved: 'moved',
  retimed: 'start, end or report at another time',
  removed: 'removed',
  returned: 'returned after a removal',
  other: 'changed otherwise',
  history: 'of the past only, told by a late load',
};

function exampleLines({ kind, offenses, examples }: ChangesOfKind): readonly string[] {
  if (examples.length === 0) return [];
  const title =
    examples.length < offenses
      ? `${meanings[kind]}, ${examples.length} of ${offenses.toLocaleString('en-US')}`
      : meanings[kind];
  return ['', title, ...examples.map((change) => `  ${exampleText(kind, change)}`)];
}

/** The parts that a kind of change is about. */
const parts: Partial<Record<ChangesOfKind['kind'], (told: ToldOffense) => string>> = {
  reclassified: ({ offense, offenseCategory }) => `${offense} (${offenseCategory})`,
  moved: ({ precinct, neighborhood, blockAddress }) =>
    [precinct, neighborhood, blockAddress ?? 'no address'].join(', '),
  retimed: ({ startedAt, reportedAt }) => `started ${startedAt ?? 'unknown'}, reported ${reportedAt ?? 'unknown'}`,
};

function exampleText(kind: ChangesOfKind['kind'], { offenseId, reportNumber, before, after }: OffenseChange): string {
  const part = parts[kind];
  const subject = `${offenseId} (report ${reportNumber ?? 'unknown'})`;
  return before !== null && part !== undefined
    ? `${subject}: ${part(before)} → ${part(after)}`
    : `${subject}: ${after.offense}, ${after.precinct}, reported ${after.reportedAt ?? 'unknown'}`;
}

function count(number: number, name: string): string {
  return `${number.toLocaleString('en-US')} ${name}${number === 1 ? '' : 's'}`;
}
