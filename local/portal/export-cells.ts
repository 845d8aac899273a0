import { quoteName, quoteText } from '../bigquery/engine/sql-text.ts';
import type { PortalColumn } from './dataset.ts';
import { SQL_TYPES } from './shapes.ts';

/** The three formats that exports of the feed have been seen to write dates in. */
const DATE_FORMATS = ['%m/%d/%Y %I:%M:%S %p', '%Y %b %d %I:%M:%S %p', '%Y-%m-%dT%H:%M:%S.%g', '%Y-%m-%dT%H:%M:%S'];

/**
 * The table function that reads exports of these columns, in this order, every cell as text. Read by one
 * thread: with more, skipping a record of bad quotes has been seen to lose good ones (DuckDB 1.5.5).
 */
export function scanOfExports(
  paths: readonly string[],
  columns: readonly PortalColumn[],
  skipsUnreadable: boolean,
): string {
  const names = columns.map(({ fieldName }) => `${quoteText(fieldName)}: 'VARCHAR'`).join(', ');
  return (
    `read_csv([${paths.map(quoteText).join(', ')}], auto_detect = false, header = true, delim = ',', quote = '"', ` +
    `escape = '"', columns = {${names}}, ignore_errors = ${skipsUnreadable}, parallel = false)`
  );
}

/**
 * The cell of an export as the portal holds it: an expression that is null where the cell is empty, or says `-` where a
 * date is due, and that fails on what is neither a date nor a number where one is due.
 */
export function cellOfExport({ fieldName, dataTypeName }: PortalColumn): string {
  const cell = `nullif(${quoteName(fieldName)}, '')`;
  switch (dataTypeName) {
    case 'text':
      return cell;
    case 'number':
      return `${cell}::${SQL_TYPES.number}`;
    case 'calendar_date':
      return `strptime(nullif(${cell}, '-'), [${DATE_FORMATS.map(quoteText).join(', ')}])`;
  }
}
