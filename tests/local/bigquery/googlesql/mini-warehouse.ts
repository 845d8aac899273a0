import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import {
  compileStatement,
  parseScript,
  printType,
  duckType,
  quoteIdentifier,
  type Binding,
  type Catalog,
  type CompileContext,
  type CompiledStatement,
  type RoutineEntry,
  type TableEntry,
} from '../../../../local/bigquery/googlesql/index.ts';

const PROJECT = 'p';
const DATASETS = ['d', 'raw', 'session'];

/** A warehouse in memory, as small as tests of compiled statements need it: tables, views and functions of one project. */
export class MiniWarehouse {
  readonly #tables = new Map<string, TableEntry>();
  readonly #routines = new Map<string, RoutineEntry>();
  readonly variables = new Map<string, Binding>();
  readonly parameters = new Map<string, Binding>();

  /** @param instance held as long as its connection: what nobody holds may be closed under it. */
  private constructor(
    readonly connection: DuckDBConnection,
    readonly instance: DuckDBInstance,
  ) {}

  static async open(install?: (connection: DuckDBConnection) => void): Promise<MiniWarehouse> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const sql of [
      `SET TimeZone = 'UTC'`,
      `SET default_null_order = 'nulls_first_on_asc_last_on_desc'`,
      ...DATASETS.map((dataset) => `CREATE SCHEMA ${dataset}`),
    ]) {
      await connection.run(sql);
    }
    install?.(connection);
    return new MiniWarehouse(connection, instance);
  }

  get context(): CompileContext {
    const catalog: Catalog = {
      findTable: (path) => this.#tables.get(path.join('.')),
      findRoutine: (path) => this.#routines.get(path.join('.')),
      hasDataset: (project, dataset) => project === PROJECT && DATASETS.includes(dataset),
    };
    return {
      catalog,
      defaultProject: PROJECT,
      defaultDataset: { datasetId: 'd' },
      variables: this.variables,
      parameters: this.parameters,
      sessionUser: 'me@example.com',
    };
  }

  compile(text: string): CompiledStatement[] {
    return parseScript(text).statements.map((statement) => compileStatement(statement, this.context));
  }

  /** Runs statements; gives the last query's rows, each a list of JSON values. */
  async run(text: string): Promise<unknown[][]> {
    let rows: unknown[][] = [];
    for (const statement of parseScript(text).statements) {
      const compiled = compileStatement(statement, this.context);
      rows = (await this.#execute(compiled)) ?? rows;
    }
    return rows;
  }

  /** Names and types of a query's columns: `a INT64`. */
  columns(text: string): string[] {
    const [compiled] = this.compile(text);
    if (compiled?.kind !== 'query') throw new Error('no query');
    return compiled.columns.map(({ name, type }) => `${name} ${printType(type)}`);
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return (await this.connection.runAndReadAll(sql)).getRowsJson();
  }

  async #execute(compiled: CompiledStatement): Promise<unknown[][] | undefined> {
    if ('before' in compiled) return this.#change(compiled);
    if (compiled.kind === 'query' || compiled.kind === 'assert') return this.#rows(compiled.sql);
    await this.#define(compiled);
    return undefined;
  }

  async #change({ before, sql, after }: Extract<CompiledStatement, { before: unknown }>): Promise<unknown[][]> {
    for (const step of before) {
      const found = await this.#rows(step.kind === 'insert' ? `${step.into} ${step.rows}` : step.sql);
      if (step.kind === 'refuseRows' && found.length > 0) throw new Error(step.message);
    }
    const changed = await this.#rows(sql);
    for (const text of after) await this.connection.run(text);
    return changed;
  }

  async #define(compiled: CompiledStatement): Promise<void> {
    switch (compiled.kind) {
      case 'createTable': {
        const [projectId = PROJECT, datasetId = '', tableId = ''] =
          compiled.target.length === 1 ? [PROJECT, 'session', ...compiled.target] : compiled.target;
        const relation = `${quoteIdentifier(datasetId)}.${quoteIdentifier(tableId)}`;
        const columns = compiled.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${duckType(type)}`);
        await this.connection.run(`CREATE OR REPLACE TABLE ${relation} (${columns.join(', ')})`);
        if (compiled.source) await this.connection.run(`INSERT INTO ${relation} ${compiled.source.sql}`);
        const reference = { projectId, datasetId, tableId };
        this.#tables.set(compiled.target.join('.'), { kind: 'table', reference, columns: compiled.columns, relation });
        return;
      }
      case 'createView': {
        const [projectId = '', datasetId = '', tableId = ''] = compiled.target;
        const reference = { projectId, datasetId, tableId };
        const { query, columnNames } = compiled;
        this.#tables.set(compiled.target.join('.'), {
          kind: 'view',
          reference,
          query,
          ...(columnNames ? { columnNames } : {}),
        });
        return;
      }
      case 'createFunction':
      case 'createTableFunction': {
        const { body, arguments: args, target } = compiled;
        const name = target.join('.');
        this.#routines.set(
          name,
          compiled.kind === 'createFunction'
            ? {
                kind: 'function',
                name,
                arguments: args,
                body,
                ...(compiled.returns ? { returns: compiled.returns } : {}),
              }
            : { kind: 'tableFunction', name, arguments: args, body },
        );
        return;
      }
      default:
        throw new Error(`the test warehouse runs no ${compiled.kind}`);
    }
  }
}
