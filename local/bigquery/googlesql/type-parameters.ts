import { printType, type SqlType } from './types.ts';

/**
 * What `STRING(5)` or `NUMERIC(5, 2)` says beyond its type, of the parts of a type too.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_data_types
 */
export interface TypeParameters {
  /** Of a struct's field that is NOT NULL. */
  readonly isRequired?: boolean;
  /** Characters of a STRING, bytes of a BYTES. */
  readonly maximumLength?: number;
  /** Digits in all, and those behind the point. */
  readonly precision?: number;
  readonly scale?: number;
  /** Of an array's elements. */
  readonly element?: TypeParameters;
  /** Of a struct's fields, by place. */
  readonly fields?: readonly (TypeParameters | undefined)[];
}

/** The type with its parameters: `ARRAY<NUMERIC(5, 2)>`. */
export function printParameterized(type: SqlType, parameters: TypeParameters | undefined): string {
  if (parameters === undefined) return printType(type);
  if (type.kind === 'ARRAY') return `ARRAY<${printParameterized(type.element, parameters.element)}>`;
  if (type.kind === 'STRUCT') {
    const fields = type.fields.map(({ name, type: field }, index) => {
      return (name === '' ? '' : `${name} `) + printParameterized(field, parameters.fields?.[index]);
    });
    return `STRUCT<${fields.join(', ')}>`;
  }
  const { maximumLength, precision, scale } = parameters;
  if (maximumLength !== undefined) return `${type.kind}(${maximumLength})`;
  if (precision === undefined) return type.kind;
  return scale === undefined || scale === 0 ? `${type.kind}(${precision})` : `${type.kind}(${precision}, ${scale})`;
}
