import { loadInclude } from '../../includes/load-include.ts';
import type { IncrementalModel, Row } from '../harness/cases.ts';

const { observation } = loadInclude('offense_columns') as { observation: Readonly<Record<string, string>> };

const OBSERVATIONS = 'staging.stg_spd__observations';

/** What the load of a month of 2025 (in the present shape) tells of an offense. */
const told = (month: string, offense: string, precinct: string, others: Row = {}): Row => ({
  offense_id: offense,
  load_id: `load-${month}`,
  snapshot_at: `2025-${month}-01 00:00:00+00`,
  precinct,
  ...others,
});

const removed = (month: string, offense: string): Row => ({
  offense_id: offense,
  load_id: `load-${month}`,
  snapshot_at: `2025-${month}-01 00:00:00+00`,
  is_removed: true,
  has_current_columns: false,
});

const legacy = (ended: string): Row => ({
  has_legacy_columns: true,
  has_current_columns: false,
  ended_at: `2024-12-31 ${ended}:00`,
});

/** A version as the table has it; the end is null for the newest. */
const version = (offense: string, number: number, precinct: string, from: string, to: string | null): Row => ({
  offense_id: offense,
  version_number: number,
  precinct,
  known_from: `2025-${from}-01T00:00:00Z`,
  known_to: to === null ? null : `2025-${to}-01T00:00:00Z`,
});

export const offenseVersions: IncrementalModel = {
  model: 'staging.stg_spd__offense_versions',
  inputs: {
    [OBSERVATIONS]: {
      columns: observation,
      defaults: {
        is_removed: false,
        has_legacy_columns: false,
        has_current_columns: true,
        offense_code: '120',
        neighborhood: 'BELLTOWN',
      },
    },
  },
  newColumn: 'neighborhood',
  cases: [
    {
      kind: 'late arrival',
      name: 'splits a version by a reading from within it',
      before: { [OBSERVATIONS]: [told('01', 'a', 'North'), told('03', 'a', 'North'), told('01', 'b', 'East')] },
      arrives: { [OBSERVATIONS]: [told('02', 'a', 'West')] },
      after: [
        version('a', 1, 'North', '01', '02'),
        version('a', 2, 'West', '02', '03'),
        version('a', 3, 'North', '03', null),
        version('b', 1, 'East', '01', null),
      ],
    },
    {
      kind: 'late arrival',
      name: 'joins two versions by a reading that tells both changes at once',
      before: {
        [OBSERVATIONS]: [
          told('01', 'a', 'North', legacy('22:00')),
          told('03', 'a', 'West'),
          told('04', 'a', 'West', legacy('23:00')),
        ],
      },
      arrives: { [OBSERVATIONS]: [told('02', 'a', 'West', legacy('23:00'))] },
      after: [version('a', 1, 'North', '01', '02'), version('a', 2, 'West', '02', null)],
    },
    {
      kind: 'late arrival',
      name: 'begins a version earlier where an older load told it already',
      before: { [OBSERVATIONS]: [told('01', 'a', 'North'), told('03', 'a', 'West')] },
      arrives: { [OBSERVATIONS]: [told('02', 'a', 'West'), told('02', 'b', 'East')] },
      after: [
        version('a', 1, 'North', '01', '02'),
        version('a', 2, 'West', '02', null),
        version('b', 1, 'East', '02', null),
      ],
    },
    {
      kind: 'correction',
      name: 'ends a version where the next begins, and tells one that comes again apart',
      before: { [OBSERVATIONS]: [told('01', 'a', 'North'), told('02', 'a', 'West'), told('01', 'b', 'East')] },
      arrives: { [OBSERVATIONS]: [told('03', 'a', 'North'), told('03', 'b', 'East')] },
      after: [
        version('a', 1, 'North', '01', '02'),
        version('a', 2, 'West', '02', '03'),
        version('a', 3, 'North', '03', null),
        version('b', 1, 'East', '01', null),
      ],
    },
    {
      kind: 'correction',
      name: 'carries what only the older shape tells, and follows the newest load that told the same',
      before: { [OBSERVATIONS]: [told('01', 'a', 'North', legacy('22:00'))] },
      arrives: { [OBSERVATIONS]: [told('02', 'a', 'North', { reporting_area: '77' })] },
      after: [
        {
          offense_id: 'a',
          version_number: 1,
          ended_at: '2024-12-31T22:00:00',
          reporting_area: '77',
          first_load_id: 'load-01',
          last_load_id: 'load-02',
          last_seen_at: '2025-02-01T00:00:00Z',
        },
      ],
    },
    {
      kind: 'removal',
      name: 'makes a version of a removal, which repeats what was known, and one of the return',
      before: { [OBSERVATIONS]: [told('01', 'a', 'North')] },
      arrives: { [OBSERVATIONS]: [removed('02', 'a'), told('03', 'a', 'North')] },
      after: [
        { ...version('a', 1, 'North', '01', '02'), is_removed: false },
        { ...version('a', 2, 'North', '02', '03'), is_removed: true },
        { ...version('a', 3, 'North', '03', null), is_removed: false },
      ],
    },
    {
      kind: 'removal',
      name: 'says nothing of an offense that was never seen',
      before: { [OBSERVATIONS]: [told('01', 'a', 'North')] },
      arrives: { [OBSERVATIONS]: [removed('02', 'b')] },
      after: [version('a', 1, 'North', '01', null)],
    },
  ],
};
