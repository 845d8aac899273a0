import type { TableField } from '../catalog/records.ts';
import type { Cell, Row } from './encode.ts';
import { secondsText } from './number-text.ts';

/** The row with TIMESTAMPs as float seconds, as the API gives them unless `formatOptions.useInt64Timestamp` is set. */
export function withFloatTimestamps(row: Row, fields: readonly TableField[]): Row {
  return { f: row.f.map(({ v }, index) => ({ v: convert(v, fields[index]) })) };
}

/** Whether any column, at any depth, is a TIMESTAMP. */
export function hasTimestamps(fields: readonly TableField[]): boolean {
  return fields.some((field) => field.type === 'TIMESTAMP' || hasTimestamps(field.fields ?? []));
}

function convert(cell: Cell, field: TableField | undefined): Cell {
  if (cell === null || field === undefined) return cell;
  if (typeof cell === 'string') return field.type === 'TIMESTAMP' ? secondsText(BigInt(cell)) : cell;
  if ('f' in cell) return withFloatTimestamps(cell, field.fields ?? []);
  return cell.map(({ v }) => ({ v: convert(v, field) }));
}
