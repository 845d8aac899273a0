import { expect } from 'chai';
import { Evaluator } from '../includes/evaluate.ts';
import { compileProject } from './compiled-graph.ts';

type Columns = Readonly<Record<string, string>>;

const LOAD = { load_id: 'STRING', load_mode: 'STRING', snapshot_at: 'TIMESTAMP', raw_rows: 'INT64', quarantined_rows: 'INT64' };
const RUN = { as_of: 'DATE', last_reported_date: 'DATE', newest_snapshot_at: 'TIMESTAMP' };

/** A query that gives the rows, each a list of values as text in the order of the columns. */
function table(columns: Columns, rows: readonly (readonly (string | number | null)[])[]): string {
  const cast = (value: string | number | null, type: string) =>
    `CAST(${value === null ? 'NULL' : `'${value}'`} AS ${type})`;
  const select = (row: readonly (string | number | null)[]) =>
    `SELECT ${Object.entries(columns)
      .map(([name, type], index) => `${cast(row[index] ?? null, type)} AS ${name}`)
      .join(', ')}`;
  return `(${rows.map(select).join(' UNION ALL ')})`;
}

/** As many offenses as given in each month. */
function months(counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts).map(
    ([month, count]) =>
      `SELECT DATE '${month}-15' AS reported_date, FALSE AS is_removed FROM UNNEST(GENERATE_ARRAY(1, ${count}))`,
  );
  return `(${rows.join(' UNION ALL ')})`;
}

describe('assertions of volume and freshness', function () {
  this.timeout(60_000);
  let sql: Evaluator;
  let queries: ReadonlyMap<string, string>;

  before(async () => {
    sql = await Evaluator.open();
    const graph = await compileProject();
    queries = new Map(graph.assertions.map(({ target, query }) => [target.name, query ?? '']));
  });

  /** How many rows the assertion finds in place of the one table that it reads. */
  const failures = async (assertion: string, given: string, query = queries.get(assertion)) =>
    (await sql.rows((query ?? '').replaceAll(/`[a-z]+\.[a-z_]+`/gu, given))).length;

  it('fct_loads_can_mostly_be_read fails where more than half of the records are in quarantine', async () => {
    const given = (raw: number, quarantined: number) => table(LOAD, [['a', 'file', null, raw, quarantined]]);
    expect(await failures('fct_loads_can_mostly_be_read', given(100, 101))).to.equal(1);
    expect(await failures('fct_loads_can_mostly_be_read', given(101, 101))).to.equal(0);
    // Of so few records nothing is certain.
    expect(await failures('fct_loads_can_mostly_be_read', given(0, 99))).to.equal(0);
    expect(await failures('fct_loads_can_mostly_be_read', given(40, 60))).to.equal(1);
  });

  it('fct_loads_of_all_rows_do_not_shrink fails where the newest load of all rows lacks more than a tenth', async () => {
    const given = (...rows: readonly number[]) =>
      table(
        LOAD,
        rows.map((count, day) => [`load ${day}`, 'full', `2026-01-0${day + 1} 12:00:00`, count, 0]),
      );
    expect(await failures('fct_loads_of_all_rows_do_not_shrink', given(1000, 899))).to.equal(1);
    expect(await failures('fct_loads_of_all_rows_do_not_shrink', given(1000, 900))).to.equal(0);
    expect(await failures('fct_loads_of_all_rows_do_not_shrink', given(1000, 100, 100))).to.equal(0);
    expect(await failures('fct_loads_of_all_rows_do_not_shrink', given(999, 1))).to.equal(0);
  });

  it('fct_loads_of_all_rows_do_not_shrink holds loads of other kinds against nothing', async () => {
    const given = table(LOAD, [
      ['a', 'full', '2026-01-01 12:00:00', 5000, 0],
      ['b', 'incremental', '2026-01-02 12:00:00', 3, 0],
      ['c', 'file', '2026-01-03 12:00:00', 10, 0],
    ]);
    expect(await failures('fct_loads_of_all_rows_do_not_shrink', given)).to.equal(0);
  });

  it('fct_offenses_lack_no_month fails where a month is missing between two with many', async () => {
    expect(await failures('fct_offenses_lack_no_month', months({ '2024-01': 100, '2024-03': 100 }))).to.equal(1);
    expect(await failures('fct_offenses_lack_no_month', months({ '2024-01': 100, '2024-02': 1, '2024-03': 100 }))).to.equal(0);
    expect(await failures('fct_offenses_lack_no_month', months({ '2024-01': 100, '2024-03': 99 }))).to.equal(0);
    // Two exports of different years.
    expect(await failures('fct_offenses_lack_no_month', months({ '2021-09': 100, '2025-03': 100 }))).to.equal(0);
  });

  it('fct_offenses_lack_no_month takes removed offenses for missing', async () => {
    const removed = `SELECT DATE '2024-02-15' AS reported_date, TRUE AS is_removed`;
    const given = `(SELECT * FROM ${months({ '2024-01': 100, '2024-03': 100 })} UNION ALL ${removed})`;
    expect(await failures('fct_offenses_lack_no_month', given)).to.equal(1);
  });

  it('dim_run_is_not_ahead_of_its_source fails where today is more than a week after the reading', async () => {
    const given = (asOf: string) => table(RUN, [[asOf, asOf, '2026-01-10 20:00:00']]);
    expect(await failures('dim_run_is_not_ahead_of_its_source', given('2026-01-18'))).to.equal(1);
    expect(await failures('dim_run_is_not_ahead_of_its_source', given('2026-01-17'))).to.equal(0);
  });

  it('dim_run_is_not_ahead_of_its_source leaves a given today alone', async () => {
    const graph = await compileProject(['--vars', 'as_of=2030-01-01']);
    const query = graph.assertions.find(({ target }) => target.name === 'dim_run_is_not_ahead_of_its_source')?.query;
    const given = table(RUN, [['2030-01-01', '2026-01-09', '2026-01-10 20:00:00']]);
    expect(await failures('dim_run_is_not_ahead_of_its_source', given, query ?? '')).to.equal(0);
  });

  it('fct_loads fails where the models hold fewer offenses of a load than raw', async () => {
    const assertion = 'fact_fct_loads_assertions_rowConditions';
    const counts = ['raw_rows', 'told_offenses', 'repeated_rows', 'new_offenses', 'quarantined_rows', 'removed_rows'];
    const columns = Object.fromEntries([...counts, 'observed_offenses'].map((name) => [name, 'INT64']));
    const given = (observed: number) =>
      table({ load_id: 'STRING', load_date: 'DATE', is_simulated: 'BOOL', load_mode: 'STRING', feed_shape: 'STRING', ...columns }, [
        ['a', '2026-01-01', 'false', 'full', 'current', 5, 5, 0, 0, 0, 0, observed],
      ]);
    expect(await failures(assertion, given(4))).to.equal(1);
    expect(await failures(assertion, given(5))).to.equal(0);
  });

  it('takes the limits from the variables, and refuses what is none', async () => {
    const lax = await compileProject(['--vars', 'most_full_load_fall=0.95']);
    const query = lax.assertions.find(({ target }) => target.name === 'fct_loads_of_all_rows_do_not_shrink')?.query;
    expect(query).to.include('(1 - 0.95)');
    const failure = await compileProject(['--vars', 'most_full_load_fall=2']).catch((error: unknown) => error);
    expect(String((failure as { stdout?: string }).stdout)).to.include('must be a number from 0 to 1, not ');
  });
});
