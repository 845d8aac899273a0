import type { TypeParameters } from './type-parameters.ts';
import type { SqlType } from './types.ts';

/** Where a table, view or routine lives. A table of the running session has no project and dataset. */
export interface TableReference {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
  /** Of a table that a statement reads: the columns it reads. */
  readonly columns?: readonly string[];
}

/** A column as a table declares it. ARRAY types are `REPEATED` in the REST schema; the type says so here too. */
export interface CatalogColumn {
  readonly name: string;
  readonly type: SqlType;
  /** Of `STRING(5)` and its kin: what every value that is written is held to. */
  readonly parameters?: TypeParameters;
  /** NOT NULL was declared: the server keeps it in the schema as `REQUIRED`. Default false. */
  readonly isRequired?: boolean;
  /** GoogleSQL text of the DEFAULT expression, used by INSERT for columns left out. */
  readonly defaultExpression?: string;
}

/** What stands behind a name in FROM. */
export type TableEntry =
  | {
      readonly kind: 'table';
      readonly reference: TableReference;
      readonly columns: readonly CatalogColumn[];
      /** DuckDB text that names the relation, quoted: `"raw"."spd_offenses"`, or a subquery in parentheses. */
      readonly relation: string;
      /** False for metadata relations (INFORMATION_SCHEMA): DML on them is refused. Default true. */
      readonly isWritable?: boolean;
      /**
       * Hidden columns a query may name but `*` leaves out (`_PARTITIONTIME`, `_TABLE_SUFFIX`); none by default. Each
       * is a column of `relation`.
       */
      readonly pseudoColumns?: readonly CatalogColumn[];
    }
  | {
      readonly kind: 'view';
      readonly reference: TableReference;
      /** GoogleSQL text of the query, analysed anew wherever the view is named. */
      readonly query: string;
      /** Names given by `CREATE VIEW v (a, b)`, by position; the query's own names where absent. */
      readonly columnNames?: readonly string[];
    };

/** An argument of a SQL function. `type` is undefined for `ANY TYPE`. */
export interface RoutineArgument {
  readonly name: string;
  readonly type: SqlType | undefined;
}

/** What stands behind a call's name when it is no built-in function. */
export type RoutineEntry =
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly arguments: readonly RoutineArgument[];
      /** GoogleSQL text of the body expression, without `AS ( … )`; it is inlined at each call. */
      readonly body: string;
      /** Declared RETURNS type; the body's own type where absent. */
      readonly returns?: SqlType;
    }
  | {
      readonly kind: 'tableFunction';
      readonly name: string;
      readonly arguments: readonly RoutineArgument[];
      /** GoogleSQL text of the body query. */
      readonly body: string;
    };

/**
 * What the analyzer asks of the warehouse. Paths come whole: one part is a table or routine of the session (temporary);
 * otherwise the project comes first (`[project, dataset, name]`), and a metadata view has
 * `[project, datasetOrRegion, 'INFORMATION_SCHEMA', 'COLUMNS']` or `[project, 'INFORMATION_SCHEMA', 'SCHEMATA']`, in
 * upper case from `INFORMATION_SCHEMA` on. Lookups are synchronous: the server reads its metadata before compiling.
 */
export interface Catalog {
  /** Table names are case-sensitive, as BigQuery's are (those of a session too). */
  findTable(path: readonly string[]): TableEntry | undefined;
  /** Tables whose names match `prefix*`, for `FROM dataset.prefix_*`; absent means wildcard tables are refused. */
  findWildcard?(path: readonly string[], prefix: string): TableEntry | undefined;
  findRoutine(path: readonly string[]): RoutineEntry | undefined;
  hasDataset(projectId: string, datasetId: string): boolean;
}
