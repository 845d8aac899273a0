import type { MergeClause, MergeStatement } from '../ast.ts';
import type { CompiledAction, Step } from '../compile.ts';
import { GoogleSqlError } from '../errors.ts';
import { storedText } from '../printer/stored.ts';
import { coerce, condition } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { columnList, defaultText, dmlTarget, omittedColumns, targetColumns, type DmlTarget } from './dml-target.ts';
import { expression } from './expressions.ts';
import { fromItem } from './from.ts';
import { checkCount, rowValues } from './insert.ts';
import { mergeRanges, Scope, type FromItem } from './scope.ts';
import { assignmentTexts, refuseTwice } from './update.ts';
import { wrapped } from './wrapped.ts';

const SOURCE_TABLE = '_merge_source';

/**
 * MERGE. A source that is more than a table is computed once, into a temporary table, where rows of the target can match
 * it: that no row matches twice is checked first, since DuckDB would let the last one win.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#merge_statement
 */
export function compileMerge(node: MergeStatement, env: Env): CompiledAction {
  const target = dmlTarget(node.target, node.alias, env, 'MERGE into');
  const given = wrapped(fromItem(node.source, env, undefined), env);
  const isMatching = node.clauses.some(({ match }) => match === 'MATCHED');
  const { source, before, after } = isMatching ? stored(given, env) : { source: given, before: [], after: [] };
  const both: FromItem = {
    sql: '',
    columns: [...target.item.columns, ...source.columns],
    hidden: [...target.item.hidden, ...source.hidden],
    ranges: mergeRanges(target.item.ranges, source.ranges, node.position),
  };
  const on = test(node.on, both, env, 'MERGE ON clause');
  const scopes = { MATCHED: both, NOT_MATCHED_BY_TARGET: source, NOT_MATCHED_BY_SOURCE: target.item };
  const clauses = node.clauses.map((clause) => {
    const item = scopes[clause.match];
    const when = clause.condition && test(clause.condition, item, env, 'MERGE WHEN clause');
    return { match: clause.match, when, text: clauseText(clause, when, target, item, source, env) };
  });
  const matched = clauses.filter(({ match }) => match === 'MATCHED');
  const checks: Step[] = [];
  if (isMatching) {
    const some = matched.some(({ when }) => when === undefined)
      ? ''
      : ` WHERE ${matched.map(({ when }) => `(${when ?? 'true'})`).join(' OR ')}`;
    checks.push(refuseTwice(`${target.item.sql} INNER JOIN ${source.sql} ON ${on}`, some, target.alias, env));
  }
  const texts = clauses.map(({ text }) => text).join(' ');
  const sql = `MERGE INTO ${target.item.sql} USING ${source.sql} ON ${on} ${texts}`;
  return {
    kind: 'merge',
    target: target.entry,
    before: [...before, ...checks],
    after,
    sql: env.compilation.withViews(sql),
  };
}

/** The source's rows as a temporary table. */
function stored(source: FromItem, env: Env) {
  const rows = source.sql.replace(/ AS \w+$/u, '');
  const alias = source.sql.slice(rows.length + ' AS '.length);
  const create = `CREATE OR REPLACE TEMP TABLE ${SOURCE_TABLE} AS ${env.compilation.withViews(`SELECT * FROM ${source.sql}`)}`;
  const before: Step[] = [{ kind: 'run', sql: create }];
  const item: FromItem = { ...source, sql: `temp.${SOURCE_TABLE} AS ${alias}` };
  return { source: item, before, after: [`DROP TABLE temp.${SOURCE_TABLE}`] };
}

function test(node: MergeStatement['on'], item: FromItem, env: Env, clause: string): string {
  return condition(expression(node, plain(env, Scope.of(item, env.scope), clause)), clause, node.position);
}

const WHEN = {
  MATCHED: 'WHEN MATCHED',
  NOT_MATCHED_BY_TARGET: 'WHEN NOT MATCHED BY TARGET',
  NOT_MATCHED_BY_SOURCE: 'WHEN NOT MATCHED BY SOURCE',
} as const;

function clauseText(
  { match, action, position }: MergeClause,
  when: string | undefined,
  target: DmlTarget,
  item: FromItem,
  source: FromItem,
  env: Env,
): string {
  const head = `${WHEN[match]}${when === undefined ? '' : ` AND ${when}`} THEN`;
  const inner = plain(env, Scope.of(item, env.scope), 'MERGE');
  switch (action.kind) {
    case 'merge_delete':
      return `${head} DELETE`;
    case 'merge_update':
      return `${head} UPDATE SET ${assignmentTexts(action.assignments, target.entry, target.item, inner)}`;
    case 'merge_insert': {
      const columns = targetColumns(target.entry, action.columns);
      const omitted = omittedColumns(target.entry, columns);
      const rows = action.values
        ? rowValues(action.values, columns, inner)
        : source.columns.map(({ value }, index) => {
            const column = columns[index];
            if (!column) return '';
            const mismatch = (from: string, to: string): string =>
              `Value has type ${from} which cannot be inserted into column ${column.name}, which has type ${to}`;
            return storedText(coerce(value, column.type, position, mismatch).sql, column.type, column.name);
          });
      checkCount(action.values?.length ?? source.columns.length, columns.length, action.position);
      const defaults = omitted.map((column) => defaultText(column, env));
      if (match !== 'NOT_MATCHED_BY_TARGET') {
        throw new GoogleSqlError('INSERT is allowed in WHEN NOT MATCHED BY TARGET only', action.position);
      }
      return `${head} INSERT ${columnList([...columns, ...omitted])} VALUES (${[...rows, ...defaults].join(', ')})`;
    }
  }
}
