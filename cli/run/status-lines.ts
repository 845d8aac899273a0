import type { IngestStatus } from '../../ingest/index.ts';
import { textTable } from '../text-table.ts';
import { simulatedLine } from './simulated.ts';

const since = (time: string, hours: number | undefined): string => `${time}, ${hours ?? 0} hours ago`;

/** The state of the lake for people. */
export function statusLines(status: IngestStatus): readonly string[] {
  const { loads, watermark, lastReconciliation, lastWhole, lastSweep } = status;
  const count = (value: number) => value.toLocaleString('en-US');
  const table = textTable(
    [
      { name: 'load' },
      { name: 'mode' },
      { name: 'as of' },
      { name: 'rows', align: 'right' },
      { name: 'quarantined', align: 'right' },
      { name: 'removed', align: 'right' },
    ],
    loads.map((load) => [
      load.loadId,
      load.mode,
      load.snapshotAt,
      count(load.rows),
      count(load.quarantined),
      count(load.removals),
    ]),
  );
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['rows in all loads', count(status.rows)],
    ['rows at the portal', status.portalRows === undefined ? undefined : count(status.portalRows)],
    ['watermark', watermark && `${watermark.updated_at} ${watermark.id}`],
    ['newest report', status.newestReportAt && since(status.newestReportAt, status.newestReportAgeHours)],
    ['last change there', status.lastChangeAt && since(status.lastChangeAt, status.lastChangeAgeHours)],
    [
      'last reconciliation',
      lastReconciliation &&
        `${lastReconciliation.loadId}: ${agreement(lastReconciliation.comparisons.length)}${lastReconciliation.is_audited ? ', all keys compared' : ''}${lastReconciliation.is_behind ? ', of a copy that is behind' : ''}`,
    ],
    ['last look at all rows', lastWhole && `${lastWhole.loadId}, ${lastWhole.snapshotAt}`],
    ['last sweep', lastSweep ? `${lastSweep.loadId}, ${lastSweep.snapshotAt}` : 'never'],
    ['schema fingerprint', status.schemaFingerprint],
    ['interrupted', status.interrupted.length === 0 ? 'none' : status.interrupted.join(', ')],
    ['lock', status.lock ?? 'free'],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    ...(status.isSimulated === true ? [simulatedLine, ''] : []),
    ...(loads.length === 0 ? ['No load is complete yet.'] : table),
    '',
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(width)}  ${value}`])),
  ];
}

const agreement = (counts: number): string => (counts === 1 ? 'the count agrees' : `${counts} counts agree`);
