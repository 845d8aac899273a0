import type { FrameBound, NamedWindow, WindowFrame, WindowSpecification } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { isGroupable, isNumeric, printType } from '../types.ts';
import { coerce } from './coerce.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { orderText } from './ordering.ts';
import type { Typed } from './typed.ts';

/** What OVER says, as text and as functions need to know it. */
export interface Window {
  readonly sql: string;
  readonly isOrdered: boolean;
  readonly hasFrame: boolean;
}

/** The windows of a WINDOW clause by lower-case name. */
export function namedWindows(nodes: readonly NamedWindow[]): ReadonlyMap<string, WindowSpecification> {
  const windows = new Map<string, WindowSpecification>();
  for (const { name, window } of nodes) {
    const key = name.name.toLowerCase();
    if (windows.has(key)) throw new GoogleSqlError(`Duplicate window alias ${name.name}`, name.position);
    windows.set(key, inherit(window, windows));
  }
  return windows;
}

/** The specification with what the window it is based on says. */
function inherit(node: WindowSpecification, windows: Env['windows']): WindowSpecification {
  if (!node.base) return node;
  const base = windows?.get(node.base.name.toLowerCase());
  if (!base) throw new GoogleSqlError(`Unrecognized window alias ${node.base.name}`, node.base.position);
  const extends_ = node.partitionBy.length > 0 || node.orderBy.length > 0 || node.frame !== undefined;
  if (!extends_) return base;
  const overrides = (what: string): GoogleSqlError =>
    new GoogleSqlError(`If a window extends ${node.base?.name ?? ''}, it cannot also have ${what}`, node.position);
  if (node.partitionBy.length > 0) throw overrides('a PARTITION BY clause');
  if (base.orderBy.length > 0 && node.orderBy.length > 0) throw overrides('an ORDER BY clause');
  if (base.frame) throw overrides('a base with a window frame');
  const orderBy = node.orderBy.length > 0 ? node.orderBy : base.orderBy;
  return { ...node, base: undefined, partitionBy: base.partitionBy, orderBy };
}

/** OVER's window, printed whole: names are taken apart. */
export function windowText(node: WindowSpecification, env: Env): Window {
  const whole = inherit(node, env.windows);
  const partition = whole.partitionBy.map((key) => {
    const value = expression(key, env);
    if (!isGroupable(value.type)) {
      const message = `Partitioning by expressions of type ${printType(value.type)} is not allowed`;
      throw new GoogleSqlError(message, key.position);
    }
    return value.sql;
  });
  const order = whole.orderBy.map((item) => ({ item, value: expression(item.expression, env) }));
  const parts = [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    // DuckDB takes one key only beside a distance of RANGE.
    order.length > 0
      ? `ORDER BY ${order.map(({ item, value }) => orderText(value, item, usesDistance(whole))).join(', ')}`
      : '',
    whole.frame
      ? frameText(
          whole.frame,
          order.map(({ value }) => value),
          env,
        )
      : '',
  ];
  return {
    sql: `(${parts.filter((part) => part !== '').join(' ')})`,
    isOrdered: order.length > 0,
    hasFrame: whole.frame !== undefined,
  };
}

const usesDistance = ({ frame }: WindowSpecification): boolean =>
  frame?.unit === 'RANGE' && (frame.from.kind === 'offset' || frame.to?.kind === 'offset');

function frameText(node: WindowFrame, order: readonly Typed[], env: Env): string {
  const bounds = [node.from, node.to].filter((bound) => bound !== undefined);
  if (node.unit === 'RANGE' && bounds.some((bound) => bound.kind === 'offset')) {
    const [key, second] = order;
    if (!key || second) {
      const message = 'A RANGE window frame with a distance needs exactly one ORDER BY key';
      throw new GoogleSqlError(message, node.position);
    }
    if (!isNumeric(key.type)) {
      const message = `Window ORDER BY expression references type ${printType(key.type)}, which a RANGE frame with a distance cannot have: it must be numeric`;
      throw new GoogleSqlError(message, node.position);
    }
  }
  const [from, to] = bounds.map((bound) => boundText(bound, node, order[0], env));
  return `${node.unit} BETWEEN ${from ?? ''} AND ${to ?? 'CURRENT ROW'}`;
}

function boundText(bound: FrameBound, frame: WindowFrame, key: Typed | undefined, env: Env): string {
  if (bound.kind === 'current_row') return 'CURRENT ROW';
  if (bound.kind === 'unbounded') return `UNBOUNDED ${bound.direction}`;
  const type = frame.unit === 'ROWS' || !key ? { kind: 'INT64' as const } : key.type;
  const distance = expression(bound.distance, env);
  const text = coerce(
    distance,
    type,
    bound.distance.position,
    (from, to) => `Window frame distance has type ${from} which cannot be coerced to ${to}`,
  );
  return `${text.sql} ${bound.direction}`;
}
