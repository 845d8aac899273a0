import { expect } from 'chai';
import { startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

/** More rows than DuckDB keeps in one group: what a transaction adds is then written before it commits. */
const many = 130_000;
/** No row, which only running it tells. */
const none = 'select n from d.source where farm_fingerprint(cast(n as string)) = 7';

describe('an insert without rows', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.query(
      `create schema d; create table d.source as select n from unnest(generate_array(1, ${many})) as n`,
    );
  });
  after(() => warehouse.close());
  beforeEach(() => warehouse.query('create or replace table d.t (n int64)'));

  const scripts: Readonly<Record<string, string>> = {
    'after many in a transaction': `begin transaction; insert d.t select n from d.source; insert d.t ${none}; commit transaction`,
    'before many in a transaction': `begin transaction; insert d.t ${none}; insert d.t select n from d.source; commit transaction`,
    'beside many in a MERGE': `merge d.t using d.source on t.n = source.n
      when not matched and source.n > 0 then insert row when not matched then insert (n) values (-1)`,
    'of a MERGE beside many in a transaction': `begin transaction; insert d.t select n from d.source;
      merge d.t using d.source on t.n = source.n when not matched then insert row; commit transaction`,
    'into a new table': `create or replace table d.t as select n from d.source; insert d.t ${none}`,
  };
  for (const [place, script] of Object.entries(scripts)) {
    it(`${place} hides no row`, async () => {
      await warehouse.query(script);
      await warehouse.query('insert d.t select n from unnest(generate_array(-9, 0)) as n');
      expect(await warehouse.query('select count(*) as c, count(distinct n) as d from d.t')).to.deep.equal([
        { c: many + 10, d: many + 10 },
      ]);
    });
  }
});
