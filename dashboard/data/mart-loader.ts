import { encodeColumns } from '../columnar.ts';
import type { Loader } from './loader.ts';
import { readRows } from './read-rows.ts';

/**
 * A loader of one table: these columns of one query, in its order.
 * @param columns names or expressions with `as`; the names are those of the file.
 * @param rest what follows `select COLUMNS` in the query.
 */
export function martLoader(file: string, columns: readonly string[], rest: string): Loader {
  const names = columns.map((column) => column.split(' as ').at(-1) ?? column);
  return {
    file,
    load: async ({ warehouse }) =>
      encodeColumns(names, await readRows(warehouse, file, `select ${columns.join(', ')} ${rest}`)),
  };
}
