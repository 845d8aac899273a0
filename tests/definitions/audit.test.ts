import { expect } from 'chai';
import { lackingTests } from './audit.ts';
import { type Action, type CompiledGraph, compileProject } from './compiled-graph.ts';

describe('the tests of the data', function () {
  this.timeout(60_000);
  let graph: CompiledGraph;
  before(async () => {
    graph = await compileProject();
  });

  it('cover every fact and mart: key, not null, row conditions, accepted values, relationships', () => {
    const tables = graph.tables.filter(({ target, type }) => target.schema !== 'staging' && type !== 'view');
    expect(tables).not.to.have.length(0);
    expect(tables.flatMap((table) => lackingTests(table, graph.assertions))).to.deep.equal([]);
  });
});

describe('lackingTests', () => {
  const target = { schema: 'mart', name: 'mart_new' };
  const table = (columns: Readonly<Record<string, string>>): Action => ({
    target,
    fileName: 'definitions/mart/mart_new.sqlx',
    actionDescriptor: {
      columns: Object.entries(columns).map(([name, description]) => ({ path: [name], description })),
    },
  });
  const assertion = (name: string, query: string, parentAction?: Action['target']): Action => ({
    target: { schema: 'assertions', name },
    fileName: '',
    query,
    ...(parentAction && { parentAction }),
  });
  const key = assertion('x_assertions_uniqueKey_0', 'SELECT a FROM t\n  GROUP BY precinct, year\n', target);
  const conditions = (...texts: readonly string[]) =>
    assertion('x_assertions_rowConditions', texts.map((text) => `SELECT 1\nWHERE NOT (${text})`).join('\nUNION ALL\n'), target);

  it('finds a mart without any', () => {
    expect(lackingTests(table({ offenses: 'Count.' }), [])).to.deep.equal([
      'mart.mart_new asserts no key.',
      'mart.mart_new has no row condition.',
    ]);
  });

  it('finds a key that may be null without a meaning', () => {
    const years = table({ year: 'Calendar year.' });
    const asserted = [key, conditions('precinct IS NOT NULL', 'year > 2000')];
    expect(lackingTests(years, asserted)).to.deep.equal([
      'mart.mart_new.year is part of the key, may be null, and does not say what null means.',
    ]);
    expect(lackingTests(table({ year: 'Calendar year; null where not known.' }), asserted)).to.deep.equal([]);
  });

  it('finds a column of a fixed choice whose values are not listed', () => {
    const asserted = [key, conditions('precinct IS NOT NULL', 'year IS NOT NULL', "status IN ('open', 'closed')")];
    const columns = { precinct: 'Precinct.', status: 'Open or closed.', review_status: 'Whether looked at.' };
    expect(lackingTests(table(columns), asserted)).to.deep.equal([
      'mart.mart_new.precinct has no accepted values.',
      'mart.mart_new.review_status has no accepted values.',
    ]);
  });

  it('finds a code that no assertion relates to its dimension', () => {
    const asserted = [key, conditions('precinct IS NOT NULL', 'year IS NOT NULL', 'offenses >= 1')];
    const codes = table({ offense_code: 'NIBRS code.' });
    const related = assertion(
      'marts_have_codes',
      'SELECT offense_code FROM `mart.mart_new` LEFT JOIN `fact.dim_offense_types` USING (offense_code)',
    );
    expect(lackingTests(codes, asserted)).to.deep.equal([
      'mart.mart_new.offense_code is not asserted to be in fact.dim_offense_types.',
    ]);
    expect(lackingTests(codes, [...asserted, related])).to.deep.equal([]);
  });
});
