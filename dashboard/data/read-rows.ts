import type { BigQuery } from '@google-cloud/bigquery';
import type { Cell, Row } from '../columnar.ts';
import { WarehouseReadError } from '../errors.ts';

/**
 * Rows of a query, each value as JSON holds it: dates and times as BigQuery writes them.
 * @param file the data file that is made from them, for errors.
 * @throws WarehouseReadError
 */
export async function readRows(warehouse: BigQuery, file: string, query: string): Promise<readonly Row[]> {
  try {
    const [rows] = await warehouse.query({ query, useLegacySql: false });
    return (rows as readonly Record<string, unknown>[]).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)])),
    );
  } catch (error) {
    throw new WarehouseReadError(file, isMissing(error) ? 'missing' : 'failed', error);
  }
}

/** BigQuery says `notFound` of tables, datasets and projects. @see https://cloud.google.com/bigquery/docs/error-messages */
function isMissing(error: unknown): boolean {
  const { errors } = error as { readonly errors?: readonly { readonly reason?: string }[] };
  return errors?.some(({ reason }) => reason === 'notFound') ?? false;
}

/** The client wraps dates and times in objects that hold their text as `value`. */
function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const { value: text } = value as { readonly value?: unknown };
  if (typeof text === 'string') return text;
  throw new TypeError(`A column of ${typeof value} cannot be a cell: cast it in the query.`);
}
