import type {
  CommonTable,
  Expression,
  GroupItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
  WithClause,
} from '../ast.ts';
import { notSupported } from '../errors.ts';
import { impliedName, valueOf } from './expressions.ts';
import { fromSource, NOTHING } from './from.ts';
import { chosenTogether, level, namesOf, type Env, type NamedValue, type Rows, type Source } from './names.ts';
import { CONSTANT, record, union, type Value } from './value.ts';

/** The rows of a query. `env.names` are those of the query around it. */
export function queryRows(query: Query, env: Env): Rows {
  if (query.pipes.length > 0) throw notSupported('lineage through pipes', query.pipes[0]?.position ?? query.position);
  const inner = query.with ? { ...env, commonTables: commonTables(query.with, env) } : env;
  return bodyRows(query.body, inner);
}

function bodyRows(body: QueryBody, env: Env): Rows {
  switch (body.kind) {
    case 'select':
      return selectRows(body, env);
    case 'set_operation':
      return setRows(body, env);
    case 'query':
      return queryRows(body, env);
    case 'from_query':
      throw notSupported('lineage through pipes', body.position);
  }
}

function commonTables({ recursive, tables }: WithClause, env: Env): ReadonlyMap<string, Rows> {
  const known = new Map(env.commonTables);
  for (const table of tables) {
    const inner: Env = { ...env, commonTables: known, names: undefined };
    known.set(table.name.name.toLowerCase(), recursive ? recursiveRows(table, inner) : queryRows(table.query, inner));
  }
  return known;
}

/** The anchor first, then with itself until nothing is added. */
function recursiveRows({ name, query }: CommonTable, env: Env): Rows {
  const withSelf = (rows: Rows): Env => ({
    ...env,
    commonTables: new Map([...env.commonTables, [name.name.toLowerCase(), rows]]),
  });
  const [anchor] = query.body.kind === 'set_operation' ? query.body.inputs : [];
  if (!anchor) return queryRows(query, env);
  let rows = bodyRows(anchor, query.with ? { ...env, commonTables: commonTables(query.with, env) } : env);
  for (;;) {
    const next = queryRows(query, withSelf(rows));
    if (sizeOf(next) === sizeOf(rows)) return next;
    rows = next;
  }
}

const sizeOf = ({ columns, chosenBy, counted }: Rows): number =>
  [...columns.map(({ value }) => value), chosenBy, counted].reduce(
    (sum, value) => sum + value.columns.size + value.rowsOf.size,
    0,
  );

function setRows({ operator, match, inputs }: SetOperation, env: Env): Rows {
  const all = inputs.map((input) => bodyRows(input, env));
  const [first, ...others] = all;
  if (!first) return NOTHING;
  const sameColumn = (rows: Rows, name: string, index: number): Value =>
    (match ? rows.columns.find((one) => one.name.toLowerCase() === name.toLowerCase()) : rows.columns[index])?.value ??
    CONSTANT;
  const names = match?.columns.length
    ? match.columns.map(({ name }) => name)
    : match?.mode === 'FULL'
      ? [...new Map(all.flatMap(({ columns }) => columns.map(({ name }) => [name.toLowerCase(), name]))).values()]
      : first.columns.map(({ name }) => name);
  // What EXCEPT and INTERSECT compare with decides the rows and gives no value.
  const giving = operator === 'UNION' ? all : [first];
  const comparing = operator === 'UNION' ? [] : others.flatMap(({ columns }) => columns.map(({ value }) => value));
  return {
    columns: names.map((name, index) => ({ name, value: union(giving.map((rows) => sameColumn(rows, name, index))) })),
    counted: union(all.map(({ counted }) => counted)),
    chosenBy: chosenTogether(all, ...comparing),
    isValueTable: first.isValueTable,
  };
}

function selectRows(node: Select, env: Env): Rows {
  const choices: Value[] = [];
  const onChoice = (value: Value): void => void choices.push(value);
  const outer: Env = { ...env, onChoice };
  const from = node.from ? fromSource(node.from, outer, env.names) : NOTHING;
  const inner: Env = {
    ...outer,
    names: namesOf(from, env.names),
    windows: new Map(node.windows.map(({ name, window }) => [name.name.toLowerCase(), window])),
    counted: from.counted,
  };
  const columns = node.items.flatMap((item) => itemColumns(item, from, inner));
  // A list's alias can be named in what follows it; a column of FROM goes first.
  const after: Env = { ...inner, names: namesOf(from, level(columns, env.names)) };
  const groups = node.groupBy?.items.flatMap(groupExpressions) ?? [];
  const chosenBy = chosenTogether(
    [from],
    ...(node.where ? [valueOf(node.where, inner)] : []),
    ...groups.map((key) => groupKey(key, columns, inner)),
    ...(node.groupBy?.all ? columns.map(({ value }) => value) : []),
    ...(node.having ? [valueOf(node.having, after)] : []),
    ...(node.qualify ? [valueOf(node.qualify, after)] : []),
    ...choices,
  );
  const rows = { counted: from.counted, chosenBy, isValueTable: node.as !== undefined };
  if (node.as !== 'STRUCT') return { ...rows, columns };
  return { ...rows, columns: [{ name: '', value: record(columns.map(({ name, value }) => [name, value])) }] };
}

/** A key is a place in the list, one of its aliases, or an expression over FROM. */
function groupKey(key: Expression, columns: readonly NamedValue[], env: Env): Value {
  if (key.kind === 'integer') return columns[Number(key.value) - 1]?.value ?? CONSTANT;
  const [first, ...rest] = key.kind === 'path' ? key.names : [];
  const alias = first && rest.length === 0 ? columns.find(({ name }) => isSame(name, first.name)) : undefined;
  return alias?.value ?? valueOf(key, env);
}

function groupExpressions(item: GroupItem): readonly Expression[] {
  switch (item.kind) {
    case 'group_expression':
      return [item.expression];
    case 'group_set':
      return item.expressions;
    case 'rollup':
    case 'cube':
      return item.elements.flat();
    case 'grouping_sets':
      return item.sets.flatMap(groupExpressions);
  }
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function itemColumns(item: SelectItem, from: Source, env: Env): readonly NamedValue[] {
  if (item.kind === 'select_expression') {
    const { alias, expression } = item;
    return [{ name: alias?.name ?? impliedName(expression), value: valueOf(expression, env) }];
  }
  return starColumns(item.base, from, env)
    .filter(({ name }) => !item.except.some((one) => isSame(one.name, name)))
    .map((column) => {
      const replaced = item.replace.find(({ name }) => isSame(name.name, column.name));
      return replaced ? { name: column.name, value: valueOf(replaced.expression, env) } : column;
    });
}

function starColumns(base: Expression | undefined, from: Source, env: Env): readonly NamedValue[] {
  if (!base) return from.columns;
  const [first, ...rest] = base.kind === 'path' ? base.names : [];
  const range = first && rest.length === 0 && from.ranges.find(({ name }) => isSame(name, first.name));
  if (range) return range.columns;
  const { fields } = valueOf(base, env);
  if (!fields) throw notSupported('lineage of .* on a value whose fields are not known', base.position);
  return [...fields].map(([name, value]) => ({ name, value }));
}
