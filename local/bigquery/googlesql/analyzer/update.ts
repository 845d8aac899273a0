import type { Assignment, DeleteStatement, Identifier, TruncateStatement, UpdateStatement } from '../ast.ts';
import type { CatalogColumn } from '../catalog.ts';
import type { CompiledAction, Step } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { printType, quoteIdentifier, type SqlType } from '../types.ts';
import { condition } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { columnText, columnValue, dmlTarget, type StoredTable } from './dml-target.ts';
import { expression } from './expressions.ts';
import { fromItem } from './from.ts';
import { fieldIndex, structField } from './paths.ts';
import { mergeRanges, Scope, type FromItem } from './scope.ts';
import { coerce } from './coerce.ts';
import { makeStruct } from './structs.ts';
import { didYouMean } from './suggestions.ts';
import type { Typed } from './typed.ts';

/** What BigQuery says where a row of the target would be changed twice. */
export const MATCHED_TWICE = 'UPDATE/MERGE must match at most one source row for each target row';

/** Refuses a join of target and source in which a row of the target occurs twice. */
const refuseTwice = (from: string, where: string, alias: string, env: Env): Step => ({
  kind: 'refuseRows',
  sql: env.compilation.withViews(`SELECT 1 FROM ${from}${where} GROUP BY ${alias}.rowid HAVING count(*) > 1 LIMIT 1`),
  message: MATCHED_TWICE,
});

/** UPDATE, perhaps FROM other tables: then a row may match once only. */
export function compileUpdate(node: UpdateStatement, env: Env): CompiledAction {
  const { entry, item, alias } = dmlTarget(node.target, node.alias, env, 'UPDATE');
  const from = node.from && fromItem(node.from, env, undefined);
  const both: FromItem = {
    sql: '',
    columns: [...item.columns, ...(from?.columns ?? [])],
    hidden: [...item.hidden, ...(from?.hidden ?? [])],
    ranges: mergeRanges(item.ranges, from?.ranges ?? [], node.position),
  };
  const scope = Scope.of(both, env.scope);
  const where = condition(
    expression(node.where, plain(env, scope, 'WHERE clause')),
    'WHERE clause',
    node.where.position,
  );
  const set = assignmentTexts(assignments(node.assignments, entry, item, plain(env, scope, 'UPDATE')));
  const source = from ? ` FROM ${from.sql}` : '';
  const before = from ? [refuseTwice(`${item.sql} CROSS JOIN ${from.sql}`, ` WHERE ${where}`, alias, env)] : [];
  const sql = env.compilation.withViews(`UPDATE ${item.sql} SET ${set}${source} WHERE ${where}`);
  return { kind: 'update', target: entry, before, after: [], sql };
}

/** DELETE. */
export function compileDelete(node: DeleteStatement, env: Env): CompiledAction {
  const { entry, item } = dmlTarget(node.target, node.alias, env, 'DELETE from');
  const inner = plain(env, Scope.of(item, env.scope), 'WHERE clause');
  const where = condition(expression(node.where, inner), 'WHERE clause', node.where.position);
  const sql = env.compilation.withViews(`DELETE FROM ${item.sql} WHERE ${where}`);
  return { kind: 'delete', target: entry, before: [], after: [], sql };
}

/** TRUNCATE TABLE. */
export function compileTruncate(node: TruncateStatement, env: Env): CompiledAction {
  const { entry } = dmlTarget(node.target, undefined, env, 'TRUNCATE');
  return { kind: 'truncate', target: entry, before: [], after: [], sql: `DELETE FROM ${entry.relation}` };
}

const assignmentTexts = (values: ReadonlyMap<string, string>): string =>
  [...values].map(([name, value]) => `${quoteIdentifier(name)} = ${value}`).join(', ');

/** New values by column; a field of a struct is set by building the struct anew. */
export function assignments(
  nodes: readonly Assignment[],
  entry: StoredTable,
  item: FromItem,
  env: Env,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  // A struct whose fields are set one by one: what it is so far.
  const structs = new Map<string, Typed>();
  for (const [index, { target: written, value, position }] of nodes.entries()) {
    const target = withoutAlias(written, item);
    const [first, ...fields] = target;
    if (!first) throw new GoogleSqlError('UPDATE item without a column', position);
    const column = assignedColumn(entry, first);
    refuseOverlap(target, nodes.slice(0, index));
    const mismatch = (from: string, to: string): string =>
      `Value of type ${from} cannot be assigned to ${target.map(({ name }) => name).join('.')}, which has type ${to}`;
    if (fields.length === 0) {
      values.set(column.name, columnValue(value, column, env, mismatch));
      continue;
    }
    if (value.kind === 'default') throw new GoogleSqlError('DEFAULT cannot be assigned to a field', value.position);
    const whole = structs.get(column.name) ?? item.columns.find((known) => known.name === column.name)?.value;
    if (!whole) throw new GoogleSqlError(`Unrecognized name: ${first.name}`, first.position);
    const given = expression(value, env);
    const changed = withField(whole, fields, (type) => coerce(given, type, value.position, mismatch));
    structs.set(column.name, changed);
    values.set(column.name, columnText(changed.sql, column));
  }
  return values;
}

/** A target's path within the row: `t.a` is `a` of the table `t`, unless there is a column of that name. */
function withoutAlias(target: readonly Identifier[], { columns, ranges }: FromItem): readonly Identifier[] {
  const [first, ...rest] = target;
  const name = first?.name.toLowerCase();
  const isAlias = rest.length > 0 && ranges.some((range) => range.name.toLowerCase() === name);
  return isAlias && !columns.some((column) => column.name.toLowerCase() === name) ? rest : target;
}

/** The column to set, or BigQuery's error for none. */
function assignedColumn(entry: StoredTable, { name, position }: Identifier): CatalogColumn {
  const column = entry.columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (column) return column;
  const known = entry.columns.map((other) => other.name);
  throw new GoogleSqlError(`Unrecognized name: ${name}${didYouMean(name, known)}`, position);
}

/** A column, or a field of it, can be set once: neither twice itself nor together with what it is part of. */
function refuseOverlap(target: readonly Identifier[], before: readonly Assignment[]): void {
  const key = (names: readonly Identifier[]): string => names.map(({ name }) => name.toLowerCase()).join('.');
  const text = (names: readonly Identifier[]): string => names.map(({ name }) => name).join('.');
  const own = key(target);
  for (const { target: other } of before) {
    const known = key(other);
    if (known === own)
      throw new GoogleSqlError(`Update item ${text(target)} assigned more than once`, target[0]?.position);
    if (known.startsWith(`${own}.`) || own.startsWith(`${known}.`)) {
      throw new GoogleSqlError(`Update item ${text(target)} overlaps with ${text(other)}`, target[0]?.position);
    }
  }
}

function withField(base: Typed, fields: readonly Identifier[], value: (type: SqlType) => Typed): Typed {
  const [first, ...rest] = fields;
  if (!first) return value(base.type);
  const { type } = base;
  if (type.kind !== 'STRUCT') {
    throw new GoogleSqlError(
      `Cannot access field ${first.name} on a value with type ${printType(type)}`,
      first.position,
    );
  }
  const index = fieldIndex(type, first.name, first.position);
  return makeStruct(
    type.fields.map(({ name }, place) => {
      const field = structField(base, type, place);
      return { name, value: place === index ? withField(field, rest, value) : field };
    }),
  );
}
