import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Cell, Columnar } from '../../../dashboard/columnar.ts';
import type { DataFile } from '../../../dashboard/data/loader.ts';

export type DataFiles = ReadonlyMap<string, DataFile>;

/** The data files of a site that was built, by name. */
export async function readDataFiles(site: string): Promise<DataFiles> {
  const folder = join(site, 'data');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.gz'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return new Map(
    names.map((name, index) => {
      const content = contents[index] ?? Buffer.alloc(0);
      return [name, name.endsWith('.json') ? (JSON.parse(content.toString('utf8')) as object) : content];
    }),
  );
}

/** The same files with every table emptied: a warehouse in which nothing has happened. */
export function emptied(files: DataFiles): DataFiles {
  return new Map([...files].map(([name, content]) => [name, isTable(content) ? emptyTable(content) : content]));
}

/** The same files with one text of the tables, and of the filters' choices, replaced wherever it stands. */
export function withText(files: DataFiles, before: string, after: string): DataFiles {
  return new Map(
    [...files].map(([name, content]) => [
      name,
      content instanceof Uint8Array ? content : replaced(content, before, after),
    ]),
  );
}

function replaced(content: object, before: string, after: string): object {
  return JSON.parse(JSON.stringify(content), (_, value: Cell | object) => (value === before ? after : value)) as object;
}

function isTable(content: DataFile): content is Columnar {
  return 'columns' in content && 'dictionaries' in content;
}

function emptyTable({ columns }: Columnar): Columnar {
  return { rowCount: 0, columns: Object.fromEntries(Object.keys(columns).map((name) => [name, []])), dictionaries: {} };
}
