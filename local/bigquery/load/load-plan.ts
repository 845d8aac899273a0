import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import type { Session } from '../engine/session.ts';
import { quoteName } from '../engine/sql-text.ts';
import { duckType, printType, sameType } from '../googlesql/types.ts';
import type { StoredObject } from '../../storage/objects.ts';
import { describeSource } from './duckdb-types.ts';
import type { LoadConfig } from './load-config.ts';
import { unreadable } from './load-errors.ts';
import {
  csvRelation,
  isBytes,
  jsonObjectsRelation,
  jsonRelation,
  parquetRelation,
  sniffedCsvRelation,
  sniffedJsonRelation,
} from './readers.ts';

/** What a load reads: the columns it will write, and the DuckDB query that gives their rows. */
export interface LoadPlan {
  readonly fields: readonly TableField[];
  readonly sql: string;
  /** Counts the rows that can be read but not converted; absent where conversion never fails. */
  readonly badRowsSql?: string;
}

/** Plans a load of files whose columns are `wanted` (a schema given, or the table's own), or found in the files. */
export async function planLoad(
  session: Session,
  config: LoadConfig,
  files: readonly StoredObject[],
  wanted: readonly TableField[] | undefined,
): Promise<LoadPlan> {
  switch (config.format) {
    case 'PARQUET':
      return planParquet(session, config, files, wanted);
    case 'CSV':
      return planCsv(config, files, wanted ?? (await detect(session, config, sniffedCsvRelation(files, config))));
    case 'NEWLINE_DELIMITED_JSON':
      return planJson(session, config, files, wanted ?? (await detect(session, config, sniffedJsonRelation(files))));
  }
}

async function detect(session: Session, config: LoadConfig, relation: string): Promise<readonly TableField[]> {
  if (!config.autodetect) throw unreadable('No schema specified on job or table.');
  const found = await describeSource(session, relation);
  // The service reads a time of day with a date as TIMESTAMP in texts.
  return found.map((field) => (field.type === 'DATETIME' ? { ...field, type: 'TIMESTAMP' } : field));
}

async function planParquet(
  session: Session,
  config: LoadConfig,
  files: readonly StoredObject[],
  wanted: readonly TableField[] | undefined,
): Promise<LoadPlan> {
  const relation = parquetRelation(files);
  const found = await describeSource(session, relation);
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
  if (extra !== undefined && !config.ignoreUnknownValues && !config.allowFieldAddition) {
    throw unreadable(`Provided Schema does not match the table. Cannot add fields (field: ${extra.name})`);
  }
  const added = config.allowFieldAddition ? [...byName.values()] : [];
  const all = [...columns, ...added.map(({ name }) => quoteName(name))];
  return { fields: [...target, ...added], sql: `SELECT ${all.join(', ')} FROM ${relation}` };
}

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

function planCsv(config: LoadConfig, files: readonly StoredObject[], fields: readonly TableField[]): LoadPlan {
  const isHeaderFound = config.autodetect && config.csv.skipLeadingRows === 0;
  const read = isHeaderFound ? { ...config, csv: { ...config.csv, skipLeadingRows: 1 } } : config;
  const relation = csvRelation(files, fields.length, read);
  const texts = fields.map((field, index) => converted(field, `c${index}`));
  return fromTexts(config, fields, texts, relation);
}

async function planJson(
  session: Session,
  config: LoadConfig,
  files: readonly StoredObject[],
  fields: readonly TableField[],
): Promise<LoadPlan> {
  if (!config.ignoreUnknownValues) await refuseUnknownKeys(session, files, fields);
  const relation = jsonRelation(files, fields, config);
  const columns = fields.map((field) =>
    isBytes(field) ? converted(field, quoteName(field.name)) : { strict: quoteName(field.name), lenient: undefined },
  );
  return fromTexts(config, fields, columns, relation);
}

async function refuseUnknownKeys(
  session: Session,
  files: readonly StoredObject[],
  fields: readonly TableField[],
): Promise<void> {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const rows = await session.rows(`SELECT DISTINCT unnest(json_keys(json)) FROM ${jsonObjectsRelation(files)}`);
  const unknown = rows.map(([key]) => String(key)).find((key) => !names.has(key.toLowerCase()));
  if (unknown !== undefined) throw unreadable(`JSON parsing error: No such field: ${unknown}.`);
}

/** A text turned into a column's type: strictly, and so that what is no such value becomes NULL. */
interface Conversion {
  readonly strict: string;
  /** Undefined where nothing can fail. */
  readonly lenient: { readonly text: string; readonly value: string } | undefined;
}

function converted(field: TableField, text: string): Conversion {
  if (field.mode === 'REPEATED' || field.type === 'RECORD')
    throw unreadable(`CSV cannot hold column '${field.name}' of type ${field.type} ${field.mode}`);
  if (field.type === 'STRING') return { strict: text, lenient: undefined };
  if (field.type === 'BYTES')
    return { strict: `from_base64(${text})`, lenient: { text, value: `TRY(from_base64(${text}))` } };
  const type = duckType(typeOfField(field));
  return { strict: `CAST(${text} AS ${type})`, lenient: { text, value: `TRY_CAST(${text} AS ${type})` } };
}

function fromTexts(
  config: LoadConfig,
  fields: readonly TableField[],
  conversions: readonly Conversion[],
  relation: string,
): LoadPlan {
  const isLenient = config.maxBadRecords > 0;
  const columns = conversions.map(
    ({ strict, lenient }, index) =>
      `${isLenient ? (lenient?.value ?? strict) : strict} AS ${quoteName(fields[index]?.name ?? '')}`,
  );
  const sql = `SELECT ${columns.join(', ')} FROM ${relation}`;
  const faults = conversions.flatMap(({ lenient }) =>
    lenient === undefined ? [] : [`(${lenient.text} IS NOT NULL AND ${lenient.value} IS NULL)`],
  );
  if (!isLenient || faults.length === 0) return { fields, sql };
  const bad = faults.join(' OR ');
  return { fields, sql: `${sql} WHERE NOT (${bad})`, badRowsSql: `SELECT count(*) FROM ${relation} WHERE ${bad}` };
}
