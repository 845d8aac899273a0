import type { SqlType } from '../googlesql/types.ts';

/** A column as the REST API describes it: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface TableField {
  readonly name: string;
  /** Legacy name, as the service answers: `INTEGER`, `FLOAT`, `BOOLEAN`, `RECORD`; the rest as in GoogleSQL. */
  readonly type: string;
  readonly mode: 'NULLABLE' | 'REQUIRED' | 'REPEATED';
  readonly description?: string;
  readonly fields?: readonly TableField[];
  /** Of STRING and BYTES, a number as text; the same of the next two, of NUMERIC and BIGNUMERIC. */
  readonly maxLength?: string;
  readonly precision?: string;
  readonly scale?: string;
  readonly defaultValueExpression?: string;
  readonly policyTags?: unknown;
}

/** Labels of a dataset, table or job. */
export type Labels = Readonly<Record<string, string>>;

/** What the warehouse keeps of a dataset. Times are milliseconds since 1970. */
export interface DatasetRecord {
  readonly datasetId: string;
  readonly location: string;
  readonly description?: string;
  readonly friendlyName?: string;
  readonly labels?: Labels;
  /** Milliseconds as text, kept and given back; nothing expires by it. */
  readonly defaultTableExpirationMs?: string;
  readonly defaultPartitionExpirationMs?: string;
  /** Who may do what, as it was given; nobody is kept out by it. */
  readonly access?: readonly unknown[];
  readonly maxTimeTravelHours?: string;
  readonly storageBillingModel?: string;
  readonly resourceTags?: unknown;
  readonly defaultEncryptionConfiguration?: unknown;
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}

/** `timePartitioning` of a table. Without `field`, rows are partitioned by the time they came. */
export interface TimePartitioning {
  readonly type: 'HOUR' | 'DAY' | 'MONTH' | 'YEAR';
  readonly field?: string;
  /** Milliseconds as text, kept and given back; nothing expires by it. */
  readonly expirationMs?: string;
}

/** `rangePartitioning` of a table; the numbers are text, as in the API. */
export interface RangePartitioning {
  readonly field: string;
  readonly range: { readonly start: string; readonly end: string; readonly interval: string };
}

/** Keys of a table, which nothing enforces: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableConstraints */
export interface TableConstraints {
  readonly primaryKey?: { readonly columns: readonly string[] };
  readonly foreignKeys?: readonly ForeignKey[];
}

/** One foreign key of a table. */
export interface ForeignKey {
  readonly name: string;
  readonly referencedTable: { readonly projectId: string; readonly datasetId: string; readonly tableId: string };
  readonly columnReferences: readonly { readonly referencingColumn: string; readonly referencedColumn: string }[];
}

/** What the warehouse keeps of a table or view. Times are milliseconds since 1970. */
export interface TableRecord {
  readonly datasetId: string;
  readonly tableId: string;
  readonly type: 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW';
  readonly fields: readonly TableField[];
  readonly description?: string;
  readonly friendlyName?: string;
  readonly labels?: Labels;
  readonly timePartitioning?: TimePartitioning;
  readonly rangePartitioning?: RangePartitioning;
  readonly requirePartitionFilter?: boolean;
  readonly clustering?: readonly string[];
  readonly tableConstraints?: TableConstraints;
  /** Milliseconds since 1970 as text; from then on the table is gone. */
  readonly expirationTime?: string;
  /** Other properties that a request gave, given back as they came: they change no answer here. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** GoogleSQL of a view, and the columns it was declared with. */
  readonly view?: { readonly query: string; readonly columnNames?: readonly string[] };
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}

/** An argument of a routine; `type` is undefined for ANY TYPE. */
export interface RoutineArgumentRecord {
  readonly name: string;
  readonly mode?: 'IN' | 'OUT' | 'INOUT';
  readonly type?: SqlType;
}

/** What the warehouse keeps of a function or procedure. */
export interface RoutineRecord {
  readonly datasetId: string;
  readonly routineId: string;
  readonly kind: 'function' | 'tableFunction' | 'procedure';
  readonly arguments: readonly RoutineArgumentRecord[];
  /** The declared type. */
  readonly returns?: SqlType;
  readonly body: string;
  readonly description?: string;
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}
