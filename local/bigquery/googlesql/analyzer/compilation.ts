import type { Expression, Position, WindowSpecification } from '../ast.ts';
import type { TableReference } from '../catalog.ts';
import type { CompileContext } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import type { Relation } from './relation.ts';
import type { Scope } from './scope.ts';
import type { Typed } from './typed.ts';

/** How many subqueries may stand in one another's expressions: with each level DuckDB binds some 1.5 times as long. */
const maximumSubqueryNesting = 20;

/** How many views and functions one statement may expand, and how long what a function expands to may get. */
const maximumExpansions = 10_000;
const maximumExpansionLength = 1_000_000;

/** What one statement's compilation gathers: generated names, tables read, views met. */
export class Compilation {
  #aliases = 0;
  #subqueries = 0;
  #expansions = 0;
  readonly #tables = new Map<string, TableReference>();
  readonly #columns = new Map<string, Set<string>>();
  /** Views met so far, by name: each is one common table of the statement. */
  readonly views = new Map<string, { readonly alias: string; readonly relation: Relation }>();
  /** `alias(columns) AS (query)` of each view, those that others read first. */
  readonly commonTables: string[] = [];
  /** Names of the views and functions being expanded, outermost first: one in itself is a cycle. */
  readonly expanding: string[] = [];

  constructor(readonly context: CompileContext) {}

  /** A name that nothing else in the statement has. */
  newAlias(prefix = 't'): string {
    this.#aliases += 1;
    return `${prefix}${this.#aliases}`;
  }

  /** Runs `work`, which compiles a subquery in an expression, within bounds. */
  subquery<T>(position: Position, work: () => T): T {
    if (this.#subqueries === maximumSubqueryNesting) {
      throw tooComplex(`subqueries are nested more than ${maximumSubqueryNesting} levels deep`, position);
    }
    this.#subqueries += 1;
    try {
      return work();
    } finally {
      this.#subqueries -= 1;
    }
  }

  /** Notes a table that is read, and gives what is to be called for each column of it that is. */
  noteTable(reference: TableReference): (column: string) => void {
    const name = `${reference.projectId}.${reference.datasetId}.${reference.tableId}`;
    this.#tables.set(name, reference);
    const columns = this.#columns.get(name) ?? new Set<string>();
    this.#columns.set(name, columns);
    return (column) => columns.add(column);
  }

  get referencedTables(): readonly TableReference[] {
    return [...this.#tables].map(([name, { projectId, datasetId, tableId }]) => {
      return { projectId, datasetId, tableId, columns: [...(this.#columns.get(name) ?? [])] };
    });
  }

  /** Text of a whole statement: the views it reads come first. */
  withViews(sql: string): string {
    return this.commonTables.length === 0 ? sql : `WITH ${this.commonTables.join(', ')} ${sql}`;
  }

  /** Runs `work` while `name` is being expanded; a name within itself is an error. */
  expand<T>(name: string, what: string, position: Position, work: () => T): T {
    if (this.expanding.includes(name)) {
      throw new GoogleSqlError(`${what} ${name} refers to itself`, position);
    }
    this.#expansions += 1;
    if (this.#expansions > maximumExpansions) {
      throw tooComplex(`views and functions are expanded more than ${maximumExpansions} times`, position);
    }
    this.expanding.push(name);
    try {
      return work();
    } finally {
      this.expanding.pop();
    }
  }
}

/** A function's body in the place of its call. @throws GoogleSqlError where functions in functions make it endless. */
export function checkExpansion(value: Typed, name: string, position: Position): Typed {
  if (value.sql.length > maximumExpansionLength) throw tooComplex(`${name} expands to too long a text`, position);
  return value;
}

const tooComplex = (how: string, position: Position): GoogleSqlError =>
  new GoogleSqlError(`Query is too complex: ${how}`, position, 'resourcesExceeded');

/** A common table of WITH that can be named in FROM. */
export interface CommonTableEntry {
  readonly alias: string;
  readonly relation: Relation;
}

/** Where an aggregate call goes: computed over the grouped rows, it becomes a column of them. */
export interface AggregateSink {
  /** Names as they are before grouping, for the arguments. */
  readonly input: Env;
  add(sql: string, type: Typed['type']): Typed;
  /** The argument as a value of the grouped query's own rows, also where it is one of a query around it. */
  owned(argument: Typed): Typed;
  /** The column that is 1 where a grouping set leaves the key out. */
  addGrouping(argument: Typed, position: Position): Typed;
  /** Where rows come from one array: its order, which aggregates that keep order follow. */
  readonly rowOrder: readonly string[] | undefined;
}

/** What surrounds an expression. */
export interface Env {
  readonly compilation: Compilation;
  readonly scope: Scope;
  /** Common tables by lower-case name. */
  readonly commonTables: ReadonlyMap<string, CommonTableEntry>;
  /** Arguments of the SQL function being expanded, by lower-case name. */
  readonly arguments?: ReadonlyMap<string, Typed> | undefined;
  /** A view's query or a routine's body: it sees no default dataset and no temporary table. */
  readonly isStored?: boolean | undefined;
  /** `WHERE clause`: for messages. */
  readonly clause: string;
  /** The ON of an outer join, where DuckDB takes fewer forms of subqueries. */
  readonly isOuterCondition?: boolean | undefined;
  /** Where aggregates are allowed. */
  readonly aggregates?: AggregateSink | undefined;
  /** Named windows by lower-case name, where analytic functions are allowed. */
  readonly windows?: ReadonlyMap<string, WindowSpecification> | undefined;
  /** Called for each analytic function met, with whether its window sorts or parts the rows. */
  readonly onWindow?: ((movesRows: boolean) => void) | undefined;
  /** The order the windows' rows are written in, where it is known: see `FromItem.rowOrder`. */
  readonly windowOrder?: (() => readonly string[] | undefined) | undefined;
  /** The column of the grouped rows that stands for an expression, if it is a key of GROUP BY. */
  readonly groupKey?: ((node: Expression) => Typed | undefined) | undefined;
}

/** The same surroundings for a plain clause: neither aggregates nor analytic functions. */
export const plain = (env: Env, scope: Scope, clause: string): Env => ({
  compilation: env.compilation,
  commonTables: env.commonTables,
  arguments: env.arguments,
  isStored: env.isStored,
  scope,
  clause,
});

/** What names are looked up in: a stored query or body sees neither the session's tables nor its default dataset. */
export function contextOf({ compilation: { context }, isStored }: Env): CompileContext {
  if (!isStored) return context;
  const { catalog } = context;
  const lasting = { ...context, defaultDataset: undefined };
  return {
    ...lasting,
    catalog: {
      findTable: (path) => (path.length === 1 ? undefined : catalog.findTable(path)),
      findWildcard: (path, prefix) => catalog.findWildcard?.(path, prefix),
      findRoutine: (path) => catalog.findRoutine(path),
      hasDataset: (project, dataset) => catalog.hasDataset(project, dataset),
    },
  };
}
