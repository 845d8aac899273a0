import { quoteString } from '../signatures/template.ts';
import { printParameterized, type TypeParameters } from '../type-parameters.ts';
import { duckFieldName, duckType, quoteIdentifier, type SqlType } from '../types.ts';

/** Digits that our decimals have before the point; a bound that is no smaller can't be passed. */
const integerDigits: Readonly<Record<string, number>> = { NUMERIC: 29, BIGNUMERIC: 20 };

/**
 * A value as its type's parameters let it be: a decimal rounded to its scale; an error for one that is too long or too
 * large, or NULL where a field must not be. `column` begins the error of a column's value.
 */
export function constrainedText(
  sql: string,
  type: SqlType,
  parameters: TypeParameters | undefined,
  column?: string,
  depth = 1,
): string {
  if (parameters === undefined || sql.startsWith('CAST(NULL AS ')) return sql;
  const it = `p${depth}`;
  const bind = (body: string): string => `list_transform([${sql}], lambda ${it}: ${body})[1]`;
  if (type.kind === 'ARRAY') {
    const inner = constrainedText(it, type.element, parameters.element, column, depth + 1);
    return inner === it ? sql : `list_transform(${sql}, lambda ${it}: ${inner})`;
  }
  if (type.kind === 'STRUCT') {
    const fields = type.fields.map((field, index) => {
      const name = duckFieldName(type, index);
      const value = `struct_extract(${it}, ${quoteString(name)})`;
      const own = parameters.fields?.[index];
      const path = column === undefined ? undefined : `${column}.${name}`;
      const inside = constrainedText(value, field.type, own, path, depth + 1);
      if (own?.isRequired !== true) return `${quoteIdentifier(name)}: ${inside}`;
      const message = quoteString(`Required field ${path ?? name} cannot be null`);
      return `${quoteIdentifier(name)}: CASE WHEN ${value} IS NULL THEN error(${message}) ELSE ${inside} END`;
    });
    return bind(`CASE WHEN ${it} IS NOT NULL THEN {${fields.join(', ')}} END`);
  }
  const what = `${column === undefined ? '' : `Field ${column}: `}${printParameterized(type, parameters)}`;
  const { maximumLength, precision, scale = 0 } = parameters;
  if (maximumLength !== undefined) {
    const length = type.kind === 'BYTES' ? `octet_length(${it})` : `length(${it})`;
    const message = `${what} has maximum length ${maximumLength} but got a value with length `;
    return bind(
      `CASE WHEN ${length} > ${maximumLength} THEN error(${quoteString(message)} || ${length}) ELSE ${it} END`,
    );
  }
  if (precision === undefined) return sql;
  const rounded = `CAST(round(${it}, ${scale}) AS ${duckType(type)})`;
  const whole = precision - scale;
  if (whole >= (integerDigits[type.kind] ?? 0)) return bind(rounded);
  const largest = `${'9'.repeat(whole) || '0'}${scale > 0 ? `.${'9'.repeat(scale)}` : ''}`;
  const message = `${what} has precision ${precision} and scale ${scale} but got a value that is not in range of [-${largest}, ${largest}]`;
  return bind(
    `CASE WHEN abs(round(${it}, ${scale})) >= 1${'0'.repeat(whole)} THEN error(${quoteString(message)}) ELSE ${rounded} END`,
  );
}
