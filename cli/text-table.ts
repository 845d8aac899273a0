/** A column of a printed table. */
export interface TextColumn {
  readonly name: string;
  readonly align?: 'left' | 'right';
}

/**
 * Lines of a plain text table, columns two spaces apart, as wide as their widest cell.
 * @param rows cells as text, one per column; a missing cell is empty.
 */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, index) =>
    Math.max(column.name.length, ...rows.map((row) => displayText(row[index]).length)),
  );
  const line = (cells: readonly (string | undefined)[]) =>
    columns
      .map((column, index) => {
        const text = displayText(cells[index]);
        const width = widths[index] ?? 0;
        return column.align === 'right' ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.name)),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
  ];
}

/** Control characters from the data must not reach the terminal. */
function displayText(text: string | undefined): string {
  return (text ?? '').replace(/\p{Cc}/gu, ' ');
}
