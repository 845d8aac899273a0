import type { TableField } from '../catalog/records.ts';
import { quoteName } from '../engine/sql-text.ts';
import { jsonConversion, splitting, unknownKeyFault } from './json-values.ts';

/**
 * DuckDB query of `n`, the values `v0`, `v1` … of `fields`, and `fault` (what is wrong with the row, or NULL), from the
 * JSON objects in column `c0` of `texts`. `isLenient` lets keys pass that are no fields.
 */
export function jsonRowsSql(fields: readonly TableField[], texts: string, isLenient: boolean): string {
  const conversions = fields.map((field) => jsonConversion(field, `r.${quoteName(field.name)}`, isLenient));
  const values = conversions.map(({ value }, index) => `${value} AS v${index}`);
  const faults = [unknownKeyFault('c0', fields, isLenient), ...conversions.map(({ fault }) => fault)];
  return (
    `SELECT n, CASE WHEN kind IS NULL THEN 'Parser terminated before end of string' ` +
    `WHEN kind <> 'OBJECT' THEN 'Start of array encountered without start of object.' ` +
    `ELSE coalesce(${faults.join(', ')}) END AS fault, ${values.join(', ')} ` +
    `FROM (SELECT n, c0, kind, CASE WHEN kind = 'OBJECT' THEN from_json(c0, ${splitting(fields)}) END AS r ` +
    `FROM (SELECT n, c0, CASE WHEN json_valid(c0) THEN json_type(c0) END AS kind FROM ${texts}))`
  );
}
