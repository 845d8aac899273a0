import type { MergeClause, MergeStatement } from '../ast.ts';
import type { CompiledAction, Step } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { quoteIdentifier } from '../types.ts';
import { coerce, condition } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { columnText, defaultText, dmlTarget, omittedColumns, targetColumns, type DmlTarget } from './dml-target.ts';
import { expression } from './expressions.ts';
import { fromItem } from './from.ts';
import { checkCount, rowValues } from './insert.ts';
import { mergeRanges, Scope, type FromItem } from './scope.ts';
import { assignments, MATCHED_TWICE } from './update.ts';
import { wrapped } from './wrapped.ts';

/** The temporary table of what a MERGE does: `r` the target's row, `w` the clause (from 1), and a column's new value. */
const PLAN = '_merge_plan';

/** What a clause does to rows: `values` by column, of an update or an insert. */
interface Clause {
  readonly match: MergeClause['match'];
  readonly action: MergeClause['action']['kind'];
  /** Text that tells whether the clause is the row's, if none before it is. */
  readonly test: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * MERGE, as a join that says for each row what becomes of it, and statements that do it. DuckDB's own MERGE INTO lets
 * the last source row win where several match, takes minutes for ON FALSE, and fails on some conditions.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#merge_statement
 */
export function compileMerge(node: MergeStatement, env: Env): CompiledAction {
  const target = dmlTarget(node.target, node.alias, env, 'MERGE into');
  const source = wrapped(fromItem(node.source, env, undefined), env);
  const both: FromItem = {
    sql: '',
    columns: [...target.item.columns, ...source.columns],
    hidden: [...target.item.hidden, ...source.hidden],
    ranges: mergeRanges(target.item.ranges, source.ranges, node.position),
  };
  const on = test(node.on, both, env, 'merge condition');
  const mark = env.compilation.newAlias('m');
  const isTarget = `${target.alias}.rowid IS NOT NULL`;
  const isSource = `${mark} IS NOT NULL`;
  const clauses = node.clauses.map((clause): Clause => {
    const item = { MATCHED: both, NOT_MATCHED_BY_TARGET: source, NOT_MATCHED_BY_SOURCE: target.item }[clause.match];
    const match = {
      MATCHED: `${isTarget} AND ${isSource}`,
      NOT_MATCHED_BY_TARGET: `NOT (${isTarget})`,
      NOT_MATCHED_BY_SOURCE: `NOT (${isSource})`,
    }[clause.match];
    const when = clause.condition && test(clause.condition, item, env, 'merge match condition');
    return {
      match: clause.match,
      action: clause.action.kind,
      test: when === undefined ? match : `${match} AND ${when}`,
      values: clauseValues(clause, target, item, source, env),
    };
  });
  const marked = `(SELECT true AS ${mark}, * FROM ${source.sql}) AS ${aliasOf(source.sql)}`;
  const plan = `SELECT ${planColumns(clauses, target).join(', ')} FROM ${joined(target.item.sql, marked, on, clauses)}`;
  const before: Step[] = [
    run(`CREATE OR REPLACE TEMP TABLE ${PLAN} AS ${env.compilation.withViews(plan)}`),
    ...(clauses.some(({ match }) => match === 'MATCHED') ? [refuseTwice] : []),
    ...clauses.map((clause, index) => actionStep(clause, index + 1, target)),
  ];
  const sql = `SELECT count(*) FROM temp.${PLAN} WHERE w IS NOT NULL`;
  const after = [`DROP TABLE temp.${PLAN}`];
  return { kind: 'merge', target: target.entry, before, after, sql, splitSql: splitText(clauses) };
}

/** How many rows were inserted, updated and deleted. */
function splitText(clauses: readonly Clause[]): string {
  const counts = (['merge_insert', 'merge_update', 'merge_delete'] as const).map((kind) => {
    const numbers = clauses.flatMap(({ action }, index) => (action === kind ? [index + 1] : []));
    return numbers.length === 0 ? '0' : `count(*) FILTER (w IN (${numbers.join(', ')}))`;
  });
  return `SELECT ${counts.join(', ')} FROM temp.${PLAN}`;
}

const run = (sql: string): Step => ({ kind: 'run', sql });

const refuseTwice: Step = {
  kind: 'refuseRows',
  sql: `SELECT 1 FROM temp.${PLAN} WHERE r IS NOT NULL AND w IS NOT NULL GROUP BY r HAVING count(*) > 1 LIMIT 1`,
  message: MATCHED_TWICE,
};

const aliasOf = (item: string): string => item.slice(item.lastIndexOf(' AS ') + ' AS '.length);

function test(node: MergeStatement['on'], item: FromItem, env: Env, clause: string): string {
  return condition(expression(node, plain(env, Scope.of(item, env.scope), clause)), clause, node.position);
}

/** Target and source joined as far as the clauses ask for rows of one side without the other. */
function joined(target: string, source: string, on: string, clauses: readonly Clause[]): string {
  const hasSource = clauses.some(({ match }) => match === 'NOT_MATCHED_BY_TARGET');
  const hasTarget = clauses.some(({ match }) => match === 'NOT_MATCHED_BY_SOURCE');
  // Nothing can match: DuckDB would compare every pair, unless a key that never meets is there to hash.
  const test = on === 'false' ? `${aliasOf(target)}.rowid = -1 - length(${aliasOf(source)}.c1::VARCHAR)` : on;
  if (hasSource && hasTarget) return `${target} FULL JOIN ${source} ON ${test}`;
  if (hasSource) return `${source} LEFT JOIN ${target} ON ${test}`;
  return `${target} ${hasTarget ? 'LEFT' : 'INNER'} JOIN ${source} ON ${test}`;
}

/** The row, the clause, and for each column that some clause sets its value. */
function planColumns(clauses: readonly Clause[], target: DmlTarget): string[] {
  const choice = (text: (clause: Clause, index: number) => string | undefined): string => {
    const branches = clauses.map((clause, index) => `WHEN ${clause.test} THEN ${text(clause, index) ?? 'NULL'}`);
    return `CASE ${branches.join(' ')} END`;
  };
  const which = choice((_clause, index) => String(index + 1));
  const names = [...new Set(clauses.flatMap(({ values }) => [...values.keys()]))];
  const columns = names.map((name) => `${choice(({ values }) => values.get(name))} AS ${quoteIdentifier(`v_${name}`)}`);
  return [`${target.alias}.rowid AS r`, `${which} AS w`, ...columns];
}

/** The step that does what the plan says of one clause. */
function actionStep({ action, values }: Clause, number: number, { entry }: DmlTarget): Step {
  const names = [...values.keys()];
  const quoted = names.map(quoteIdentifier).join(', ');
  const planned = names.map((name) => `p.${quoteIdentifier(`v_${name}`)}`);
  const rows = `temp.${PLAN} AS p`;
  switch (action) {
    case 'merge_delete':
      return run(`DELETE FROM ${entry.relation} WHERE rowid IN (SELECT p.r FROM ${rows} WHERE p.w = ${number})`);
    case 'merge_insert':
      return {
        kind: 'insert',
        into: `INSERT INTO ${entry.relation} (${quoted})`,
        rows: `SELECT ${planned.join(', ')} FROM ${rows} WHERE p.w = ${number}`,
      };
    case 'merge_update': {
      const set = names.map((name, index) => `${quoteIdentifier(name)} = ${planned[index] ?? ''}`).join(', ');
      return run(`UPDATE ${entry.relation} AS t SET ${set} FROM ${rows} WHERE t.rowid = p.r AND p.w = ${number}`);
    }
  }
}

/** The columns a clause sets and what to. */
function clauseValues(
  { match, action, position }: MergeClause,
  target: DmlTarget,
  item: FromItem,
  source: FromItem,
  env: Env,
): ReadonlyMap<string, string> {
  const inner = plain(env, Scope.of(item, env.scope), 'MERGE');
  if (action.kind !== 'merge_insert' && match === 'NOT_MATCHED_BY_TARGET') {
    const verb = action.kind === 'merge_delete' ? 'DELETE' : 'UPDATE';
    throw new GoogleSqlError(`${verb} is not allowed for NOT MATCHED BY TARGET clause`, action.position);
  }
  if (action.kind === 'merge_delete') return new Map();
  if (action.kind === 'merge_update') return assignments(action.assignments, target.entry, target.item, inner);
  if (match !== 'NOT_MATCHED_BY_TARGET') {
    throw new GoogleSqlError('INSERT is only allowed for NOT MATCHED BY TARGET clause', action.position);
  }
  const columns = targetColumns(target.entry, action.columns);
  const given = action.values?.length ?? source.columns.length;
  checkCount(given, columns.length, action.position);
  const rows = action.values
    ? rowValues(action.values, columns, inner)
    : columns.map((column, index) => {
        const { name, type } = column;
        const value = source.columns[index]?.value;
        const mismatch = (from: string, to: string): string =>
          `Value has type ${from} which cannot be inserted into column ${name}, which has type ${to}`;
        return value ? columnText(coerce(value, type, position, mismatch).sql, column) : 'NULL';
      });
  const omitted = omittedColumns(target.entry, columns);
  return new Map([
    ...columns.map(({ name }, index): [string, string] => [name, rows[index] ?? 'NULL']),
    ...omitted.map((column): [string, string] => [column.name, defaultText(column, env)]),
  ]);
}
