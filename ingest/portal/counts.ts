type Fields = Readonly<Record<string, unknown>>;

/** The objects of an answer; undefined where it is no array of them. */
function rowsOf(text: string): readonly Fields[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isRow = (row: unknown): boolean => typeof row === 'object' && row !== null;
    return Array.isArray(value) && value.every(isRow) ? (value as readonly Fields[]) : undefined;
  } catch {
    return undefined;
  }
}

/** A whole number from 0, as text or as a number. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

const explain = (text: string): string => `it is no count: ${text.slice(0, 80)}`;

/** Reads `[{"row_count": "12"}]`; gives what is wrong in words. */
export function countOf({ text }: { readonly text: string }): number | string {
  return wholeNumber(Object.values(rowsOf(text)?.[0] ?? {})[0]) ?? explain(text);
}

/** Reads `[{"span": "2026-07-01T00:00:00.000", "row_count": "12"}, …]`; gives what is wrong in words. */
export function countsOf({ text }: { readonly text: string }): ReadonlyMap<string, number> | string {
  const counts = new Map<string, number>();
  for (const { span, row_count: count } of rowsOf(text) ?? [{}]) {
    const rows = wholeNumber(count);
    if (rows === undefined || (span !== undefined && span !== null && typeof span !== 'string')) return explain(text);
    counts.set(span ?? '', rows);
  }
  return counts;
}
