import { type Columnar, columnOf } from '../../columnar.ts';

/**
 * The rows whose columns have these texts; null narrows nothing.
 * Compares the codes of the texts, so that a large table is scanned in a few milliseconds.
 */
export function matchingRows(table: Columnar, wanted: Readonly<Record<string, string | null>>): readonly number[] {
  const conditions: { readonly values: readonly unknown[]; readonly code: number }[] = [];
  for (const [column, text] of Object.entries(wanted)) {
    if (text === null) continue;
    const code = table.dictionaries[column]?.indexOf(text) ?? -1;
    if (code < 0) return [];
    conditions.push({ values: columnOf(table, column), code });
  }
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    if (conditions.every(({ values, code }) => values[row] === code)) rows.push(row);
  }
  return rows;
}

/** The values of a column of numbers; null where there is none. */
export function numbersOf(table: Columnar, column: string): readonly (number | null)[] {
  return columnOf(table, column) as readonly (number | null)[];
}

/** The values of a column of truths; null where unknown. */
export function truthsOf(table: Columnar, column: string): readonly (boolean | null)[] {
  return columnOf(table, column) as readonly (boolean | null)[];
}

/** The values of a column of texts; null where there is none. */
export function textsOf(table: Columnar, column: string): readonly (string | null)[] {
  const texts = table.dictionaries[column] ?? [];
  return columnOf(table, column).map((code) => (typeof code === 'number' ? (texts[code] ?? null) : null));
}

/** The rows by the text of a column, in the order of the texts; rows without a text are left out. */
export function rowsByText(
  table: Columnar,
  column: string,
  rows: readonly number[],
): ReadonlyMap<string, readonly number[]> {
  const texts = table.dictionaries[column] ?? [];
  const codes = columnOf(table, column);
  const groups: number[][] = texts.map(() => []);
  for (const row of rows) {
    const code = codes[row];
    if (typeof code === 'number') groups[code]?.push(row);
  }
  return new Map(
    texts
      .map((text, code): [string, readonly number[]] => [text, groups[code] ?? []])
      .filter(([, found]) => found.length > 0),
  );
}
