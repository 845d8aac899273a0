import { readFileSync } from 'node:fs';

/**
 * The rows of one of the tables in `reference/`: semicolon-separated text, comments (`#`) first, then the column names.
 *
 * @param name the file's name without `.csv`.
 * @throws Error when a line has another number of fields than the header.
 */
export function readReference<Column extends string>(
  name: string,
  columns: readonly Column[],
): readonly Readonly<Record<Column, string>>[] {
  const text = readFileSync(new URL(`./reference/${name}.csv`, import.meta.url), 'utf8');
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  if (header !== columns.join(';')) throw new Error(`reference/${name}.csv has the columns ${header}`);
  return lines.map((line) => {
    const fields = line.split(';');
    if (fields.length !== columns.length) throw new Error(`reference/${name}.csv has a malformed line: ${line}`);
    return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ''])) as Record<Column, string>;
  });
}
