import type { TableField } from '../catalog/records.ts';
import { quoteName, quoteText } from '../engine/sql-text.ts';
import { faultMark, jsonConversion, type JsonReading, splitting, unknownKeyFault } from './json-values.ts';

/** DuckDB texts of what fields have where a row has no such key, by name. */
export type Defaults = ReadonlyMap<string, string>;

/**
 * DuckDB query of `n`, the values `v0`, `v1` … of `fields`, and `fault` (what is wrong with the row, or NULL), from the
 * JSON objects in column `c0` of `texts`.
 */
export function jsonRowsSql(
  fields: readonly TableField[],
  texts: string,
  reading: JsonReading,
  defaults: Defaults = new Map(),
): string {
  const conversions = fields.map((field) => jsonConversion(field, `r.${quoteName(field.name)}`, reading));
  const ofRow = (field: TableField, there: string, absent: string): string =>
    defaults.has(field.name)
      ? `CASE WHEN list_contains(json_keys(c0), ${quoteText(field.name)}) THEN ${there} ELSE ${absent} END`
      : there;
  const values = fields.map((field, index) => {
    const value = ofRow(field, conversions[index]?.value ?? '', defaults.get(field.name) ?? '');
    return `${value} AS v${index}`;
  });
  const given = fields.map((field, index) => ofRow(field, conversions[index]?.fault ?? '', 'NULL'));
  const faults = [unknownKeyFault('c0', fields, reading), ...given];
  return (
    `SELECT n, CASE WHEN kind IS NULL THEN 'Parser terminated before end of string' ` +
    `WHEN kind <> 'OBJECT' THEN 'Start of array encountered without start of object.' ` +
    `ELSE coalesce(${faults.join(', ')}) END AS fault, ${values.join(', ')} ` +
    `FROM (SELECT n, c0, kind, CASE WHEN kind = 'OBJECT' THEN from_json(c0, ${splitting(fields)}) END AS r ` +
    `FROM (SELECT n, c0, CASE WHEN json_valid(c0) THEN json_type(c0) END AS kind FROM ${texts}))`
  );
}

/** What is wrong with a row, without the field that its fault begins with. */
export const faultMessage = (fault: string): string => fault.slice(fault.indexOf(faultMark) + 1);

/** The field that a fault is about, as a path with dots; empty where it is about the whole row. */
export const faultField = (fault: string): string => fault.slice(0, Math.max(fault.indexOf(faultMark), 0));
