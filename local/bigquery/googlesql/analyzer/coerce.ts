import type { Position } from '../ast.ts';
import { canCoerce, commonSupertype, printCoerced } from '../coercion.ts';
import { GoogleSqlError } from '../errors.ts';
import type { ValueArgument } from '../signatures/signature.ts';
import { printType, sameType, type SqlType } from '../types.ts';
import { at, type Typed } from './typed.ts';

/** The expression as a function's argument. */
export const argumentOf = ({ type, literal, isParameter, isError, parts }: Omit<Typed, 'sql'>): ValueArgument => ({
  kind: 'value',
  type,
  literal,
  isParameter,
  isError,
  parts: parts?.map((part) => ({ ...argumentOf(part), sql: part.sql })),
});

/** `value` as a `type`, converted as an assignment would; `mismatch` words the error where types do not coerce. */
export function coerce(
  value: Typed,
  type: SqlType,
  position: Position,
  mismatch: (from: string, to: string) => string,
): Typed {
  if (sameType(value.type, type) && value.literal?.value !== null) return { ...value, type };
  const argument = argumentOf(value);
  if (!canCoerce(argument, type)) {
    throw new GoogleSqlError(mismatch(printType(value.type), printType(type)), position);
  }
  return at(position, () => ({ sql: printCoerced(value.sql, argument, type), type, isVolatile: value.isVolatile }));
}

/** The type all values coerce to, or undefined. */
export const supertype = (values: readonly Omit<Typed, 'sql'>[]): SqlType | undefined =>
  commonSupertype(values.map(argumentOf));

/** `value` as a condition: BOOL, or an untyped NULL. */
export const condition = (value: Typed, clause: string, position: Position): string =>
  coerce(value, { kind: 'BOOL' }, position, (from) => `${clause} should return type BOOL, but returns ${from}`).sql;
