import { expect } from 'chai';
import rawTables from '../../ingest/raw-tables.json' with { type: 'json' };
import { compileStatement, parseStatement } from '../../local/bigquery/googlesql/index.ts';
import type { Catalog, CatalogColumn, SqlType, TableEntry } from '../../local/bigquery/googlesql/index.ts';
import { compileProject, nameOf } from './compiled-graph.ts';
import type { Action } from './compiled-graph.ts';

const PROJECT = 'p';
const KINDS: Readonly<Record<string, string>> = { BOOLEAN: 'BOOL', INTEGER: 'INT64' };

/** Tables of known columns; `add` makes a model known to those that read it. */
class KnownTables implements Catalog {
  readonly #tables = new Map<string, TableEntry>();

  constructor() {
    for (const { name, columns } of rawTables.tables) {
      this.add(
        { schema: rawTables.dataset, name },
        columns.map((column) => ({ name: column.name, type: { kind: KINDS[column.type] ?? column.type } as SqlType })),
      );
    }
  }

  add({ schema, name }: Action['target'], columns: readonly CatalogColumn[]): void {
    const reference = { projectId: PROJECT, datasetId: schema, tableId: name };
    this.#tables.set(`${schema}.${name}`, { kind: 'table', reference, columns, relation: `"${schema}"."${name}"` });
  }

  findTable(path: readonly string[]): TableEntry | undefined {
    return this.#tables.get(path.slice(-2).join('.'));
  }

  findRoutine(): undefined {
    return undefined;
  }

  hasDataset(): boolean {
    return true;
  }
}

describe('the columns of the models', function () {
  this.timeout(60_000);
  const tables = new KnownTables();
  const columns = new Map<string, readonly string[]>();
  let actions: readonly Action[];

  before(async () => {
    const graph = await compileProject();
    actions = graph.tables;
    const waiting = new Map(actions.map((action) => [nameOf(action.target), action]));
    while (waiting.size > 0) {
      const ready = [...waiting].filter(([, { dependencyTargets = [] }]) =>
        dependencyTargets.every((target) => !waiting.has(nameOf(target))),
      );
      if (ready.length === 0) throw new Error(`Circle among ${[...waiting.keys()].join(', ')}.`);
      for (const [name, action] of ready) {
        for (const statement of createsTable(action)) learn(statement);
        const compiled = compile(action.query ?? '');
        if (compiled.kind !== 'query') throw new Error(`${name} is no query.`);
        tables.add(action.target, compiled.columns);
        columns.set(
          name,
          compiled.columns.map((column) => column.name),
        );
        waiting.delete(name);
      }
    }
  });

  const compile = (text: string) =>
    compileStatement(parseStatement(text), { catalog: tables, defaultProject: PROJECT });

  /** Statements that make a table ahead of the model that fills it. */
  const createsTable = (action: Action): readonly string[] =>
    (action.preOps ?? []).filter((text) => /^\s*create table if not exists/iu.test(text));

  const learn = (text: string): void => {
    const compiled = compile(text);
    if (compiled.kind !== 'createTable') throw new Error('Expected CREATE TABLE.');
    const [schema = '', name = ''] = compiled.target.slice(-2);
    tables.add({ schema, name }, compiled.columns);
    columns.set(`${schema}.${name} as created`, compiled.columns.map((column) => column.name));
  };

  it('are all described in facts and marts, and nothing else is', () => {
    for (const { target, actionDescriptor } of actions.filter(({ target }) => target.schema !== 'staging')) {
      const described = (actionDescriptor?.columns ?? []).map(({ path }) => path.join('.'));
      expect(described, nameOf(target)).to.have.members([...(columns.get(nameOf(target)) ?? [])]);
    }
  });

  it('are those with which a table is created ahead', () => {
    const created = [...columns.keys()].filter((name) => name.endsWith(' as created'));
    expect(created).to.have.length(2);
    for (const name of created) expect(columns.get(name)).to.deep.equal(columns.get(name.replace(' as created', '')));
  });
});
