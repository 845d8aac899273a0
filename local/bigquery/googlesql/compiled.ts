import type { Catalog, CatalogColumn, TableEntry, TableReference } from './catalog.ts';
import type { Position } from './errors.ts';
import type { TypeParameters } from './type-parameters.ts';
import type { SqlType } from './types.ts';

/** A value the caller keeps: a script variable, system variable or query parameter. Printed `getvariable('slot')`. */
export interface Binding {
  readonly type: SqlType;
  /** Name of the DuckDB variable that holds the value, already of the type's DuckDB form. */
  readonly slot: string;
  /** What the values assigned to a variable are held to. */
  readonly parameters?: TypeParameters | undefined;
}

/** What a statement is compiled against. */
export interface CompileContext {
  readonly catalog: Catalog;
  readonly defaultProject: string;
  /** Dataset (and perhaps project) of names with one part; such names are refused where absent. */
  readonly defaultDataset?: { readonly projectId?: string; readonly datasetId: string } | undefined;
  /** Location named in "was not found in location …". Default US. */
  readonly location?: string;
  /** Script variables by lower-case name. They lose to columns of the same name, as in BigQuery. */
  readonly variables?: ReadonlyMap<string, Binding>;
  /** System variables by lower-case name without `@@`: `row_count`, `error.message`. */
  readonly systemVariables?: ReadonlyMap<string, Binding>;
  /** Query parameters: by lower-case name, or by position. */
  readonly parameters?: ReadonlyMap<string, Binding> | readonly Binding[];
  /** What SESSION_USER() answers. */
  readonly sessionUser?: string;
}

/** A column of a result. `name` is `f0_`-like where the query gives none. */
export interface OutputColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** A query whose columns are printed in order, with DuckDB names equal to `columns[i].name`. */
export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  /** The query has an ORDER BY of its own, so the order of rows is part of the answer. */
  readonly isOrdered: boolean;
  /** Names that the query gives twice: the answer's differ (`a_1`), and a table can't be made of it. */
  readonly duplicates: readonly string[];
}

/** Names as DDL gives them: completed with the default project and dataset; one part for a temporary object. */
export type TargetPath = readonly string[];

/** An option of `OPTIONS(…)`: its value as constant DuckDB SQL of a known type, to be evaluated by the server. */
export interface CompiledOption {
  readonly name: string;
  readonly sql: string;
  readonly type: SqlType;
}

/** A column of CREATE TABLE or ALTER TABLE ADD COLUMN. */
export interface ColumnDefinition extends CatalogColumn {
  readonly options: readonly CompiledOption[];
  /** Columns of a STRUCT (or array of it) whose own options (descriptions) or NOT NULL were given, by field name. */
  readonly fields: readonly ColumnDefinition[];
  /** DEFAULT as constant DuckDB SQL, coerced to the column's type. */
  readonly defaultSql?: string;
}

/** PARTITION BY of a table, as the REST API describes it. */
export type Partitioning =
  | { readonly kind: 'time'; readonly unit: 'HOUR' | 'DAY' | 'MONTH' | 'YEAR'; readonly column: string | undefined }
  | {
      readonly kind: 'range';
      readonly column: string;
      readonly start: string;
      readonly end: string;
      readonly interval: string;
    };

/** A statement to run before the main one, in the same transaction. */
export type Step =
  | { readonly kind: 'run'; readonly sql: string }
  /** An insert of what `rows` answers. */
  | ({ readonly kind: 'insert' } & InsertOfRows)
  /** Fails with `message` (reason invalidQuery) when `sql` returns any row. */
  | { readonly kind: 'refuseRows'; readonly sql: string; readonly message: string };

/** An insert of a query's rows in two parts, so that one without rows can be left out: see `insertRows`. */
export interface InsertOfRows {
  /** INSERT INTO with its columns; a query goes behind it. */
  readonly into: string;
  readonly rows: string;
}

/** A key that a table declares; nothing enforces it. */
export type Constraint =
  | { readonly kind: 'primaryKey'; readonly columns: readonly string[] }
  | {
      readonly kind: 'foreignKey';
      readonly name: string | undefined;
      readonly columns: readonly string[];
      readonly table: TargetPath;
      readonly tableColumns: readonly string[];
    };

interface Create {
  readonly target: TargetPath;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
}

interface Drop {
  readonly target: TargetPath;
  readonly ifExists: boolean;
}

interface Dml {
  readonly target: Extract<TableEntry, { kind: 'table' }>;
  readonly before: readonly Step[];
  /** DuckDB statement whose answer is one number: how many rows were changed, by it or by the steps before it. */
  readonly sql: string;
  /** Of an INSERT of a query: what `sql` says, in its parts. */
  readonly insert?: InsertOfRows;
  /** Of a MERGE: a query whose one row says how many rows were inserted, updated and deleted. */
  readonly splitSql?: string;
  /** Statements that clean up what `before` made; run after success (a rollback undoes it otherwise). */
  readonly after: readonly string[];
}

/** What ALTER TABLE does, in order. */
export type AlterAction = AlterStep & {
  /** Where the name of the column stands, for errors. */
  readonly position: Position;
};

type AlterStep =
  | { readonly kind: 'addColumn'; readonly column: ColumnDefinition; readonly ifNotExists: boolean }
  | { readonly kind: 'dropColumn'; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'renameColumn'; readonly from: string; readonly to: string; readonly ifExists: boolean }
  | { readonly kind: 'renameTable'; readonly to: string }
  | { readonly kind: 'setOptions'; readonly options: readonly CompiledOption[] }
  | { readonly kind: 'addConstraint'; readonly constraint: Constraint; readonly ifNotExists: boolean }
  /** The primary key where `name` is undefined. */
  | { readonly kind: 'dropConstraint'; readonly name: string | undefined; readonly ifExists: boolean }
  | {
      readonly kind: 'setColumnOptions';
      readonly name: string;
      readonly ifExists: boolean;
      readonly options: readonly CompiledOption[];
    }
  | {
      readonly kind: 'setDataType';
      readonly name: string;
      readonly ifExists: boolean;
      readonly type: SqlType;
      readonly parameters: TypeParameters | undefined;
    }
  | { readonly kind: 'setDefault'; readonly name: string; readonly ifExists: boolean; readonly expression: string }
  | { readonly kind: 'dropDefault'; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'dropNotNull'; readonly name: string; readonly ifExists: boolean };

/** What a statement other than a scripting one asks of the warehouse. */
export type CompiledStatement = CompiledAction & {
  /** Tables and views the statement reads (through views too), each once. */
  readonly referencedTables: readonly TableReference[];
};

/** What a statement does, without what it reads. */
export type CompiledAction =
  | ({ readonly kind: 'query' } & CompiledQuery)
  | (Create & {
      readonly kind: 'createTable';
      readonly isTemporary: boolean;
      /** Query whose rows fill the table, coerced to `columns`. */
      readonly source: CompiledQuery | undefined;
      readonly columns: readonly ColumnDefinition[];
      readonly partitioning: Partitioning | undefined;
      readonly clustering: readonly string[];
      readonly constraints: readonly Constraint[];
      readonly options: readonly CompiledOption[];
      /** LIKE takes the schema, COPY and CLONE the rows too, of this table. */
      readonly from: { readonly mode: 'like' | 'copy' | 'clone'; readonly table: TableEntry } | undefined;
    })
  | (Create & {
      readonly kind: 'createView';
      readonly isMaterialized: boolean;
      /** GoogleSQL text of the query. */
      readonly query: string;
      readonly columnNames: readonly string[] | undefined;
      readonly columns: readonly ColumnDefinition[];
      readonly partitioning: Partitioning | undefined;
      readonly clustering: readonly string[];
      readonly options: readonly CompiledOption[];
    })
  | (Create & { readonly kind: 'createSchema'; readonly options: readonly CompiledOption[] })
  | (Create & {
      readonly kind: 'createFunction';
      readonly isTemporary: boolean;
      readonly arguments: readonly { readonly name: string; readonly type: SqlType | undefined }[];
      readonly returns: SqlType | undefined;
      /** GoogleSQL text of the body expression. */
      readonly body: string;
      readonly options: readonly CompiledOption[];
    })
  | (Create & {
      readonly kind: 'createTableFunction';
      readonly arguments: readonly { readonly name: string; readonly type: SqlType | undefined }[];
      readonly body: string;
      readonly options: readonly CompiledOption[];
    })
  | (Create & {
      readonly kind: 'createProcedure';
      readonly arguments: readonly {
        readonly name: string;
        readonly mode: 'IN' | 'OUT' | 'INOUT';
        readonly type: SqlType | undefined;
      }[];
      /** GoogleSQL text of the body, `BEGIN … END`. */
      readonly body: string;
      readonly options: readonly CompiledOption[];
    })
  | (Drop & {
      readonly kind: 'drop';
      readonly objectKind:
        | 'table'
        | 'view'
        | 'materializedView'
        | 'snapshotTable'
        | 'externalTable'
        | 'schema'
        | 'function'
        | 'tableFunction'
        | 'procedure';
      /** DROP SCHEMA … CASCADE. */
      readonly isCascade: boolean;
    })
  | (Drop & {
      readonly kind: 'alter';
      readonly objectKind: 'table' | 'view' | 'materializedView' | 'schema';
      readonly actions: readonly AlterAction[];
    })
  | (Dml & { readonly kind: 'insert' | 'update' | 'delete' | 'merge' | 'truncate' })
  | {
      readonly kind: 'assert';
      /** One row, one BOOL column: false or null fails. */
      readonly sql: string;
      readonly description: string | undefined;
    }
  | { readonly kind: 'exportData'; readonly options: readonly CompiledOption[]; readonly query: CompiledQuery };

/** An expression compiled by itself: `SELECT <sql>` gives its value. */
export interface CompiledExpression {
  readonly sql: string;
  readonly type: SqlType;
  readonly referencedTables: readonly TableReference[];
}
