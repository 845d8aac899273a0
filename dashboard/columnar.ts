/**
 * Tables as the page loads them: column by column, texts as numbers that point into a list. Small to send, and a filter
 * scans arrays of whole numbers. Pure: the build encodes, the browser decodes.
 */

/** A value of a table. */
export type Cell = string | number | boolean | null;

/** A row by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** A table in a data file. */
export interface Columnar {
  readonly rowCount: number;
  /** Each of `rowCount` values. A column that `dictionaries` names holds positions in its list, and `noText` for null. */
  readonly columns: Readonly<Record<string, readonly (number | boolean | null)[]>>;
  /** The distinct texts of each text column, sorted. */
  readonly dictionaries: Readonly<Record<string, readonly string[]>>;
}

/** What stands for null in a column of texts. */
export const noText = -1;

/**
 * The rows as columns. A column that has a text anywhere is one of texts.
 * @param names the columns, in their order: a table without rows has them too.
 * @throws TypeError where a column mixes texts with other values.
 */
export function encodeColumns(names: readonly string[], rows: readonly Row[]): Columnar {
  const columns: Record<string, readonly (number | boolean | null)[]> = {};
  const dictionaries: Record<string, readonly string[]> = {};
  for (const name of names) {
    const values = rows.map((row) => row[name] ?? null);
    const texts = [...new Set(values.filter((value) => typeof value === 'string'))].sort();
    if (texts.length === 0) {
      columns[name] = values as readonly (number | boolean | null)[];
      continue;
    }
    const codes = new Map(texts.map((text, index) => [text, index]));
    columns[name] = values.map((value) => (value === null ? noText : codeOf(codes, value, name)));
    dictionaries[name] = texts;
  }
  return { rowCount: rows.length, columns, dictionaries };
}

function codeOf(codes: ReadonlyMap<string, number>, value: Cell, column: string): number {
  const code = typeof value === 'string' ? codes.get(value) : undefined;
  if (code === undefined) throw new TypeError(`Column ${column} mixes texts with ${String(value)}.`);
  return code;
}

/** The value of a column in a row, texts as texts. @throws RangeError where there is no such column. */
export function cellOf(table: Columnar, column: string, row: number): Cell {
  const value = columnOf(table, column)[row] ?? null;
  const texts = table.dictionaries[column];
  return texts === undefined || typeof value !== 'number' ? value : (texts[value] ?? null);
}

/** The values of a column as they are held. @throws RangeError where there is no such column. */
export function columnOf(table: Columnar, column: string): readonly (number | boolean | null)[] {
  const values = table.columns[column];
  if (values === undefined) throw new RangeError(`The table has no column ${column}.`);
  return values;
}

/** The rows as objects: for tables that are known to be small. */
export function decodeRows(table: Columnar): readonly Row[] {
  const names = Object.keys(table.columns);
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, cellOf(table, name, row)])),
  );
}
