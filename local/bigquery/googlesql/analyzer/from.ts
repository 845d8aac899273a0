import type { TableExpression } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { coerce } from './coerce.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { joinItem } from './joins.ts';
import { compileQuery } from './query.ts';
import { relationItem } from './relation-item.ts';
import type { FromItem, Scope } from './scope.ts';
import { pivotItem } from './pivot.ts';
import { tableItem } from './tables.ts';
import { tableFunctionItem } from './table-functions.ts';
import { unnestItem } from './unnest.ts';
import { unpivotItem } from './unpivot.ts';
import { plain } from './compilation.ts';

/** A query without FROM has one row and no names. */
export const NOTHING: FromItem = { sql: '', columns: [], hidden: [], ranges: [], rowOrder: [] };

/**
 * What a part of FROM gives. `lateral` holds the names of what stands to its left, which arrays may come from;
 * subqueries see only what is around the whole query (`env.scope`).
 */
export function fromItem(node: TableExpression, env: Env, lateral: Scope | undefined): FromItem {
  switch (node.kind) {
    case 'table':
      return tableItem(node, env, lateral);
    case 'unnest':
      return unnestItem(node, env, lateral);
    case 'table_subquery': {
      const relation = compileQuery(node.query, plain(env, env.scope, 'SELECT list'), { keepsRowOrder: true });
      return relationItem(relation, env.compilation.newAlias(), node.alias?.name);
    }
    case 'table_function':
      return tableFunctionItem(node, env);
    case 'join':
      return joinItem(node, env, lateral);
    case 'pivot':
      return pivotItem(fromItem(node.input, env, lateral), node, node.alias?.name, env);
    case 'unpivot':
      return unpivotItem(fromItem(node.input, env, lateral), node, node.alias?.name, env);
    case 'table_sample': {
      const input = fromItem(node.input, env, lateral);
      return { ...input, sql: `${input.sql} ${sampleText(node, env)}` };
    }
    default:
      throw notSupported((node as { kind: string }).kind, (node as TableExpression).position);
  }
}

/** `TABLESAMPLE SYSTEM (10 PERCENT)`: which rows is left to chance in BigQuery too. */
export function sampleText(
  node: Pick<
    Extract<TableExpression, { kind: 'table_sample' }>,
    'method' | 'size' | 'unit' | 'repeatable' | 'position'
  >,
  env: Env,
): string {
  if (node.method.toUpperCase() !== 'SYSTEM') throw notSupported(`TABLESAMPLE ${node.method}`, node.position);
  if (node.unit !== 'PERCENT') throw notSupported('TABLESAMPLE by rows', node.position);
  if (node.repeatable) throw notSupported('REPEATABLE', node.repeatable.position);
  const size = expression(node.size, env);
  const { literal } = coerce(size, size.type, node.position, () => '');
  if (typeof literal?.value !== 'bigint' && typeof literal?.value !== 'number') {
    throw notSupported('a TABLESAMPLE size that is no literal', node.size.position);
  }
  if (literal.value < 0 || literal.value > 100) {
    throw new GoogleSqlError('TABLESAMPLE PERCENT must be between 0 and 100', node.size.position);
  }
  return `TABLESAMPLE SYSTEM (${literal.value} PERCENT)`;
}
