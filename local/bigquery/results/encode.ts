import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { duckFieldName, printType, type SqlType, type StructType } from '../googlesql/types.ts';
import { dateText, datetimeText, intervalText, timeText } from './civil-time.ts';
import { decimalText, floatText } from './number-text.ts';

/** A value as the REST API carries it: text, a record, or a list. */
export type Cell = string | null | Row | readonly { readonly v: Cell }[];
/** A row as the REST API carries it. */
export interface Row {
  readonly f: readonly { readonly v: Cell }[];
}

type Encode = (value: DuckDBValue) => Cell;

/** What turns rows of these columns into rows of the REST API. TIMESTAMPs become microseconds as whole numbers. */
export function rowEncoder(types: readonly SqlType[]): (values: readonly DuckDBValue[]) => Row {
  const encoders = types.map(cellEncoder);
  return (values) => ({ f: encoders.map((encode, index) => ({ v: encode(values[index] ?? null) })) });
}

/** What turns values of `type` into cells. */
export function cellEncoder(type: SqlType): Encode {
  const encode = encoderOf(type);
  // BigQuery's arrays are never null in an answer: they are empty.
  const nothing: Cell = type.kind === 'ARRAY' ? [] : null;
  return (value) => (value === null ? nothing : encode(value));
}

function encoderOf(type: SqlType): Encode {
  switch (type.kind) {
    case 'ARRAY':
      return arrayEncoder(type.element);
    case 'STRUCT':
      return structEncoder(type);
    case 'FLOAT64':
      return (value) => (typeof value === 'number' ? floatText(value) : String(value));
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimalCell;
    case 'BYTES':
      return (value) =>
        value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString('base64') : mismatch(type, value);
    case 'DATE':
      return (value) => (value instanceof DuckDBDateValue ? dateText(value.days) : mismatch(type, value));
    case 'TIME':
      return (value) => (value instanceof DuckDBTimeValue ? timeText(value.micros) : mismatch(type, value));
    case 'DATETIME':
      return (value) => (value instanceof DuckDBTimestampValue ? datetimeText(value.micros) : mismatch(type, value));
    case 'TIMESTAMP':
      return (value) => (value instanceof DuckDBTimestampTZValue ? String(value.micros) : mismatch(type, value));
    case 'INTERVAL':
      return (value) =>
        value instanceof DuckDBIntervalValue
          ? intervalText(value.months, value.days, value.micros)
          : mismatch(type, value);
    case 'GEOGRAPHY':
      return (value) =>
        value instanceof DuckDBStructValue
          ? `POINT(${String(value.entries['longitude'])} ${String(value.entries['latitude'])})`
          : mismatch(type, value);
    default:
      return String;
  }
}

function arrayEncoder(elementType: SqlType): Encode {
  const element = cellEncoder(elementType);
  return (value) =>
    value instanceof DuckDBListValue ? value.items.map((item) => ({ v: element(item) })) : mismatch(elementType, value);
}

function structEncoder(type: StructType): Encode {
  const encoders = type.fields.map((field, index) => [duckFieldName(type, index), cellEncoder(field.type)] as const);
  return (value) => {
    if (!(value instanceof DuckDBStructValue)) return mismatch(type, value);
    return { f: encoders.map(([name, encode]) => ({ v: encode(fieldOfStruct(value, name)) })) };
  };
}

/** DuckDB folds the case of field names, so the stored one may differ from the type's. */
function fieldOfStruct({ entries }: DuckDBStructValue, name: string): DuckDBValue {
  if (name in entries) return entries[name] ?? null;
  const found = Object.keys(entries).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : (entries[found] ?? null);
}

function decimalCell(value: DuckDBValue): Cell {
  return value instanceof DuckDBDecimalValue ? decimalText(value.value, value.scale) : String(value);
}

/** A fault of our own: the printer promised another DuckDB type. */
function mismatch(type: SqlType, value: DuckDBValue): never {
  throw new Error(`The warehouse computed no ${printType(type)}: ${typeof value} ${String(value).slice(0, 100)}`);
}
