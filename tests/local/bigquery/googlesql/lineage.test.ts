import { expect } from 'chai';
import { RAW_DATASET, RAW_TABLES } from '../../../../ingest/raw-tables.ts';
import {
  arrayOf,
  compileStatement,
  INT64,
  parseScript,
  scalarTypeNamed,
  STRING,
  structOf,
  type CatalogColumn,
  type CompileContext,
  type CompiledStatement,
} from '../../../../local/bigquery/googlesql/index.ts';
import { queryLineage, type LineageTable } from '../../../../local/bigquery/googlesql/lineage.ts';
import { compileProject, nameOf, type Action, type CompiledGraph } from '../../../definitions/compiled-graph.ts';

const items = arrayOf(structOf(['code', STRING], ['count', INT64]));
const table = (name: string, columns: readonly CatalogColumn[]): readonly [string, LineageTable] => [
  name,
  { name, columns },
];
const tables = new Map([
  table('d.a', [
    { name: 'id', type: INT64 },
    { name: 'x', type: INT64 },
    { name: 'y', type: INT64 },
    { name: 'place', type: structOf(['city', STRING]) },
    { name: 'items', type: items },
  ]),
  table('d.b', [
    { name: 'id', type: INT64 },
    { name: 'x', type: INT64 },
    { name: 'z', type: STRING },
  ]),
]);
const find = (path: readonly string[]): LineageTable | undefined => tables.get(path.join('.'));

/** `x <- a.x b.z, rows of a; by a.y`: a column a line, then what the rows are chosen by. */
function lineageText(query: string): string {
  const { columns, rowsChosenBy } = queryLineage(query, find);
  const short = (names: readonly { readonly table: string; readonly column: string }[]): string =>
    names.map((one) => `${one.table.slice(2)}.${one.column}`).join(' ');
  const lines = columns.map(({ column, sources, rowsOf }) =>
    [column, '<-', short(sources), ...rowsOf.map((name) => `rows of ${name.slice(2)}`)].filter(Boolean).join(' '),
  );
  return [...lines, ...(rowsChosenBy.length > 0 ? [`by ${short(rowsChosenBy)}`] : [])].join('; ');
}

describe('queryLineage(query, findTable)', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a column', 'select x from d.a', 'x <- a.x'],
    ['an expression', 'select x + y * 2 as s from d.a', 's <- a.x a.y'],
    ['a constant', `select 1 as one, 'x' as x from d.a`, 'one <-; x <-'],
    ['an alias of a table', 'select t.x from d.a as t', 'x <- a.x'],
    [
      'a star with EXCEPT and REPLACE',
      'select * except (z) replace (x + id as x) from d.b',
      'id <- b.id; x <- b.id b.x',
    ],
    ['a filter, as a choice of rows', 'select x from d.a where y > 0', 'x <- a.x; by a.y'],
    [
      'a join, whose ON chooses',
      'select a.x, b.z from d.a inner join d.b on a.id = b.id',
      'x <- a.x; z <- b.z; by a.id b.id',
    ],
    ['USING of an inner join', 'select id, z from d.a join d.b using (id)', 'id <- a.id; z <- b.z; by a.id b.id'],
    ['USING of a full join', 'select id from d.a full join d.b using (id)', 'id <- a.id b.id; by a.id b.id'],
    [
      'common tables',
      'with t as (select x + y as s from d.a), u as (select s as r from t) select r from u',
      'r <- a.x a.y',
    ],
    ['a subquery in FROM', 'select s from (select x as s from d.a where y = 1)', 's <- a.x; by a.y'],
    ['UNION ALL, by place', 'select x from d.a union all select id from d.b', 'x <- a.x b.id'],
    ['EXCEPT, which chooses', 'select x from d.a except distinct select x from d.b', 'x <- a.x; by b.x'],
    ['aggregates and groups', 'select x, sum(y) as s from d.a group by x', 'x <- a.x; s <- a.y; by a.x'],
    ['a group by an alias', 'select x + 1 as k, max(y) as m from d.a group by k', 'k <- a.x; m <- a.y; by a.x'],
    ['COUNT(*) of a table', 'select count(*) as n from d.a', 'n <- rows of a'],
    ['SUM of a constant, which counts rows', 'select sum(n) as n from (select 1 as n from d.a)', 'n <- rows of a'],
    ['COUNT(*) through steps', 'with t as (select x from d.a) select count(*) as n from t', 'n <- rows of a'],
    [
      'a window, with what parts and orders it',
      'select sum(x) over (partition by y order by id) as s from d.a',
      's <- a.id a.x a.y',
    ],
    [
      'a named window',
      'select row_number() over w as n from d.a window w as (partition by y order by id)',
      'n <- a.id a.y rows of a',
    ],
    [
      'QUALIFY, over an alias',
      'select x, rank() over (order by y) as r from d.a qualify r = 1',
      'x <- a.x; r <- a.y rows of a; by a.y',
    ],
    ['CASE, with its conditions', 'select case when x > 0 then y else 0 end as c from d.a', 'c <- a.x a.y'],
    [
      'a field of a struct made in the query',
      'select s.p from (select struct(x as p, y as q) as s from d.a)',
      'p <- a.x',
    ],
    ['a field of a struct of the table', 'select place.city from d.a', 'city <- a.place'],
    [
      'SELECT AS STRUCT in an array',
      'select t.p from unnest(array(select as struct x as p, y as q from d.a)) as t',
      'p <- a.x',
    ],
    [
      'ARRAY_AGG of structs, unnested',
      'select e.q from (select array_agg(struct(x as p, y as q)) as l from d.a), unnest(l) as e',
      'q <- a.y',
    ],
    [
      'UNNEST of the row’s own array',
      'select i.code, spot from d.a, unnest(items) as i with offset as spot',
      'code <- a.items; spot <- a.items',
    ],
    ['an array as a path', 'select count from d.a as t, t.items', 'count <- a.items'],
    ['UNNEST of constants', 'select n from unnest([1, 2]) as n', 'n <-'],
    ['an array of declared structs', `select c from unnest(array<struct<c string, n int64>>[('a', 1)])`, 'c <-'],
    [
      'a scalar subquery, with its choice',
      'select (select max(b.x) from d.b where b.id = a.id) as m from d.a',
      'm <- b.x; by a.id b.id',
    ],
    [
      'EXISTS',
      'select exists (select 1 from d.b where b.id = a.id) as e from d.a',
      'e <- a.id b.id rows of b; by a.id b.id',
    ],
    ['IN a subquery', 'select x from d.a where id in (select id from d.b where x = 1)', 'x <- a.x; by a.id b.id b.x'],
    [
      'date parts, which are no columns',
      `select date_trunc(date '2024-01-01', week(monday)) as w, x from d.a`,
      'w <-; x <- a.x',
    ],
    [
      'a lambda over an array',
      'select array_length(array_filter(items, e -> e.count > x)) as n from d.a',
      'n <- a.items a.x',
    ],
    [
      'a recursive common table',
      'with recursive t as (select id, x from d.a union all select t.id, t.x + b.x from t join d.b on t.id = b.id) select x from t',
      'x <- a.x b.x; by a.id b.id',
    ],
    ['an alias of a table before a column of its name', 'select x.x from d.a as x', 'x <- a.x'],
  ];
  for (const [what, query, expected] of cases) {
    it(`follows ${what}`, () => {
      expect(lineageText(query)).to.equal(expected);
    });
  }

  it('refuses by name what it does not follow', () => {
    expect(() => lineageText('from d.a |> select x')).to.throw(
      'not supported by the local warehouse: lineage through pipes',
    );
  });

  it('names a table that is not found', () => {
    expect(() => lineageText('select x from d.c')).to.throw('Table d.c was not found at [1:15]');
  });
});

const rawTables = RAW_TABLES.map(({ name, columns }) => {
  const types = columns.map((column) => ({ name: column.name, type: scalarTypeNamed(column.type) ?? STRING }));
  return table(`${RAW_DATASET}.${name}`, types);
});

describe('queryLineage of the models of this project', () => {
  const known = new Map<string, LineageTable>(rawTables);
  let graph: CompiledGraph;

  before(async function () {
    this.timeout(60_000);
    graph = await compileProject();
    for (const { preOps = [], query = '', type, target } of inOrder([...graph.tables, ...graph.assertions])) {
      // A view over what an earlier run left makes the table first, where there is none.
      for (const compiled of preOps.flatMap(compiledScript)) {
        if (compiled.kind !== 'createTable') continue;
        const name = compiled.target.slice(-2).join('.');
        known.set(name, { name, columns: compiled.columns });
      }
      if (type === undefined) continue;
      known.set(nameOf(target), { name: nameOf(target), columns: analyzed(query).columns });
    }
  });

  const context: CompileContext = {
    defaultProject: 'p',
    catalog: {
      findTable: ([, dataset = '', name = '']) => {
        const found = known.get(`${dataset}.${name}`);
        const reference = { projectId: 'p', datasetId: dataset, tableId: name };
        return found && { kind: 'table', reference, columns: found.columns, relation: `"${dataset}"."${name}"` };
      },
      findRoutine: () => undefined,
      hasDataset: () => true,
    },
  };

  const compiledScript = (text: string) =>
    parseScript(text).statements.map((statement) => compileStatement(statement, context));

  /** What the analyzer, which knows nothing of lineage, says of a query. */
  function analyzed(query: string): Extract<CompiledStatement, { kind: 'query' }> {
    const [first] = compiledScript(query);
    if (first?.kind !== 'query') throw new Error('A model is a query.');
    return first;
  }

  const eachModel = (check: (model: Action, name: string) => void): void => {
    graph.tables.forEach((model) => {
      check(model, nameOf(model.target));
    });
  };
  const lineageOf = ({ query = '' }: Action) => queryLineage(query, (path) => known.get(path.join('.')));

  it('gives the columns that the analyzer gives, in order', () => {
    eachModel((model, name) => {
      const expected = analyzed(model.query ?? '').columns.map((column) => column.name);
      expect(
        lineageOf(model).columns.map(({ column }) => column),
        name,
      ).to.deep.equal(expected);
    });
  });

  it('reads no column that the analyzer does not read', () => {
    eachModel((model, name) => {
      const read = new Set(
        analyzed(model.query ?? '').referencedTables.flatMap(({ datasetId, tableId, columns = [] }) =>
          columns.map((column) => `${datasetId}.${tableId}.${column}`),
        ),
      );
      const { columns, rowsChosenBy } = lineageOf(model);
      const named = [...columns.flatMap(({ sources }) => sources), ...rowsChosenBy].map(
        (one) => `${one.table}.${one.column}`,
      );
      expect(
        named.filter((column) => !read.has(column)),
        name,
      ).to.deep.equal([]);
    });
  });

  it('tells constants from columns that are made from something', () => {
    const constants: string[] = [];
    let columnCount = 0;
    eachModel((model, name) => {
      // A finding's row writes its name, unit and caveat itself, and the intervals it lacks as nulls.
      if (name.startsWith('mart.mart_findings_')) return;
      for (const { column, sources, rowsOf } of lineageOf(model).columns) {
        columnCount += 1;
        if (sources.length + rowsOf.length === 0) constants.push(`${name}.${column}`);
      }
    });
    expect(constants).to.include.members(['fact.dim_precincts.precinct', 'mart.mart_quality_checks.severity']);
    // Kinds, names and steps that a model lists itself: a column that lost its lineage would be among them.
    expect(constants.length).to.be.below(columnCount / 12);
  });

  const examples: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['fact.fct_offenses', 'reported_at', ['staging.stg_spd__offenses.reported_at'], []],
    ['mart.mart_offense_mix', 'offenses', [], ['fact.fct_offenses']],
  ];
  for (const [model, column, sources, rowsOf] of examples) {
    it(`finds what ${model}.${column} is made from`, () => {
      const action = graph.tables.find(({ target }) => nameOf(target) === model);
      const found = action && lineageOf(action).columns.find((one) => one.column === column);
      expect(found?.sources.map((one) => `${one.table}.${one.column}`)).to.deep.equal(sources);
      expect(found?.rowsOf).to.deep.equal(rowsOf);
    });
  }
});

function inOrder(actions: readonly Action[]): readonly Action[] {
  const all = new Map(actions.map((action) => [nameOf(action.target), action]));
  const ordered = new Set<Action>();
  const visit = (name: string): void => {
    const action = all.get(name);
    if (!action || ordered.has(action)) return;
    (action.dependencyTargets ?? []).forEach((target) => {
      visit(nameOf(target));
    });
    ordered.add(action);
  };
  [...all.keys()].forEach(visit);
  return [...ordered];
}
