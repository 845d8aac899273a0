/** `text` as a DuckDB string literal. */
export function quoteText(text: string): string {
  // DuckDB ends a text at NUL in some places; CHR(0) joined in keeps it whole.
  return text
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`)
    .join(' || chr(0) || ');
}

/** `name` as a DuckDB identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
