import { loadInclude } from '../../includes/load-include.ts';
import type { IncrementalModel, Row } from '../harness/cases.ts';

const { offenses } = loadInclude('fact_columns') as { offenses: Readonly<Record<string, string>> };

const robbery: Row = { offense_id: 'a', precinct: 'West', reported_date: '2024-05-03', version_number: 1 };
const theft: Row = { offense_id: 'b', precinct: 'East', reported_date: '2024-05-04', version_number: 1 };

export const fctOffenses: IncrementalModel = {
  model: 'fact.fct_offenses',
  inputs: {
    'staging.stg_spd__offenses': {
      columns: offenses,
      defaults: {
        offense_code: '120',
        offense_category: 'VIOLENT CRIME',
        sector: 'K',
        beat: 'K1',
        neighborhood: 'BELLTOWN',
        block_address: '1XX BLOCK OF PINE ST',
        location_status: 'missing',
        is_reportable: true,
        is_removed: false,
        has_location: false,
        is_location_masked: false,
        is_hour_known: false,
      },
    },
  },
  newColumn: 'block_address',
  cases: [
    {
      kind: 'late arrival',
      name: 'adds an offense whose report lies years before the newest',
      before: { 'staging.stg_spd__offenses': [robbery] },
      arrives: { 'staging.stg_spd__offenses': [{ ...theft, reported_date: '2008-01-02' }] },
      after: [
        { offense_id: 'a', reported_date: '2024-05-03' },
        { offense_id: 'b', reported_date: '2008-01-02' },
      ],
    },
    {
      kind: 'correction',
      name: 'moves an offense to another month and precinct, and leaves the others',
      before: { 'staging.stg_spd__offenses': [robbery, theft] },
      becomes: {
        'staging.stg_spd__offenses': [
          { ...robbery, precinct: 'North', reported_date: '2024-06-01', version_number: 2 },
          theft,
        ],
      },
      after: [
        { offense_id: 'a', precinct: 'North', reported_date: '2024-06-01', version_number: 2 },
        { offense_id: 'b', precinct: 'East', reported_date: '2024-05-04', version_number: 1 },
      ],
    },
    {
      kind: 'correction',
      name: 'empties what the city took back',
      before: {
        'staging.stg_spd__offenses': [{ ...robbery, started_at: '2024-05-03 10:00:00', report_number: '2024-1' }],
      },
      becomes: { 'staging.stg_spd__offenses': [{ ...robbery, report_number: '2024-1' }] },
      after: [{ offense_id: 'a', started_at: null, report_number: '2024-1' }],
    },
    {
      kind: 'removal',
      name: 'keeps a removed offense, marked',
      before: { 'staging.stg_spd__offenses': [robbery, theft] },
      becomes: { 'staging.stg_spd__offenses': [{ ...robbery, is_removed: true, version_number: 2 }, theft] },
      after: [
        { offense_id: 'a', is_removed: true },
        { offense_id: 'b', is_removed: false },
      ],
    },
    {
      kind: 'removal',
      name: 'takes the mark off an offense that returned',
      before: { 'staging.stg_spd__offenses': [{ ...robbery, is_removed: true, version_number: 2 }] },
      becomes: { 'staging.stg_spd__offenses': [{ ...robbery, version_number: 3 }] },
      after: [{ offense_id: 'a', is_removed: false, version_number: 3 }],
    },
  ],
};
