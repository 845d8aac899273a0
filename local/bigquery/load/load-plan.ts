import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import type { ErrorProto } from '../errors.ts';
import type { Session } from '../engine/session.ts';
import { quoteName, quoteText } from '../engine/sql-text.ts';
import { duckType, printType, sameType } from '../googlesql/types.ts';
import { describeSource } from './duckdb-types.ts';
import type { Defaults } from './json-rows.ts';
import type { LoadConfig } from './load-config.ts';
import { unreadable } from './load-errors.ts';
import type { SourceFile } from './source-files.ts';
import { planCsv, planJson } from './text-plan.ts';

/** What a load reads: the columns it will write, and the DuckDB query that gives their rows. */
export interface LoadPlan {
  readonly fields: readonly TableField[];
  readonly sql: string;
  /** Rows that are left out. */
  readonly badRecords: number;
  /** What is wrong with them, the first few. */
  readonly errors: readonly ErrorProto[];
}

/**
 * Plans a load of files whose columns are `wanted` (a schema given, or the table's own), or found in the files.
 * `defaults` are the values of fields that a line of JSON leaves out.
 */
export async function planLoad(
  session: Session,
  config: LoadConfig,
  files: readonly SourceFile[],
  wanted: readonly TableField[] | undefined,
  defaults: Defaults,
): Promise<LoadPlan> {
  switch (config.format) {
    case 'PARQUET':
      return planParquet(session, config, files, wanted);
    case 'CSV':
      return planCsv(session, config, files, wanted);
    case 'NEWLINE_DELIMITED_JSON':
      return planJson(session, config, files, wanted, defaults);
  }
}

async function planParquet(
  session: Session,
  config: LoadConfig,
  files: readonly SourceFile[],
  wanted: readonly TableField[] | undefined,
): Promise<LoadPlan> {
  const paths = files.map(({ path }) => quoteText(path)).join(', ');
  const relation = `read_parquet([${paths}], union_by_name = true)`;
  const found = await describeSource(session, relation);
  const list = config.hasListInference ? undefined : found.find(holdsList);
  if (list !== undefined) {
    throw unreadable(
      `not supported by the local warehouse: list column '${list.name}' without parquetOptions.enableListInference`,
    );
  }
  const target = wanted ?? found;
  const byName = new Map(found.map((field) => [field.name.toLowerCase(), field]));
  const columns = target.map((field) => {
    const source = byName.get(field.name.toLowerCase());
    byName.delete(field.name.toLowerCase());
    if (source === undefined) return missing(field);
    if (!fits(source, field)) {
      throw unreadable(
        `Parquet column '${source.name}' has type ${printType(typeOfField(source))} which does not match the target type ${printType(typeOfField(field))}.`,
      );
    }
    return `CAST(${quoteName(source.name)} AS ${duckType(typeOfField(field))}) AS ${quoteName(field.name)}`;
  });
  const [extra] = byName.values();
  if (extra !== undefined && !config.ignoreUnknownValues && !config.update.allowFieldAddition) {
    throw unreadable(`Provided Schema does not match the table. Cannot add fields (field: ${extra.name})`);
  }
  const added = config.update.allowFieldAddition ? [...byName.values()] : [];
  const all = [...columns, ...added.map(({ name }) => quoteName(name))];
  const sql = `SELECT ${all.join(', ')} FROM ${relation}`;
  return { fields: [...target, ...added], sql, badRecords: 0, errors: [] };
}

/** https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-parquet#list_logical_type */
const holdsList = ({ mode, fields }: TableField): boolean => mode === 'REPEATED' || (fields ?? []).some(holdsList);

function missing(field: TableField): string {
  if (field.mode === 'REQUIRED') throw unreadable(`Required column '${field.name}' is missing in the file.`);
  return `CAST(NULL AS ${duckType(typeOfField(field))}) AS ${quoteName(field.name)}`;
}

/** Parquet has types of its own, so a file's column is the table's or the load fails; two pairs stand for one another. */
function fits(source: TableField, target: TableField): boolean {
  if (sameType(typeOfField(source), typeOfField(target))) return true;
  if ((source.mode === 'REPEATED') !== (target.mode === 'REPEATED')) return false;
  const pair = `${source.type} ${target.type}`;
  return [
    'BYTES STRING',
    'STRING JSON',
    'DATETIME TIMESTAMP',
    'TIMESTAMP DATETIME',
    'INTEGER NUMERIC',
    'NUMERIC BIGNUMERIC',
  ].includes(pair);
}
