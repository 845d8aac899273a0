import { expect } from 'chai';
import { resource, startTestPortal, type TestPortal } from '../test-portal.ts';

describe('a SoQL query', () => {
  let portal: TestPortal;
  before(async () => {
    portal = await startTestPortal(
      0,
      {},
      {
        shape: 'legacy',
        rows: [
          { offense_id: '1', precinct: 'N', offense_start_datetime: '2024-03-01T10:20:30.000', longitude: '-122.5' },
          { offense_id: '2', precinct: 'N', offense_start_datetime: '2024-03-31T23:00:00.000', longitude: '-122' },
          { offense_id: '3', precinct: "O'S", offense_start_datetime: '2025-01-01T00:00:00.000' },
          { offense_id: '4' },
        ],
      },
    );
  });
  after(() => portal.close());

  const ids = async ($where: string) => {
    const rows = await portal.rows({ $select: 'offense_id', $where, $order: 'offense_id' });
    return rows.map((row) => row['offense_id']).join('');
  };
  const refusal = async (parameters: Readonly<Record<string, string>>) => {
    const answer = await fetch(resource(portal.server, parameters));
    const body = (await answer.json()) as Record<string, string>;
    expect(answer.status, JSON.stringify(body)).to.equal(400);
    return body;
  };

  const conditions: readonly (readonly [string, string])[] = [
    [`precinct = 'N'`, '12'],
    [`precinct == 'O''S'`, '3'],
    [`precinct != 'N'`, '3'],
    [`not precinct = 'N'`, '3'],
    [`precinct is null`, '4'],
    [`precinct is not null and offense_id > '1'`, '23'],
    [`precinct in ('N', 'X') or offense_id = '4'`, '124'],
    [`offense_id not in ('1', '2')`, '34'],
    [`offense_id between '2' and '3'`, '23'],
    [`offense_id not between '2' and '3'`, '14'],
    [`precinct like 'O%'`, '3'],
    [`starts_with(precinct, 'O') or contains(lower(precinct), 'n')`, '123'],
    [`offense_start_datetime >= '2024-03-31'`, '23'],
    [`offense_start_datetime between '2024-03-01T10:20:30' and '2024-03-31T23:00:00.000'`, '12'],
    [`longitude < -122.1`, '1'],
    [`longitude = '-122'`, '2'],
    [`(longitude + 1) * 2 = -242`, '2'],
    [`longitude / 0 is null and longitude is not null`, '12'],
    [`date_extract_y(offense_start_datetime) = 2024 and date_extract_dow(offense_start_datetime) = 0`, '2'],
    [`:created_at <= '2026-07-01T13:00:00.000Z' and :created_at >= '2026-07-01T06:00:00-07:00'`, '1234'],
    ["`precinct` = 'N' and `:id` > ''", '12'],
    [`true and (offense_id = '1' or (offense_id = '2' and not (precinct is null)))`, '12'],
    [`'N' || 'x' = precinct || 'x'`, '12'],
  ];
  for (const [condition, expected] of conditions) {
    it(`finds ${condition}`, async () => {
      expect(await ids(condition)).to.equal(expected);
    });
  }

  it('groups, filters groups and sorts by what it names', async () => {
    const rows = await portal.rows({
      $select: 'date_trunc_ym(offense_start_datetime) as month, count(*), max(offense_id), avg(longitude) as middle',
      $group: 'month',
      $having: 'count(offense_start_datetime) > 0',
      $order: 'count desc, month',
    });
    expect(rows).to.deep.equal([
      { month: '2024-03-01T00:00:00.000', count: '2', max_offense_id: '2', middle: '-122.25' },
      { month: '2025-01-01T00:00:00.000', count: '1', max_offense_id: '3' },
    ]);
  });

  it('counts distinct values and selects them', async () => {
    expect(await portal.rows({ $select: 'count(distinct precinct) as n' })).to.deep.equal([{ n: '2' }]);
    expect(await portal.rows({ $select: 'distinct precinct', $order: 'precinct' })).to.deep.equal([
      { precinct: 'N' },
      { precinct: "O'S" },
      {},
    ]);
  });

  it('sorts null after all values, and before them downwards', async () => {
    const order = async ($order: string) =>
      (await portal.rows({ $select: 'offense_id', $order })).map((row) => row['offense_id']).join('');
    expect(await order('precinct, offense_id desc')).to.equal('2134');
    expect(await order('precinct desc, offense_id')).to.equal('4312');
  });

  it('comes whole as `$query`, too', async () => {
    const $query = `SELECT precinct, count(*) AS n WHERE precinct IS NOT NULL GROUP BY precinct HAVING count(*) < 9 ORDER BY n DESC LIMIT 1 OFFSET 1`;
    expect(await portal.rows({ $query })).to.deep.equal([{ precinct: "O'S", n: '1' }]);
  });

  it('filters by parameters that are named as columns', async () => {
    expect(await portal.rows({ precinct: 'N', $select: 'offense_id', $where: `offense_id > '1'` })).to.deep.equal([
      { offense_id: '2' },
    ]);
  });

  const faults: readonly (readonly [Readonly<Record<string, string>>, string, string])[] = [
    [{ $select: 'offense_idd' }, 'query.soql.no-such-column', 'No such column: offense_idd'],
    [{ offense_date: 'x' }, 'query.soql.no-such-column', 'No such column: offense_date'],
    [{ $where: `precinct > 3` }, 'query.soql.type-mismatch', 'Type mismatch'],
    [{ $where: `offense_start_datetime > 'soon'` }, 'query.soql.type-mismatch', 'Type mismatch'],
    [{ $where: `offense_start_datetime > '2024-02-31'` }, 'query.soql.type-mismatch', 'Type mismatch'],
    [{ $where: `offense_start_datetime > '2024-02-01T00:00:00Z'` }, 'query.soql.type-mismatch', 'Type mismatch'],
    [{ $where: 'precinct' }, 'query.soql.type-mismatch', 'a condition is text'],
    [{ $where: `read_csv('/etc/passwd') = 'x'` }, 'query.soql.no-such-function', 'read_csv'],
    [{ $where: `upper(precinct, 'x') = 'x'` }, 'query.soql.no-such-function', 'takes 1 arguments'],
    [{ $where: 'count(*) > 1' }, 'query.soql.aggregate-in-ungrouped-context', 'count'],
    [{ $select: 'sum(max(longitude))' }, 'query.soql.aggregate-in-ungrouped-context', 'max'],
    [{ $select: 'precinct, count(*)' }, 'query.soql.column-not-in-group-bys', `'precinct' is not in group by`],
    [{ $select: 'count(*)', $order: 'precinct' }, 'query.soql.column-not-in-group-bys', 'precinct'],
    [{ $select: 'precinct as a, sector as a' }, 'query.soql.duplicate-alias', 'Duplicate alias: a'],
  ];
  for (const [parameters, code, message] of faults) {
    it(`refuses ${JSON.stringify(parameters)} as ${code}`, async () => {
      const body = await refusal(parameters);
      expect(body['errorCode']).to.equal(code);
      expect(body['message'])
        .to.match(/^Query coordinator error: /)
        .and.to.contain(message);
    });
  }

  const malformed: readonly Readonly<Record<string, string>>[] = [
    { $where: `precinct = 'N` },
    { $where: `precinct = 'N'; drop table portal_rows` },
    { $where: `precinct = 'N' -- x` },
    { $where: `precinct = "N"` },
    { $where: `precinct = 'N' limit 5` },
    { $where: `(select 1) = 1` },
    { $where: '' },
    { $where: `precinct = 'a\0b'` },
    { $where: `${'('.repeat(100)}1${')'.repeat(100)} = 1` },
    { $where: `${'not '.repeat(100)} true` },
    { $where: `1 = 1${' + 1'.repeat(500)}` },
    { $where: `1 = 1${' or 1 = 1'.repeat(1200)}` },
    { $select: 'offense_id, *' },
    { $select: 'sum(*)' },
    { $order: 'offense_id sideways' },
    { $limit: 'ten' },
    { $offset: '-1' },
    { $limit: '1e3' },
    { $select: 'distinct precinct', $order: 'sector' },
    { $query: 'DELETE' },
    { $query: 'SELECT * FROM portal_rows' },
  ];
  for (const parameters of malformed) {
    it(`refuses ${JSON.stringify(parameters).slice(0, 70)} as malformed`, async () => {
      expect(await refusal(parameters)).to.include({ code: 'query.compiler.malformed', error: true });
    });
  }

  it('says what it does not know or support', async () => {
    expect(await refusal({ $foo: '1' })).to.include({ message: 'Unrecognized arguments [$foo]' });
    expect((await refusal({ $q: 'x' }))['message']).to.contain('The local portal does not support $q');
    expect((await refusal({ $query: 'SELECT * |> SELECT *' }))['message']).to.contain('does not support');
    expect((await refusal({ $query: 'SELECT *', $limit: '1' }))['message']).to.contain('cannot stand beside');
  });
});
