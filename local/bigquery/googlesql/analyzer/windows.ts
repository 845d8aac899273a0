import type { FrameBound, NamedWindow, WindowFrame, WindowSpecification } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { isGroupable, isNumeric, isOrderable, printType } from '../types.ts';
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
  const { position } = node.base;
  if (node.partitionBy.length > 0) {
    throw new GoogleSqlError('If a window has a PARTITION BY, it cannot reference a named window', position);
  }
  if (base.orderBy.length > 0 && node.orderBy.length > 0) {
    const message = 'If a window inherits an ORDER BY from its referenced window, it cannot have an inline ORDER BY';
    throw new GoogleSqlError(message, position);
  }
  if (base.frame) {
    throw new GoogleSqlError('If a window has an inline frame, it cannot reference a window with a frame', position);
  }
  const orderBy = node.orderBy.length > 0 ? node.orderBy : base.orderBy;
  return { ...node, base: undefined, partitionBy: base.partitionBy, orderBy };
}

/** OVER's window, printed whole: names are taken apart. */
export function windowText(node: WindowSpecification, env: Env): Window {
  const whole = inherit(node, env.windows);
  const partition = whole.partitionBy.map((key) => {
    const value = expression(key, env);
    // Floating point numbers group, but do not partition.
    if (!isGroupable(value.type) || value.type.kind === 'FLOAT64') {
      const message = `Partitioning by expressions of type ${printType(value.type)} is not allowed`;
      throw new GoogleSqlError(message, key.position);
    }
    return value.sql;
  });
  const order = whole.orderBy.map((item) => {
    const value = expression(item.expression, env);
    if (!isOrderable(value.type)) {
      const message = `Ordering by expressions of type ${printType(value.type).replace(/<.*/u, '')} is not allowed`;
      throw new GoogleSqlError(message, item.position);
    }
    return { item, value };
  });
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

/**
 * The same window with an order, where it has neither order nor partitions: a race in DuckDB fails aggregates over such
 * now and then, and ends the process at worst. The order is the one the rows are written in, where that is known; all rows
 * stay peers for RANGE. https://github.com/duckdb/duckdb/issues/25713
 */
export function steadyWindow(sql: string, env: Env): string {
  if (/^\(RANGE /u.test(sql)) return `(ORDER BY 1 ${sql.slice(1)}`;
  if (sql !== '()' && !/^\(ROWS /u.test(sql)) return sql;
  const rowOrder = env.windowOrder?.() ?? [];
  const frame = sql === '()' ? 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)' : sql.slice(1);
  return `(ORDER BY ${rowOrder.length > 0 ? rowOrder.join(', ') : '1'} ${frame}`;
}

const usesDistance = ({ frame }: WindowSpecification): boolean =>
  frame?.unit === 'RANGE' && (frame.from.kind === 'offset' || frame.to?.kind === 'offset');

function frameText(node: WindowFrame, order: readonly Typed[], env: Env): string {
  const bounds = [node.from, node.to].filter((bound) => bound !== undefined);
  checkBounds(node);
  if (node.unit === 'RANGE' && bounds.some((bound) => bound.kind === 'offset')) {
    const [key, second] = order;
    if (!key || second) {
      const message = key
        ? 'A RANGE-based window with OFFSET PRECEDING or OFFSET FOLLOWING boundaries must have exactly one ORDER BY key'
        : 'A RANGE-based window including an OFFSET PRECEDING or OFFSET FOLLOWING window frame boundary requires an ORDER BY';
      throw new GoogleSqlError(message, node.position);
    }
    if (!isNumeric(key.type)) {
      const message = `ORDER BY key must be numeric in a RANGE-based window with OFFSET PRECEDING or OFFSET FOLLOWING boundaries, but has type ${printType(key.type)}`;
      throw new GoogleSqlError(message, node.position);
    }
  }
  const [from, to] = bounds.map((bound) => boundText(bound, node, order[0], env));
  return `${node.unit} BETWEEN ${from ?? ''} AND ${to ?? 'CURRENT ROW'}`;
}

/** Where a bound stands between the start of the partition and its end. */
function boundPlace(bound: FrameBound | undefined): { readonly rank: number; readonly name: string } {
  if (!bound || bound.kind === 'current_row') return { rank: 0, name: 'CURRENT ROW' };
  const sign = bound.direction === 'PRECEDING' ? -1 : 1;
  return bound.kind === 'unbounded'
    ? { rank: 2 * sign, name: `UNBOUNDED ${bound.direction}` }
    : { rank: sign, name: `OFFSET ${bound.direction}` };
}

/** Refuses a frame that ends before it starts. */
function checkBounds({ from, to, position }: WindowFrame): void {
  const [start, end] = [boundPlace(from), boundPlace(to)];
  if (start.rank === 2) {
    throw new GoogleSqlError(`Starting window framing expression cannot be ${start.name}`, from.position);
  }
  const at = to?.position ?? position;
  if (end.rank === -2) throw new GoogleSqlError(`Ending window framing expression cannot be ${end.name}`, at);
  if (start.rank <= end.rank) return;
  const message =
    start.rank === 0
      ? `Starting window framing expression cannot be ${start.name} when the ending window framing expression is ${end.name}`
      : `Ending window framing expression cannot be ${end.name} when the starting window framing expression is ${start.name}`;
  throw new GoogleSqlError(message, at);
}

function boundText(bound: FrameBound, frame: WindowFrame, key: Typed | undefined, env: Env): string {
  if (bound.kind === 'current_row') return 'CURRENT ROW';
  if (bound.kind === 'unbounded') return `UNBOUNDED ${bound.direction}`;
  const type = frame.unit === 'ROWS' || !key ? { kind: 'INT64' as const } : key.type;
  const { position } = bound.distance;
  const distance = expression(bound.distance, env);
  if (!distance.literal && !distance.isParameter) {
    throw new GoogleSqlError('Window framing expression must be a literal or parameter', position);
  }
  const value = distance.literal?.value;
  if (value === null) throw new GoogleSqlError('Window framing expression cannot be NULL', position);
  if ((typeof value === 'bigint' || typeof value === 'number') && value < 0) {
    throw new GoogleSqlError('Window framing expression cannot evaluate to a negative value', position);
  }
  const text = coerce(distance, type, position, (from, to) =>
    frame.unit === 'ROWS'
      ? `Window framing expression for ROWS can only be of integer type, but has type ${from}`
      : `Window framing expression has type ${from} that cannot coerce to the type of the ORDER BY expression, which is ${to}`,
  );
  return `${text.sql} ${bound.direction}`;
}
