import { expect } from 'chai';
import { runLoader } from '../../../dashboard/data/run.ts';
import { startTestWarehouse, type TestWarehouse } from '../../local/bigquery/test-warehouse.ts';

describe('runLoader', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    for (const dataset of ['fact', 'mart']) await warehouse.client.createDataset(dataset);
    await warehouse.query(`create table fact.dim_run as
      select date '2026-03-31' as as_of, false as is_simulated, 'full' as source, 2 as loads, 9 as raw_rows,
        0 as quarantined_rows, 9 as offenses, date '2026-01-01' as first_reported_date,
        date '2026-03-31' as last_reported_date, date '2026-01-01' as span_start, date '2026-03-31' as span_end,
        timestamp '2026-04-01 00:00:00+00' as newest_snapshot_at`);
    await warehouse.query('create table mart.mart_offense_mix as select 9 as reportable_offenses');
    await warehouse.query(`create table mart.mart_loads as
      select 'first' as load_id, 'file' as load_mode, false as is_newest
      union all select 'second', 'full', true`);
  });
  after(() => warehouse.close());

  it('names the source of the newest load that the marts have', async () => {
    const loadSources = new Map([
      ['first', 'SPD_Crime_Data.csv'],
      ['second', 'https://data.example.org/abcd-1234'],
      ['third', 'https://data.seattle.gov/tazs-3rd5'],
    ]);
    const sources = { warehouse: warehouse.client, madeAt: new Date(0), loadSources };
    expect(await runLoader.load(sources as never)).to.include({
      source_name: 'Dataset abcd-1234 of data.example.org',
      source_licence: null,
      offenses: 9,
      last_run: null,
    });
  });
});
