import { readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { printType } from '../../../../local/bigquery/googlesql/index.ts';
import { row } from './google-literal.ts';
import type { MiniWarehouse } from './mini-warehouse.ts';

/** One line of a recording: an expression or a query, and its answer: type and value, or `error`. */
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

/** What the warehouse answers to an expression or a query, in the recording's words. */
export async function answerTo(warehouse: MiniWarehouse, text: string): Promise<string> {
  const isQuery = /^(?:select|with)\b/iu.test(text);
  try {
    const answer = await query(warehouse, warehouse.connection, isQuery ? text : `select ${text} as x`);
    return isQuery ? answer : answer.replace(/STRUCT\((.*)\)$/su, '$1');
  } catch {
    return 'error';
  }
}
