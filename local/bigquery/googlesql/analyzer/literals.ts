import type { Expression, TypedLiteral } from '../ast.ts';
import { printLiteral } from '../constants.ts';
import { notSupported } from '../errors.ts';
import type { Literal } from '../signatures/signature.ts';
import { BOOL, BYTES, FLOAT64, INT64, scalarTypeNamed, STRING, type SqlType } from '../types.ts';
import { at, UNTYPED_NULL, type Typed } from './typed.ts';

type PlainLiteral = Extract<Expression, { kind: 'null' | 'boolean' | 'integer' | 'float' | 'string' | 'bytes' }>;

/** A literal without a type's name; `isNegative` when a minus stands before the number. */
export function literalValue(node: PlainLiteral, isNegative = false): Typed {
  switch (node.kind) {
    case 'null':
      return UNTYPED_NULL;
    case 'boolean':
      return literalOf({ value: node.value }, BOOL, node);
    case 'integer':
      return literalOf({ value: isNegative ? -node.value : node.value }, INT64, node);
    case 'float': {
      const text = isNegative ? `-${node.text}` : node.text;
      return literalOf({ value: Number(text), text }, FLOAT64, node);
    }
    case 'string':
      return literalOf({ value: node.value }, STRING, node);
    case 'bytes':
      return literalOf({ value: node.value }, BYTES, node);
  }
}

/** `DATE '2024-01-01'`. */
export function typedLiteral(node: TypedLiteral): Typed {
  const type = scalarTypeNamed(node.type);
  if (!type) throw notSupported(`literal of type ${node.type}`, node.position);
  return literalOf({ value: node.value }, type, node);
}

const literalOf = (literal: Literal, type: SqlType, node: Expression): Typed => ({
  sql: at(node.position, () => printLiteral(literal, type)),
  type,
  literal,
});
