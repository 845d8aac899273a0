import type {
  Argument,
  CaseExpression,
  Expression,
  FunctionCall,
  StructConstructor,
  ValueSource,
  WindowSpecification,
  WithExpression,
} from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { DATE_PARTS, TIME_PARTS } from '../signatures/date-parts.ts';
import { findFunction } from '../signatures/resolve.ts';
import { find, followed, level, withoutFields, type Env, type NamedValue } from './names.ts';
import { queryRows } from './query.ts';
import { alsoOf, alternatives, CONSTANT, fieldOf, record, union, type Value } from './value.ts';

/** Words that stand where a column could and are none. */
const words = new Set<string>([
  ...[...DATE_PARTS, ...TIME_PARTS, 'NANOSECOND', 'DAYOFWEEK', 'DAYOFYEAR', 'DATE', 'TIME', 'DATETIME'],
  ...['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
  ...['CURRENT_DATE', 'CURRENT_DATETIME', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'NFC', 'NFD', 'NFKC', 'NFKD'],
]);

/** Functions whose result is one of their first argument's values, or an array of them, with the same fields. */
const keepsFields = new Set([
  ...['ARRAY_AGG', 'ANY_VALUE', 'ARRAY_CONCAT_AGG', 'ARRAY_REVERSE', 'ARRAY_FIRST', 'ARRAY_LAST'],
  ...['ARRAY_SLICE', 'FIRST_VALUE', 'LAST_VALUE', 'NTH_VALUE', 'LAG', 'LEAD', 'MAX_BY', 'MIN_BY'],
]);

/** Functions whose result is one of several arguments. */
const choosing = new Set(['COALESCE', 'IFNULL', 'IF', 'NULLIF', 'ARRAY_CONCAT']);

/** What the expression is made from: every column in it, at any depth, those of its window too. */
export function valueOf(node: Expression, env: Env): Value {
  switch (node.kind) {
    case 'path':
      return pathValue(node, env);
    case 'field':
      return fieldOf(valueOf(node.base, env), node.name.name);
    case 'subscript':
      return alsoOf(valueOf(node.base, env), [valueOf(node.index, env)]);
    case 'quantified_like':
      return union([valueOf(node.operand, env), listValue(node.patterns, env)]);
    case 'in':
      return union([valueOf(node.operand, env), listValue(node.values, env)]);
    case 'case':
      return caseValue(node, env);
    case 'cast':
      return alsoOf(valueOf(node.operand, env), optional([node.format, node.timeZone], env));
    case 'call':
      return callValue(node, env);
    case 'struct':
      return structValue(node, env);
    case 'array':
      return arrayValue(node, env);
    case 'subquery':
      return subqueryValue(node, env);
    case 'with_expression':
      return withValue(node, env);
    default:
      return union(optional(operandsOf(node), env));
  }
}

const optional = (nodes: readonly (Expression | undefined)[], env: Env): readonly Value[] =>
  nodes.flatMap((node) => (node ? [valueOf(node, env)] : []));

/** The operands of an expression whose result is no struct: all count alike. */
function operandsOf(node: Expression): readonly (Expression | undefined)[] {
  switch (node.kind) {
    case 'null':
    case 'boolean':
    case 'integer':
    case 'float':
    case 'string':
    case 'bytes':
    case 'typed_literal':
    case 'parameter':
    case 'positional_parameter':
    case 'system_variable':
      return [];
    case 'interval':
      return [node.value];
    case 'unary':
    case 'is':
      return [node.operand];
    case 'binary':
    case 'is_distinct_from':
      return [node.left, node.right];
    case 'logical':
      return node.operands;
    case 'between':
      return [node.operand, node.low, node.high];
    case 'like':
      return [node.operand, node.pattern];
    case 'extract':
      return [node.operand, node.timeZone];
    default:
      throw notSupported(`lineage of ${node.kind}`, node.position);
  }
}

function caseValue({ operand, branches, otherwise }: CaseExpression, env: Env): Value {
  const results = optional([...branches.map(({ then }) => then), otherwise], env);
  const conditions = optional([operand, ...branches.map(({ when }) => when)], env);
  return alsoOf(alternatives(results), [withoutFields(union(conditions))]);
}

function withValue({ bindings, body }: WithExpression, env: Env): Value {
  let inner = env;
  for (const { name, value } of bindings) {
    inner = { ...env, names: level([{ name: name.name, value: valueOf(value, inner) }], inner.names) };
  }
  return valueOf(body, inner);
}

const structValue = ({ fields, type, tuple }: StructConstructor, env: Env): Value =>
  record(
    fields.map(({ value, alias }, index) => {
      const name = alias?.name ?? type?.fields[index]?.name?.name ?? (tuple ? '' : impliedName(value));
      return [name, valueOf(value, env)];
    }),
  );

/** The name that a list gives a column without one of its own. */
export function impliedName(node: Expression): string {
  if (node.kind === 'path') return node.names.at(-1)?.name ?? '';
  return node.kind === 'field' ? node.name.name : '';
}

function pathValue(node: Extract<Expression, { kind: 'path' }>, env: Env): Value {
  const [first, ...rest] = node.names;
  const found = first && find(env.names, first.name);
  if (found) return followed(found, rest);
  if (first && rest.length === 0 && words.has(first.name.toUpperCase())) return CONSTANT;
  throw new GoogleSqlError(`Unrecognized name: ${first?.name ?? ''}`, node.position);
}

function listValue(list: ValueSource, env: Env): Value {
  switch (list.kind) {
    case 'value_list':
      return union(list.values.map((one) => valueOf(one, env)));
    case 'value_unnest':
      return valueOf(list.array, env);
    case 'value_subquery':
      return subqueryValue({ of: 'SCALAR', query: list.query }, env);
  }
}

/** Of `ARRAY<STRUCT<a …>>[(1), …]` the fields have the declared names. */
function arrayValue({ elementType, elements }: Extract<Expression, { kind: 'array' }>, env: Env): Value {
  const values = elements.map((one) => valueOf(one, env));
  if (elementType?.kind !== 'struct_type') return alternatives(values);
  const names = elementType.fields.map(({ name }) => name?.name ?? '');
  return record(
    names.map((name, index) => {
      const fields = elements.map((one) =>
        one.kind === 'struct' && one.fields[index] ? valueOf(one.fields[index].value, env) : valueOf(one, env),
      );
      return [name, union(fields)];
    }),
  );
}

function subqueryValue(
  { of, query }: Pick<Extract<Expression, { kind: 'subquery' }>, 'of' | 'query'>,
  env: Env,
): Value {
  const rows = queryRows(query, { ...env, windows: new Map() });
  env.onChoice(rows.chosenBy);
  if (of === 'EXISTS') return union([withoutFields(rows.counted), rows.chosenBy]);
  return rows.columns[0]?.value ?? CONSTANT;
}

function callValue(node: FunctionCall, env: Env): Value {
  const name = node.name.map((part) => part.name.toUpperCase()).join('.');
  if (node.name.length > 2) throw notSupported(`lineage of ${name}`, node.position);
  const args = node.arguments.map((argument) => argumentValue(argument, env, node.arguments));
  const beside = union([
    ...node.orderBy.map(({ expression }) => valueOf(expression, env)),
    ...(node.having ? [valueOf(node.having.expression, env)] : []),
    ...(node.over ? [windowValue(node.over, env)] : []),
  ]);
  const [first = CONSTANT, ...others] = args;
  // Without an argument it tells of rows: ROW_NUMBER(), RANK() and their kin.
  if (args.length === 0 && node.over) return union([beside, env.counted]);
  if (choosing.has(name)) {
    const results = name === 'IF' ? others : args;
    return alsoOf(alternatives(results), [withoutFields(first), beside]);
  }
  if (keepsFields.has(name)) return alsoOf(first, [...others, beside]);
  const value = withoutFields(union([...args, beside]));
  // `SUM(1)` tells of rows too.
  const isConstant = value.columns.size + value.rowsOf.size === 0;
  return isConstant && findFunction(name)?.[0]?.kind === 'aggregate' ? env.counted : value;
}

function argumentValue(argument: Argument, env: Env, siblings: readonly Argument[]): Value {
  switch (argument.kind) {
    case 'star':
      return env.counted;
    case 'named_argument':
      return argumentValue(argument.value, env, siblings);
    case 'lambda': {
      // Its parameters are elements of the arrays beside it.
      const arrays = union(
        siblings.filter((one) => one.kind !== 'lambda').map((one) => argumentValue(one, env, siblings)),
      );
      const parameters = argument.parameters.map(({ name }): NamedValue => ({ name, value: arrays }));
      return valueOf(argument.body, { ...env, names: level(parameters, env.names) });
    }
    case 'table_argument':
      throw notSupported('lineage of a table argument', argument.position);
    default:
      return valueOf(argument, env);
  }
}

function windowValue({ base, partitionBy, orderBy, frame }: WindowSpecification, env: Env): Value {
  const named = base && env.windows.get(base.name.toLowerCase());
  const bounds = [frame?.from, frame?.to].flatMap((bound) => (bound?.kind === 'offset' ? [bound.distance] : []));
  return union([
    ...(named ? [windowValue(named, env)] : []),
    ...[...partitionBy, ...bounds].map((one) => withoutFields(valueOf(one, env))),
    ...orderBy.map(({ expression }) => withoutFields(valueOf(expression, env))),
  ]);
}
