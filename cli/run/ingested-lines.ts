import { textTable } from '../text-table.ts';
import type { IngestedSource } from './ingest-sources.ts';

/** What was ingested, as a table for people, with the reasons below. */
export function ingestedLines(sources: readonly IngestedSource[]): readonly string[] {
  const table = textTable(
    [
      { name: 'source' },
      { name: 'load' },
      { name: 'mode' },
      { name: 'rows', align: 'right' },
      { name: 'quarantined', align: 'right' },
      { name: 'removed', align: 'right' },
      { name: 'outcome' },
    ],
    sources.map((source) => [
      source.isSimulated ? `${source.source} (SIMULATED)` : source.source,
      source.loadId ?? '',
      source.mode,
      String(source.rows),
      String(source.quarantined),
      String(source.removals),
      outcomeOf(source),
    ]),
  );
  const reasons = sources.filter(({ reason }) => reason !== '').map(({ mode, reason }) => `${mode}: ${reason}`);
  return [...table, ...reasons];
}

function outcomeOf({ isNew, isPlan, mode }: IngestedSource): string {
  if (isPlan) return 'planned: nothing was written';
  if (isNew) return 'loaded';
  return mode === 'none' ? 'nothing to do' : 'already loaded, nothing added';
}
