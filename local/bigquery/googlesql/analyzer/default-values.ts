import type { Expression } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { nameOf } from './calls.ts';

const literals: ReadonlySet<Expression['kind']> = new Set([
  'null',
  'boolean',
  'integer',
  'float',
  'string',
  'bytes',
  'typed_literal',
  'interval',
]);

/** https://cloud.google.com/bigquery/docs/default-values#default_value_expression */
const functions: ReadonlySet<string> = new Set([
  'CURRENT_DATE',
  'CURRENT_DATETIME',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'GENERATE_UUID',
  'RAND',
  'SESSION_USER',
  'ST_GEOGPOINT',
]);

/** Refuses a DEFAULT that is neither a literal nor one of the few functions, nor made of them. Throws GoogleSqlError. */
export function checkDefault(node: Expression): void {
  if (literals.has(node.kind)) return;
  switch (node.kind) {
    case 'unary':
      checkDefault(node.operand);
      return;
    case 'array':
      for (const element of node.elements) checkDefault(element);
      return;
    case 'struct':
      for (const { value } of node.fields) checkDefault(value);
      return;
    case 'call':
      if (functions.has(nameOf(node.name))) return;
  }
  throw new GoogleSqlError(
    'Unsupported default value expression: it must be a literal or one of the functions that a default may call',
    node.position,
  );
}
