import type { Expression } from '../ast.ts';
import type { ColumnDefinition, Partitioning } from '../compiled.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { nameOf } from './calls.ts';

type TimeUnit = Extract<Partitioning, { kind: 'time' }>['unit'];
const UNITS: readonly string[] = ['HOUR', 'DAY', 'MONTH', 'YEAR'];
const isUnit = (text: string): text is TimeUnit => UNITS.includes(text);

/**
 * PARTITION BY: a DATE, DATE_TRUNC and its kin, or a range of integers; the time of loading is refused.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#partition_expression
 */
export function partitioning(node: Expression, columns: readonly ColumnDefinition[]): Partitioning {
  if (node.kind === 'path') {
    const name = pathName(node);
    if (name.toUpperCase() === '_PARTITIONDATE') throw loadingTime(node);
    return daily(name, ['DATE'], columns, node);
  }
  if (node.kind !== 'call') throw unusable(node);
  const [first, second] = node.arguments;
  const column = first?.kind === 'path' ? pathName(first) : '';
  switch (nameOf(node.name)) {
    case 'DATE':
      if (column.toUpperCase() === '_PARTITIONTIME') throw loadingTime(node);
      return daily(column, ['TIMESTAMP', 'DATETIME'], columns, node);
    case 'DATE_TRUNC':
    case 'DATETIME_TRUNC':
    case 'TIMESTAMP_TRUNC': {
      const unit = second?.kind === 'path' ? pathName(second).toUpperCase() : '';
      if (!isUnit(unit)) throw unusable(node);
      if (column.toUpperCase() === '_PARTITIONTIME') throw loadingTime(node);
      const type = nameOf(node.name).replace('_TRUNC', '');
      return { ...daily(column, [type], columns, node), unit };
    }
    case 'RANGE_BUCKET': {
      if (second?.kind !== 'call' || nameOf(second.name) !== 'GENERATE_ARRAY') throw unusable(node);
      const [start, end, interval = '1'] = second.arguments.map(integerText);
      if (start === undefined || end === undefined) throw unusable(node);
      const known = columnNamed(column, ['INT64'], columns, node);
      return { kind: 'range', column: known, start, end, interval };
    }
    default:
      throw unusable(node);
  }
}

function daily(name: string, types: readonly string[], columns: readonly ColumnDefinition[], node: Expression) {
  return { kind: 'time', unit: 'DAY', column: columnNamed(name, types, columns, node) } as const;
}

/** https://cloud.google.com/bigquery/docs/clustered-tables#cluster_column_types */
const CLUSTERED: ReadonlySet<string> = new Set([
  ...['BIGNUMERIC', 'BOOL', 'DATE', 'DATETIME', 'GEOGRAPHY', 'INT64', 'NUMERIC', 'STRING', 'TIMESTAMP'],
]);

/** CLUSTER BY: columns of the table. */
export function clustering(nodes: readonly Expression[], columns: readonly ColumnDefinition[]): readonly string[] {
  if (nodes.length > 4) throw new GoogleSqlError('CLUSTER BY takes at most four columns', nodes[4]?.position);
  return nodes.map((node) => {
    if (node.kind !== 'path' || node.names.length !== 1)
      throw notSupported('CLUSTER BY of an expression', node.position);
    const name = columnNamed(pathName(node), undefined, columns, node);
    const kind = columns.find((column) => column.name === name)?.type.kind;
    if (kind !== undefined && !CLUSTERED.has(kind)) {
      throw new GoogleSqlError(`CLUSTER BY expression must be groupable, but type is ${kind}`, node.position);
    }
    return name;
  });
}

function columnNamed(
  name: string,
  types: readonly string[] | undefined,
  columns: readonly ColumnDefinition[],
  node: Expression,
): string {
  const column = columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (!column) throw new GoogleSqlError(`Unrecognized name: ${name}`, node.position);
  if (types && !types.includes(column.type.kind)) throw unusable(node, `column ${name} has type ${column.type.kind}`);
  return column.name;
}

const pathName = (node: Extract<Expression, { kind: 'path' }>): string => node.names.map(({ name }) => name).join('.');

function integerText(node: { readonly kind: string }): string | undefined {
  const argument = node as Expression;
  if (argument.kind === 'integer') return String(argument.value);
  if (argument.kind !== 'unary' || argument.operator !== '-' || argument.operand.kind !== 'integer') return undefined;
  return `-${argument.operand.value}`;
}

/** Rows would have to remember when they came. */
const loadingTime = (node: Expression): GoogleSqlError =>
  notSupported('partitioning by the time of loading (_PARTITIONTIME, _PARTITIONDATE)', node.position);

const unusable = (node: Expression, why?: string): GoogleSqlError =>
  new GoogleSqlError(
    `PARTITION BY expression must be DATE(<timestamp_column>), a DATE column, DATE_TRUNC, DATETIME_TRUNC or TIMESTAMP_TRUNC of a column, or RANGE_BUCKET(<int64_column>, GENERATE_ARRAY(<int64_value>, <int64_value>[, <int64_value>]))${why === undefined ? '' : `; ${why}`}`,
    node.position,
  );
