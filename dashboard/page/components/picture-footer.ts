import type { Run } from '../facts.ts';
import { formatDate } from '../format.ts';
import { describeApplied, describeUnapplied } from '../state/describe-filters.ts';
import type { FilterKey, Filters } from '../state/filters.ts';

/** The lines under a picture that is passed on alone: what it counts, where from, as of when, SIMULATED where so. */
export function pictureFooter(
  run: Pick<Run, 'source_name' | 'as_of' | 'is_simulated'>,
  filters: Filters,
  applies: readonly FilterKey[],
): readonly string[] {
  return [
    describeApplied(filters, applies),
    describeUnapplied(filters, applies),
    `${run.source_name}, as of ${formatDate(run.as_of)}`,
    run.is_simulated ? 'SIMULATED: these rows are made up, not Seattle’s.' : null,
  ].filter((line) => line !== null);
}
