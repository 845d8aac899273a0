import { expect } from 'chai';
import { decodeRows, type Columnar } from '../../../dashboard/columnar.ts';
import { recentLoader } from '../../../dashboard/data/recent.ts';
import { startTestWarehouse, type TestWarehouse } from '../../local/bigquery/test-warehouse.ts';

describe('recentLoader', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    for (const dataset of ['fact', 'mart']) await warehouse.client.createDataset(dataset);
    await warehouse.query(`create table fact.dim_run as
      select date '2026-03-31' as as_of, date '2026-06-30' as span_end`);
    await warehouse.query(`create table mart.mart_offenses_daily as
      select
        'reported' as time_basis, 'West' as precinct, 'ALL OTHER' as offense_category, day as offense_date,
        true as is_in_span, day <= '2026-03-31' as is_complete, 5 as offenses,
        4 as previous_week_offenses, 1 as week_on_week_change,
        3 as previous_year_offenses, 2 as year_on_year_change,
        1.0 as completeness, false as is_provisional,
        cast(null as int64) as nowcast_offenses, cast(null as int64) as nowcast_low, cast(null as int64) as nowcast_high
      from unnest(generate_date_array('2025-06-01', '2026-06-30')) as day`);
  });
  after(() => warehouse.close());

  it('keeps the 91 days up to as_of where newer ones are reported, each with the year before', async () => {
    const table = (await recentLoader.load({ warehouse: warehouse.client } as never)) as Columnar;
    const rows = decodeRows(table);
    expect([rows.length, rows[0]?.['offense_date'], rows.at(-1)?.['offense_date']]).to.deep.equal([
      91,
      '2025-12-31',
      '2026-03-31',
    ]);
    expect(rows.every((row) => row['year_on_year_change'] === 2)).to.equal(true);
  });
});
