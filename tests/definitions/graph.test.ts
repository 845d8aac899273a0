import { expect } from 'chai';
import { recounts } from '../acceptance/recount/index.ts';
import { compileProject, nameOf, runDataform } from './compiled-graph.ts';
import type { Action, CompiledGraph } from './compiled-graph.ts';

const LAYERS: Readonly<Record<string, readonly string[]>> = {
  staging: ['raw', 'staging'],
  fact: ['staging', 'fact'],
  mart: ['fact', 'mart'],
};
const PREFIXES: Readonly<Record<string, RegExp>> = {
  staging: /^stg_[a-z0-9]+__[a-z0-9_]+$/u,
  fact: /^(?:fct|dim)_[a-z0-9_]+$/u,
  mart: /^mart_[a-z0-9_]+$/u,
};

describe('the compiled project', function () {
  this.timeout(60_000);
  let graph: CompiledGraph;

  before(async () => {
    graph = await compileProject();
  });

  const eachTable = (check: (table: Action) => void): void => {
    expect(graph.tables).not.to.have.length(0);
    graph.tables.forEach(check);
  };

  it('has no graph errors', () => {
    expect(graph.graphErrors?.compilationErrors ?? []).to.deep.equal([]);
  });

  it('names each model after its layer, and tags it with that and its owner', () => {
    eachTable((table) => {
      const { schema, name } = table.target;
      expect(PREFIXES[schema]?.test(name), nameOf(table.target)).to.equal(true);
      expect(table.tags, nameOf(table.target)).to.deep.equal([schema, 'owner:crime-analysts']);
    });
  });

  it('reads only its own layer and the one before', () => {
    const references = /`([a-z]+)\.[a-z0-9_]+`/gu;
    eachTable((table) => {
      const read = [...(table.query ?? '').matchAll(references)].map((match) => match[1]);
      expect(LAYERS[table.target.schema], nameOf(table.target)).to.include.members(read);
    });
  });

  it('opens each description with the grain', () => {
    for (const action of [...graph.tables, ...graph.assertions.filter(isWrittenByHand)]) {
      expect(action.actionDescriptor?.description, nameOf(action.target)).to.match(/^One row (?:per|if) /u);
    }
  });

  it('describes columns of every fact and mart', () => {
    for (const table of graph.tables.filter(({ target }) => target.schema !== 'staging')) {
      const columns = table.actionDescriptor?.columns ?? [];
      expect(columns, nameOf(table.target)).not.to.have.length(0);
      for (const { path, description } of columns) {
        expect(description, `${nameOf(table.target)} ${path.join('.')}`).to.match(/^[^\s].*\.$/su);
      }
    }
  });

  it('asserts the key of every table', () => {
    const keyed = new Set(
      graph.assertions
        .filter(({ target }) => target.name.includes('_assertions_uniqueKey_'))
        .map(({ parentAction }) => parentAction && nameOf(parentAction)),
    );
    for (const table of graph.tables.filter(({ type, target }) => type !== 'view' && target.name !== 'dim_run')) {
      expect(keyed, nameOf(table.target)).to.include(nameOf(table.target));
    }
  });

  it('lets failed assertions upstream stop every fact and mart', () => {
    const parents = new Map(graph.assertions.map(({ target, parentAction }) => [nameOf(target), parentAction]));
    for (const table of graph.tables.filter(({ target }) => target.schema !== 'staging')) {
      const dependencies = (table.dependencyTargets ?? []).map(nameOf);
      const asserted = dependencies.flatMap((name) => [...parents].filter(([, parent]) => parent && nameOf(parent) === name));
      for (const [assertion] of asserted) {
        expect(dependencies, nameOf(table.target)).to.include(assertion);
      }
    }
  });

  // Versions have a history of their own to be checked by: tests/acceptance/thirty-days.test.ts.
  it('has each fact and mart counted anew by the acceptance tests, but for the versions', () => {
    const kept = graph.tables.filter(({ type, target }) => type !== 'view' && target.schema !== 'staging');
    const names = kept.map(({ target }) => target.name).filter((name) => name !== 'fct_offense_versions');
    expect(Object.keys(recounts), 'add a new one to tests/acceptance/recount').to.have.members(names);
  });

  it('merges facts on the offense, without a partition filter, and lets columns be added', () => {
    const fact = graph.tables.find(({ target }) => target.name === 'fct_offenses');

    expect(fact?.type).to.equal('incremental');
    expect(fact?.uniqueKey).to.deep.equal(['offense_id']);
    expect(fact?.onSchemaChange).to.equal('EXTEND');
    expect(fact?.bigquery).to.deep.equal({ partitionBy: 'DATE_TRUNC(reported_date, MONTH)', clusterBy: ['precinct'] });
  });

  it('reads no clock and no chance', () => {
    const banned = /\b(?:current_(?:date|datetime|time|timestamp)|rand|generate_uuid|session_user)\b/iu;
    for (const { target, query } of [...graph.tables, ...graph.assertions]) {
      expect(query, nameOf(target)).not.to.match(banned);
    }
  });

  it('has an expected row in each unit test', () => {
    expect(graph.tests.length).to.be.at.least(6);
    for (const test of graph.tests) expect(test.expectedOutputQuery, test.name).to.match(/select/iu);
  });

  it('keeps raw out of the schema suffix', async () => {
    const suffixed = await compileProject(['--schema-suffix', 'dev']);

    expect(suffixed.graphErrors?.compilationErrors ?? []).to.deep.equal([]);
    expect(suffixed.declarations.map(({ target }) => target.schema)).to.deep.equal(['raw', 'raw', 'raw']);
    expect(new Set(suffixed.tables.map(({ target }) => target.schema))).to.deep.equal(
      new Set(['staging_dev', 'fact_dev', 'mart_dev']),
    );
    const observations = suffixed.tables.find(({ target }) => target.name === 'stg_spd__new_observations');
    expect(observations?.query).to.include('`raw.spd_offenses`').and.not.include('raw_dev');
  });

  it('takes today from the variable as_of', async () => {
    const dated = await compileProject(['--vars', 'as_of=2021-12-31']);

    const run = dated.tables.find(({ target }) => target.name === 'dim_run');
    expect(run?.query).to.include("DATE '2021-12-31' AS as_of");
  });

  it('refuses an as_of that is no day', async () => {
    const failure = await compileProject(['--vars', 'as_of=2021-02-30']).catch((error: unknown) => error);

    expect(String((failure as { stdout?: string }).stdout)).to.include('as_of must be a day as YYYY-MM-DD');
  });

  it('reads of raw only what was known on the day of as_known_on', async () => {
    const past = await compileProject(['--vars', 'as_known_on=2021-12-31', '--schema-suffix', 'past']);

    expect(past.graphErrors?.compilationErrors ?? []).to.deep.equal([]);
    const readers = [...past.tables, ...past.assertions].filter(({ query }) => query?.includes('`raw.'));
    expect(readers).not.to.have.length(0);
    for (const { target, query } of readers) expect(query, nameOf(target)).to.include("DATE '2021-12-31'");
    for (const { target, incrementalPreOps } of past.tables.filter(({ type }) => type === 'incremental')) {
      expect(incrementalPreOps?.join(), nameOf(target)).to.match(/RAISE USING MESSAGE = '.* full refresh/u);
    }
  });

  it('is as dataform format leaves it', async () => {
    const { stdout } = await runDataform(['format', '.', '--check']);

    expect(stdout).to.include('All files are formatted correctly');
  });
});

function isWrittenByHand(assertion: Action): boolean {
  return assertion.parentAction === undefined;
}
