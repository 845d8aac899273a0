import { readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { toWarehouseError } from '../../../../local/bigquery/engine/duckdb-errors.ts';
import { printType } from '../../../../local/bigquery/googlesql/index.ts';
import { row } from './google-literal.ts';
import type { MiniWarehouse } from './mini-warehouse.ts';

/** One line of a recording: an expression or a query, and its answer: type and value, or `error` and the message. */
export interface RecordedAnswer {
  readonly text: string;
  readonly answer: string;
}

/** The lines `text => answer` of a file in `recorded/`; `#` begins a comment. */
export function recordedAnswers(name: string): readonly RecordedAnswer[] {
  const file = readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8');
  const lines = file.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const at = line.lastIndexOf(' => ');
    return { text: line.slice(0, at), answer: line.slice(at + 4) };
  });
}

async function query(warehouse: MiniWarehouse, connection: DuckDBConnection, text: string): Promise<string> {
  const [compiled] = warehouse.compile(text);
  if (compiled?.kind !== 'query') throw new Error('not a query');
  const result = await connection.runAndReadAll(compiled.sql);
  const rows = result.getRows().map((values) => row(values, compiled.columns));
  return `${compiled.columns.map(({ type }) => printType(type)).join('; ')} ${rows.join(' | ')}`;
}

/** What the warehouse answers to an expression or a query, in a recording's words. */
export async function answerTo(warehouse: MiniWarehouse, text: string): Promise<string> {
  const isQuery = /^\(*\s*(?:select|with|from)\b/iu.test(text);
  try {
    const answer = await query(warehouse, warehouse.connection, isQuery ? text : `select ${text} as x`);
    return isQuery ? answer : answer.replace(/STRUCT\((.*)\)$/su, '$1');
  } catch (error) {
    const { message } = toWarehouseError(error) as Error;
    return `error: ${message.replace(/ at \[\d+:\d+\]$/u, '').replaceAll('\n', ' ')}`;
  }
}

const isError = (answer: string): boolean => /^error(?::|$)/u.test(answer);

/** Whether ours is the recorded answer; of errors that there is one, since its words depend on who finds it first. */
export const isSame = (recorded: string, ours: string): boolean =>
  recorded === ours || (isError(recorded) && isError(ours));

/** Whether the local warehouse declined by name; that DuckDB did not take what we wrote is no such name. */
export const isRefusal = (answer: string): boolean =>
  answer.startsWith('error: not supported by the local warehouse') && !answer.includes('DuckDB refused');
