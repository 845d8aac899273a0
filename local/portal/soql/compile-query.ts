import { malformedQuery, soqlError } from '../api-errors.ts';
import type { DatasetDescription } from '../dataset.ts';
import { type CompiledExpression, compileExpression, condition, type Scope } from './compile-expression.ts';
import type { Clause, Expression, Selection, SoqlQuery } from './syntax.ts';
import { datasetColumns, type QueryColumn, type SoqlType, systemColumns } from './types.ts';

/** A column of an answer. */
export interface OutputColumn {
  readonly name: string;
  readonly type: SoqlType;
}

/** A query in DuckDB's SQL. Its columns are `c0`, `c1` …, in the order of `columns`. */
export interface CompiledQuery {
  readonly columns: readonly OutputColumn[];
  readonly sql: string;
}

/** Columns that are sorted along with the key at no great cost. */
const narrow = 4;

/** What is selected, under the name it has in the answer. */
interface Selected {
  readonly name: string;
  readonly compiled: CompiledExpression;
  readonly at: number;
}

/**
 * Compiles a query over `relation`.
 * @param limit most rows; `offset` rows before them are left out.
 * @throws PortalApiError where it names what the dataset does not have, or does not fit together.
 */
export function compileQuery(
  query: SoqlQuery,
  description: DatasetDescription,
  relation: string,
  limit: number,
  offset: number,
): CompiledQuery {
  const columns = datasetColumns(description);
  const known = new Map([...systemColumns, ...columns].map((column) => [column.name.toLowerCase(), column]));
  const scopeOf = (text: string, more: Partial<Scope> = {}): Scope => ({
    text,
    columns: known,
    aliases: new Map(),
    groups: new Set(),
    allowsAggregates: true,
    ...more,
  });
  const select = query.select ?? { text: '*', content: [{ kind: 'columns' }] };
  const selected = nameAll(select, expand(select.content, columns), (expression) =>
    compileExpression(expression, scopeOf(select.text)),
  );
  const aliases = new Map(selected.map(({ name, compiled }) => [name.toLowerCase(), compiled]));
  const where = query.where.map((clause) =>
    conditionOf(clause, scopeOf(clause.text, { aliases, allowsAggregates: false })),
  );
  const group = query.group;
  const groups = (group?.content ?? []).map(
    (expression) => compileExpression(expression, scopeOf(group?.text ?? '', { aliases, allowsAggregates: false })).sql,
  );
  const isGrouped =
    group !== undefined || query.having !== undefined || selected.some((one) => one.compiled.isAggregate);
  const grouped = { aliases, groups: new Set(groups) };
  if (isGrouped)
    selected.forEach((one) => {
      refuseUngrouped(one.compiled, select.text, grouped.groups);
    });
  const having =
    query.having === undefined ? undefined : conditionOf(query.having, scopeOf(query.having.text, grouped));
  const order = (query.order?.content ?? []).map(({ expression, isDescending }) => {
    const text = query.order?.text ?? '';
    const compiled = compileExpression(expression, scopeOf(text, grouped));
    if (isGrouped) refuseUngrouped(compiled, text, grouped.groups);
    else if (compiled.isAggregate) throw malformedQuery(text, expression.at, 'an aggregate orders only groups');
    // As PostgreSQL sorts, which Socrata runs on: null is more than any value.
    return `${compiled.sql} ${isDescending ? 'DESC NULLS FIRST' : 'ASC NULLS LAST'}`;
  });
  const list = selected.map(({ compiled }, index) => `${compiled.sql} AS c${index}`).join(', ');
  const sorted = order.length > 0 && `ORDER BY ${order.join(', ')}`;
  const filtered = [`FROM ${relation}`, where.length > 0 && `WHERE ${where.join(' AND ')}`];
  const cut = [`LIMIT ${limit}`, offset > 0 && `OFFSET ${offset}`];
  const grouping = [groups.length > 0 && `GROUP BY ${groups.join(', ')}`, having !== undefined && `HAVING ${having}`];
  const isPage = !isGrouped && !query.isDistinct && order.length > 0 && selected.length > narrow;
  // Sorted whole, wide rows take DuckDB several times as long, and more memory than it has.
  const sql = isPage
    ? [`SELECT ${list} FROM ${relation}`, `WHERE ":id" IN (SELECT ":id"`, ...filtered, sorted, ...cut, ')', sorted]
    : [`SELECT ${query.isDistinct ? 'DISTINCT ' : ''}${list}`, ...filtered, ...grouping, sorted, ...cut];
  if (query.isDistinct) refuseForeignOrder(query, order, selected);
  return {
    columns: selected.map(({ name, compiled }) => ({ name, type: compiled.type })),
    sql: sql.filter((line) => line !== false).join('\n'),
  };
}

type Wanted = Extract<Selection, { kind: 'expression' }>;

function expand(selections: readonly Selection[], columns: readonly QueryColumn[]): readonly Wanted[] {
  const wanted = ({ name }: QueryColumn): Wanted => ({
    kind: 'expression',
    expression: { kind: 'column', name: name.toLowerCase(), at: 0 },
    alias: undefined,
  });
  return selections.flatMap((selection) => {
    if (selection.kind === 'system') return systemColumns.map(wanted);
    return selection.kind === 'columns' ? columns.map(wanted) : [selection];
  });
}

function nameAll(
  { text }: Clause<unknown>,
  wanted: readonly Wanted[],
  compile: (expression: Expression) => CompiledExpression,
): readonly Selected[] {
  const taken = new Set<string>();
  return wanted.map(({ expression, alias }) => {
    const compiled = compile(expression);
    if (alias !== undefined && taken.has(alias)) {
      throw soqlError('duplicate-alias', `Duplicate alias: ${alias}`, text, expression.at, { name: alias });
    }
    const plain = alias ?? implicitName(expression);
    let name = plain;
    for (let number = 1; taken.has(name); number += 1) name = `${plain}_${number}`;
    taken.add(name);
    return { name, compiled, at: expression.at };
  });
}

/** `count(*)` is `count`, `max(offense_date)` is `max_offense_date`. */
function implicitName(expression: Expression): string {
  if (expression.kind === 'column') return expression.name;
  const words = (node: Expression): readonly string[] => {
    if (node.kind === 'column') return [node.name];
    return node.kind === 'literal' ? [node.value] : [node.name, ...node.operands.flatMap(words)];
  };
  const name = words(expression)
    .join('_')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' ? 'expression' : name.toLowerCase();
}

function conditionOf(clause: Clause<Expression>, scope: Scope): string {
  return condition(compileExpression(clause.content, scope), clause.content.at, scope);
}

function refuseUngrouped(compiled: CompiledExpression, text: string, groups: ReadonlySet<string>): void {
  if (compiled.ungrouped === undefined || groups.has(compiled.sql)) return;
  const { name, at } = compiled.ungrouped;
  const message = `Column '${name}' is not in group by`;
  throw soqlError('column-not-in-group-bys', message, text, at, { column: name });
}

function refuseForeignOrder(query: SoqlQuery, order: readonly string[], selected: readonly Selected[]): void {
  const foreign = order.findIndex((sql) => !selected.some(({ compiled }) => sql.startsWith(`${compiled.sql} `)));
  if (foreign < 0) return;
  const at = query.order?.content[foreign]?.expression.at ?? 0;
  throw malformedQuery(query.order?.text ?? '', at, 'a distinct selection is ordered by what it selects');
}
