import type { TestWarehouse } from '../test-warehouse.ts';
import type { Outcome } from './statement-cases.ts';

/** Runs one job by the official client and tells what came of it, in the form of the cases. */
export async function outcomeOf(warehouse: TestWarehouse, sql: string): Promise<Outcome> {
  try {
    const rows = await warehouse.query(sql);
    return { kind: 'rows', rows: rows.map(plain) };
  } catch (error) {
    const { message } = error as Error;
    const [, refused] = /^(?:Query error: )?not supported by the local warehouse: (.*)$/s.exec(message) ?? [];
    return refused === undefined ? { kind: 'error', message } : { kind: 'refused', message: refused };
  }
}

/** Empties the dataset `d`, or makes it. */
export async function emptyDataset(warehouse: TestWarehouse): Promise<void> {
  await warehouse.query('drop schema if exists d cascade');
  await warehouse.query('create schema d');
}

/** The client's values as JSON: its dates and numbers are objects around a text. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('value' in value && Object.keys(value).length === 1) return value.value;
  if ('toFixed' in value) return (value as { toFixed(): string }).toFixed();
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
