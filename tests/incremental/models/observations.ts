import { RAW_DATASET, rawTable } from '../../../ingest/raw-tables.ts';
import type { IncrementalModel, InputTable, Row } from '../harness/cases.ts';

const OFFENSES = `${RAW_DATASET}.spd_offenses`;
const REMOVALS = `${RAW_DATASET}.spd_removals`;

const columnsOf = (name: string): InputTable['columns'] =>
  Object.fromEntries(rawTable(name).columns.map((column) => [column.name, column.type]));

const at = (month: string) => `2025-${month}-01 00:00:00+00`;

/** A row of a load of a month of 2025, in the present shape. */
const row = (month: string, offense: string, precinct: string, others: Row = {}): Row => ({
  load_id: `load-${month}`,
  load_mode: `mode-${month}`,
  load_date: `2025-${month}-01`,
  snapshot_at: at(month),
  offense_id: offense,
  precinct,
  ...others,
});

const removal = (month: string, offense: string): Row => ({
  load_id: `load-${month}`,
  load_date: `2025-${month}-01`,
  noticed_at: at(month),
  offense_id: offense,
});

/** What the table holds of a load and offense. */
const held = (month: string, offense: string, precinct: string | null): Row => ({
  load_id: `load-${month}`,
  load_mode: precinct === null ? null : `mode-${month}`,
  offense_id: offense,
  precinct,
  is_removed: precinct === null,
});

export const observations: IncrementalModel = {
  model: 'staging.stg_spd__observations',
  inputs: {
    [OFFENSES]: {
      columns: columnsOf('spd_offenses'),
      defaults: { feed_shape: 'current', block_address: '1XX PINE ST' },
    },
    [REMOVALS]: { columns: columnsOf('spd_removals') },
  },
  newColumn: 'block_address',
  cases: [
    {
      kind: 'late arrival',
      name: 'adds a load that is older than those it holds',
      before: { [OFFENSES]: [row('03', 'a', 'North')] },
      arrives: { [OFFENSES]: [row('02', 'a', 'West'), row('02', 'b', '-')] },
      after: [held('03', 'a', 'North'), held('02', 'a', 'West'), held('02', 'b', 'Unknown')],
    },
    {
      kind: 'late arrival',
      name: 'takes the newest edition of an offense that a load repeats',
      before: { [OFFENSES]: [row('01', 'a', 'North')] },
      arrives: {
        [OFFENSES]: [
          row('02', 'a', 'West', { socrata_updated_at: '2025-01-20T00:00:00Z' }),
          row('02', ' a ', 'East', { socrata_updated_at: '2025-01-30T00:00:00Z' }),
        ],
      },
      after: [held('01', 'a', 'North'), held('02', 'a', 'East')],
    },
    {
      kind: 'correction',
      name: 'adds what a newer load says, and keeps what the older one said',
      before: { [OFFENSES]: [row('01', 'a', 'North')] },
      arrives: { [OFFENSES]: [row('02', 'a', 'South')] },
      after: [held('01', 'a', 'North'), held('02', 'a', 'South')],
    },
    {
      kind: 'removal',
      name: 'adds the offenses that a load found removed, beside those it brought',
      before: { [OFFENSES]: [row('01', 'a', 'North')] },
      arrives: { [OFFENSES]: [row('02', 'b', 'East')], [REMOVALS]: [removal('02', 'a')] },
      after: [held('01', 'a', 'North'), held('02', 'b', 'East'), held('02', 'a', null)],
    },
    {
      kind: 'removal',
      name: 'keeps the loads that raw has lost, a full refresh included',
      before: { [OFFENSES]: [row('01', 'a', 'North'), row('02', 'a', 'West')], [REMOVALS]: [removal('01', 'b')] },
      becomes: { [OFFENSES]: [row('02', 'a', 'West'), row('03', 'a', 'East')], [REMOVALS]: [removal('03', 'c')] },
      after: [
        held('01', 'a', 'North'),
        held('01', 'b', null),
        held('02', 'a', 'West'),
        held('03', 'a', 'East'),
        held('03', 'c', null),
      ],
    },
  ],
};
