import { useState } from 'preact/hooks';
import { cellText, isNumeric, type TableData, textWidth } from './table-data.ts';

/** Rows that are shown before the reader asks for all: more would make the page slow. */
const firstRows = 200;

/** A table that scrolls within its place, by keyboard too. */
export function DataTable({ caption, table }: { readonly caption: string; readonly table: TableData }) {
  const [showsAll, setShowsAll] = useState(false);
  const { columns, rows } = table;
  const shown = showsAll ? rows : rows.slice(0, firstRows);
  const styles = columns.map((column) =>
    isNumeric(column, rows) ? 'is-number' : `is-${textWidth(column, shown)}-text`,
  );
  return (
    <>
      <div class="table-scroll" role="region" aria-label={`Table: ${caption}`} tabIndex={0}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column.key} scope="col" class={styles[index]}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, rowIndex) => (
              <tr key={rowIndex}>
                {columns.map((column, index) => (
                  <td key={column.key} class={styles[index]}>
                    {cellText(column, row[column.key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === rows.length ? null : (
        <button
          type="button"
          class="table-more"
          onClick={() => {
            setShowsAll(true);
          }}
        >
          Show all {rows.length.toLocaleString('en-US')} rows
        </button>
      )}
    </>
  );
}
