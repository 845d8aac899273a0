import type { ArrayConstructor, Subscript } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { duckType, INT64, printType, type SqlType } from '../types.ts';
import { coerce, supertype } from './coerce.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call } from './functions.ts';
import { structField } from './paths.ts';
import { resolveType } from './type-names.ts';
import type { Typed } from './typed.ts';

/** `[1, 2]`, `ARRAY<INT64>[…]`. */
export function arrayConstructor(node: ArrayConstructor, env: Env): Typed {
  const elements = node.elements.map((element) => expression(element, env));
  const declared = node.elementType && resolveType(node.elementType);
  const element = declared ?? (elements.length === 0 ? INT64 : supertype(elements));
  if (!element) {
    const types = [...new Set(elements.map(({ type }) => printType(type)))].join(', ');
    throw new GoogleSqlError(`Array elements of types {${types}} do not have a common supertype`, node.position);
  }
  if (element.kind === 'ARRAY') {
    throw new GoogleSqlError(
      `Cannot construct array with element type ${printType(element)} because nested arrays are not supported`,
      node.elements[0]?.position ?? node.position,
    );
  }
  const texts = elements.map((value, index) => {
    const mismatch = (from: string, to: string): string => `Array element type ${from} does not coerce to ${to}`;
    return coerce(value, element, node.elements[index]?.position ?? node.position, mismatch).sql;
  });
  const type: SqlType = { kind: 'ARRAY', element };
  const sql = `CAST([${texts.join(', ')}] AS ${duckType(type)})`;
  const isVolatile = elements.some((value) => value.isVolatile);
  const literals = elements.flatMap(({ literal }) => (literal ? [literal] : []));
  const isLiteral = !declared && literals.length === elements.length;
  if (isLiteral) return { sql, type, literal: { value: literals } };
  const isOfLiterals = !declared && elements.every(isMadeOfLiterals);
  return { sql, type, isVolatile, ...(isOfLiterals && { parts: elements }) };
}

/** A literal other than NULL, or a STRUCT or an ARRAY of such. */
const isMadeOfLiterals = ({ literal, parts }: Typed): boolean =>
  literal ? literal.value !== null : (parts?.every(isMadeOfLiterals) ?? false);

/** `base[OFFSET(1)]`, `json['name']`, `struct[0]`. */
export function subscript(node: Subscript, env: Env): Typed {
  const base = expression(node.base, env);
  if (base.type.kind === 'STRUCT') {
    const { index, mode } = node;
    const isOrdinal = mode === 'ORDINAL';
    if (index.kind !== 'integer' || (mode !== undefined && mode !== 'OFFSET' && !isOrdinal)) {
      throw notSupported('subscript of a STRUCT other than by a literal position', node.position);
    }
    return structField(base, base.type, Number(index.value) - (isOrdinal ? 1 : 0));
  }
  const name = node.mode === undefined ? '$subscript' : `$subscript_${node.mode.toLowerCase()}`;
  return call(name, [base, expression(node.index, env)], node.position);
}
