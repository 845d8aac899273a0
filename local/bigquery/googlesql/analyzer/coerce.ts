import type { Position } from '../ast.ts';
import { canCoerce, commonSupertype, printCoerced } from '../coercion.ts';
import { GoogleSqlError } from '../errors.ts';
import type { ValueArgument } from '../signatures/signature.ts';
import { printType, sameType, structOf, type SqlType } from '../types.ts';
import { makeStruct } from './structs.ts';
import { at, type Typed } from './typed.ts';

/** The expression as a function's argument. */
export const argumentOf = ({ type, literal, isParameter, isError }: Omit<Typed, 'sql'>): ValueArgument => ({
  kind: 'value',
  type,
  literal,
  isParameter,
  isError,
});

/** `value` as a `type`, converted as an assignment would; `mismatch` words the error where types do not coerce. */
export function coerce(
  value: Typed,
  type: SqlType,
  position: Position,
  mismatch: (from: string, to: string) => string,
): Typed {
  if (value.fields && type.kind === 'STRUCT' && type.fields.length === value.fields.length) {
    const whole = (): string => mismatch(printType(value.type), printType(type));
    const values = value.fields.flatMap((part, index) => {
      const field = type.fields[index];
      return field ? [{ name: field.name, value: coerce(part, field.type, position, whole) }] : [];
    });
    return makeStruct(values);
  }
  if (sameType(value.type, type) && value.literal?.value !== null) return { ...value, type };
  const argument = argumentOf(value);
  if (!canCoerce(argument, type)) {
    throw new GoogleSqlError(mismatch(printType(value.type), printType(type)), position);
  }
  return at(position, () => ({ sql: printCoerced(value.sql, argument, type), type, isVolatile: value.isVolatile }));
}

/** The type all values coerce to, or undefined. Structs just made meet field by field, named as the first of them. */
export function supertype(values: readonly Omit<Typed, 'sql'>[]): SqlType | undefined {
  const [first] = values;
  const made = values.flatMap(({ fields }) => (fields ? [fields] : []));
  if (first?.type.kind !== 'STRUCT' || made.length !== values.length) return commonSupertype(values.map(argumentOf));
  const names = first.type.fields.map(({ name }) => name);
  if (made.some((fields) => fields.length !== names.length)) return undefined;
  const fields = names.flatMap((name, index): readonly [string, SqlType][] => {
    const type = supertype(made.flatMap((parts) => parts[index] ?? []));
    return type ? [[name, type]] : [];
  });
  return fields.length === names.length ? structOf(...fields) : undefined;
}

/** `value` as a condition: BOOL, or an untyped NULL. */
export const condition = (value: Typed, clause: string, position: Position): string =>
  coerce(value, { kind: 'BOOL' }, position, (from) => `${clause} should return type BOOL, but returns ${from}`).sql;
