import { quoteName, quoteText } from '../../engine/sql-text.ts';
import type { CatalogColumn } from '../../googlesql/catalog.ts';
import type { TableRecord } from '../records.ts';
import { duckType, type ScalarKind, type SqlType } from '../../googlesql/types.ts';

/** A value of a metadata view: text, number, truth, nothing, or DuckDB text that computes it. */
export type MetadataValue = string | number | boolean | null | { readonly sql: string };

/** A metadata view: its columns and its rows. */
export interface MetadataRows {
  readonly columns: readonly CatalogColumn[];
  readonly rows: readonly (readonly MetadataValue[])[];
}

/** Columns by name and type. */
export function columnsOf(kinds: Readonly<Record<string, ScalarKind | SqlType>>): readonly CatalogColumn[] {
  return Object.entries(kinds).map(([name, kind]) => ({ name, type: typeof kind === 'string' ? { kind } : kind }));
}

/** Milliseconds since 1970 as a TIMESTAMP. */
export const instant = (milliseconds: number): MetadataValue => ({ sql: `make_timestamptz(${milliseconds * 1000})` });

/** `YES` or `NO`. */
export const yesOrNo = (is: boolean): string => (is ? 'YES' : 'NO');

/** The columns that most views begin with. */
export const place = { table_catalog: 'STRING', table_schema: 'STRING', table_name: 'STRING' } as const;

/** Project, dataset and name of a table: the values of `place`. */
export function named(project: string, { datasetId, tableId }: TableRecord): readonly string[] {
  return [project, datasetId, tableId];
}

/** DuckDB text of a relation that has these rows. */
export function relationOfRows({ columns, rows }: MetadataRows): string {
  const types = columns.map(({ type }) => duckType(type));
  if (rows.length === 0) {
    const empty = columns.map(({ name }, i) => `CAST(NULL AS ${types[i] ?? ''}) AS ${quoteName(name)}`);
    return `(SELECT ${empty.join(', ')} WHERE false)`;
  }
  const names = columns.map(({ name }, i) => `CAST(c${i} AS ${types[i] ?? ''}) AS ${quoteName(name)}`);
  const values = rows.map((row) => `(${row.map(printed).join(', ')})`);
  return `(SELECT ${names.join(', ')} FROM (VALUES ${values.join(', ')}) AS v (${columns.map((_, i) => `c${i}`).join(', ')}))`;
}

function printed(value: MetadataValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'object' ? value.sql : String(value);
}
