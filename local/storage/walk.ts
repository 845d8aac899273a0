import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RECORD_SUFFIX, objectsFolder } from './layout.ts';
import { LONG_NAMES_FOLDER, decodeObjectName, encodeObjectName } from './names.ts';
import { readObjectRecordAt } from './records.ts';

/** An object met while walking a bucket. */
export interface FoundName {
  readonly name: string;
  readonly recordPath: string;
}

/** Cloud Storage lists in the order of the names' UTF-8 bytes, which is not that of JavaScript's UTF-16 units. */
export const compareNames = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

async function* recordsBelow(root: string, folders: readonly string[]): AsyncGenerator<FoundName> {
  const entries = await readdir(join(root, ...folders), { withFileTypes: true }).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  });
  for (const entry of entries) {
    if (entry.isDirectory()) {
      yield* recordsBelow(root, [...folders, entry.name]);
    } else if (entry.name.endsWith(RECORD_SUFFIX)) {
      const recordPath = join(root, ...folders, entry.name);
      const stem = entry.name.slice(0, -RECORD_SUFFIX.length);
      const name = decodeObjectName({ folders, stem }) ?? (await readObjectRecordAt(recordPath))?.name;
      if (name !== undefined) yield { name, recordPath };
    }
  }
}

/** Every object of the bucket whose name begins with `prefix`, in the order of the names' bytes. */
export async function walkObjects(directory: string, bucket: string, prefix: string): Promise<FoundName[]> {
  const root = objectsFolder(directory, bucket);
  const found: FoundName[] = [];
  // Only the folder that the prefix names is read, and the one of names too long to spell, which may have any prefix.
  const { folders } = encodeObjectName(prefix);
  const starts = folders.length === 0 || folders[0] === LONG_NAMES_FOLDER ? [folders] : [folders, [LONG_NAMES_FOLDER]];
  for (const start of starts) {
    for await (const each of recordsBelow(root, start)) if (each.name.startsWith(prefix)) found.push(each);
  }
  return found.sort((left, right) => compareNames(left.name, right.name));
}
