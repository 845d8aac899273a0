import { quoteText } from '../bigquery/engine/sql-text.ts';
import type { CompiledQuery, OutputColumn } from './soql/compile-query.ts';

/** How rows are written. */
export type RowFormat = 'json' | 'csv';

/**
 * SQL that writes each row of a query as one text, so that no cell passes through JavaScript.
 *
 * JSON is as SODA 2.1 prints it: numbers and times as texts, empty cells left out
 * (https://dev.socrata.com/docs/formats/json.html). CSV quotes every value; an empty cell is nothing at all.
 */
export function rowTextSql(query: CompiledQuery, format: RowFormat): string {
  return `SELECT ${format === 'json' ? jsonRow(query.columns) : csvRow(query.columns)} FROM (${query.sql})`;
}

/** The first line of a CSV answer. */
export function csvHeader(columns: readonly OutputColumn[]): string {
  return columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(',');
}

/** What joins a null is null, and concat_ws leaves nulls out. */
function jsonRow(columns: readonly OutputColumn[]): string {
  const members = columns.map((column, index) => {
    const name = `${JSON.stringify(column.name)}:`;
    return `${quoteText(name)} || ${jsonValue(column, `c${index}`)}`;
  });
  return `'{' || concat_ws(',', ${members.join(', ')}) || '}'`;
}

function jsonValue({ type }: OutputColumn, sql: string): string {
  if (type === 'text' || type === 'row_identifier') return `CAST(to_json(${sql}) AS VARCHAR)`;
  return type === 'boolean' ? plainText(type, sql) : `'"' || ${plainText(type, sql)} || '"'`;
}

function csvRow(columns: readonly OutputColumn[]): string {
  const cells = columns.map((column, index) => {
    const text = plainText(column.type, `c${index}`);
    const escaped = column.type === 'text' || column.type === 'row_identifier' ? `replace(${text}, '"', '""')` : text;
    return `coalesce('"' || ${escaped} || '"', '')`;
  });
  return cells.join(` || ',' || `);
}

function plainText(type: OutputColumn['type'], sql: string): string {
  switch (type) {
    case 'floating_timestamp':
      return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%g')`;
    case 'fixed_timestamp':
      return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
    case 'number':
      return `regexp_replace(CAST(${sql} AS VARCHAR), '\\.0$', '')`;
    default:
      return `CAST(${sql} AS VARCHAR)`;
  }
}
