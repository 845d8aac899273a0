import type { BigQuery } from '@google-cloud/bigquery';
import { WarehouseReadError } from '../../errors.ts';
import { inTurns } from './in-turns.ts';

/** A field of a table's schema. @see https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface TableField {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly description?: string;
  readonly fields?: readonly TableField[];
}

/** What the warehouse says of a table or view. */
export interface TableMetadata {
  readonly type: string;
  readonly fields: readonly TableField[];
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly modifiedAt: string | null;
}

interface TableResource {
  readonly type?: string;
  readonly schema?: { readonly fields?: readonly TableField[] };
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly lastModifiedTime?: string;
}

/** Requests at a time: enough to hide the way to the cloud and back. */
const atOnce = 8;

/** The metadata of those tables that the warehouse holds, by `dataset.name`. @throws WarehouseReadError */
export async function readTableMetadata(
  warehouse: BigQuery,
  file: string,
  tables: readonly { readonly dataset: string; readonly name: string }[],
): Promise<ReadonlyMap<string, TableMetadata>> {
  const found = new Map<string, TableMetadata>();
  await inTurns(tables, atOnce, async ({ dataset, name }) => {
    try {
      const answer: readonly unknown[] = await warehouse.dataset(dataset).table(name).getMetadata();
      found.set(`${dataset}.${name}`, tableMetadata(answer[0] as TableResource));
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === 404) return;
      throw new WarehouseReadError(file, 'failed', error);
    }
  });
  return found;
}

function tableMetadata({ type = '', schema, numRows, numBytes, lastModifiedTime }: TableResource): TableMetadata {
  const isStored = type === 'TABLE';
  return {
    type,
    fields: schema?.fields ?? [],
    rows: isStored && numRows !== undefined ? Number(numRows) : null,
    bytes: isStored && numBytes !== undefined ? Number(numBytes) : null,
    modifiedAt: lastModifiedTime === undefined ? null : secondsText(Number(lastModifiedTime)),
  };
}

const secondsText = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

const standardNames: Readonly<Record<string, string>> = { INTEGER: 'INT64', FLOAT: 'FLOAT64', BOOLEAN: 'BOOL' };

/** The field's type as GoogleSQL writes it: `ARRAY<STRUCT<code STRING>>`. */
export function typeText({ type, mode, fields = [] }: TableField): string {
  const isRecord = type === 'RECORD' || type === 'STRUCT';
  const base = isRecord
    ? `STRUCT<${fields.map((field) => `${field.name} ${typeText(field)}`).join(', ')}>`
    : (standardNames[type] ?? type);
  return mode === 'REPEATED' ? `ARRAY<${base}>` : base;
}
