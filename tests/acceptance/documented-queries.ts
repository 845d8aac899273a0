import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const documents = resolve(import.meta.dirname, '../../docs');

/** A query of a document, and the columns of the table below it; none where there is no table. */
export interface DocumentedQuery {
  readonly sql: string;
  readonly columns: readonly string[];
}

/** The SQL blocks of a document in `docs`. */
export function documentedQueries(name: string): readonly DocumentedQuery[] {
  const text = readFileSync(join(documents, name), 'utf8');
  return [...text.matchAll(/```sql\n([^]*?)```\n\n(?:(\|.*\|)\n)?/g)].map(([, sql = '', header = '']) => ({
    sql,
    columns: header
      .split('|')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== ''),
  }));
}
