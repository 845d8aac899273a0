import type { Query } from '../ast.ts';
import type { CompiledQuery, OutputColumn } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { storedText } from '../printer/stored.ts';
import { duckFieldName, quoteIdentifier, type SqlType } from '../types.ts';
import { quoteString } from '../signatures/template.ts';
import type { Env } from './compilation.ts';
import { compileQuery } from './query.ts';
import type { Relation } from './relation.ts';

/** The names of an answer's columns: `f0_`, `f1_` … for those without, `a_1` for a second `a`. */
export function answerNames(columns: readonly { readonly name: string }[]): string[] {
  let unnamed = 0;
  const given = columns.map(({ name }) => (name === '' ? `f${unnamed++}_` : name));
  const taken = new Set(given.map((name) => name.toLowerCase()));
  const seen = new Set<string>();
  return given.map((name) => {
    const isSecond = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    if (!isSecond) return name;
    let count = 1;
    while (taken.has(`${name}_${count}`.toLowerCase())) count++;
    taken.add(`${name}_${count}`.toLowerCase());
    return `${name}_${count}`;
  });
}

/** Refuses names that occur twice, which an answer of its own takes and a table does not. */
export function refuseDuplicates({ duplicates }: Pick<CompiledQuery, 'duplicates'>): void {
  if (duplicates.length === 0) return;
  throw new GoogleSqlError(
    `Duplicate column names in the result are not supported when a destination table is present. Found duplicate(s): ${duplicates.join(', ')}`,
  );
}

function duplicatesOf(columns: readonly { readonly name: string }[]): readonly string[] {
  const names = columns.map(({ name }) => name).filter((name) => name !== '');
  const keys = names.map((name) => name.toLowerCase());
  return [...new Set(names.filter((_, index) => keys.indexOf(keys[index] ?? '') !== index))];
}

const holdsArray = (type: SqlType): boolean => storedText('x', type, '') !== 'x';

/** A query as the answer of a statement: columns under their own names, arrays as they are kept. */
export function answer(query: Query, env: Env): CompiledQuery {
  return answerOf(compileQuery(query, env, { names: answerNames }), env, answerNames);
}

/** The relation as an answer; `printed` gives the names its columns are printed under (`c1` … where undefined). */
export function answerOf(relation: Relation, env: Env, printed: typeof answerNames | undefined): CompiledQuery {
  const names = answerNames(relation.columns);
  const given = printed ? names : names.map((_, index) => `c${index + 1}`);
  const [first] = relation.columns;
  const { compilation } = env;
  const base = { isOrdered: relation.isOrdered, duplicates: duplicatesOf(relation.columns) };
  if (relation.isValueTable && first?.type.kind === 'STRUCT') {
    const { type } = first;
    const alias = compilation.newAlias();
    const fields = answerNames(type.fields);
    const value = `${alias}.${quoteIdentifier(given[0] ?? '')}`;
    const list = type.fields.map((field, index) => {
      const text = `struct_extract(${value}, ${quoteString(duckFieldName(type, index))})`;
      const name = fields[index] ?? '';
      return `${storedText(text, field.type, name)} AS ${quoteIdentifier(name)}`;
    });
    const columns = type.fields.map((field, index): OutputColumn => ({ name: fields[index] ?? '', type: field.type }));
    const sql = `SELECT ${list.join(', ')} FROM (${relation.sql}) AS ${alias}`;
    return { ...base, duplicates: duplicatesOf(type.fields), sql: compilation.withViews(sql), columns };
  }
  const columns = relation.columns.map(({ type }, index): OutputColumn => ({ name: names[index] ?? '', type }));
  if (printed && !columns.some(({ type }) => holdsArray(type))) {
    return { ...base, sql: compilation.withViews(relation.sql), columns };
  }
  const alias = compilation.newAlias();
  const list = columns.map(({ name, type }, index) => {
    const column = `${alias}.${quoteIdentifier(given[index] ?? '')}`;
    return `${storedText(column, type, name)} AS ${quoteIdentifier(name)}`;
  });
  const sql = `SELECT ${list.join(', ')} FROM (${relation.sql}) AS ${alias}`;
  return { ...base, sql: compilation.withViews(sql), columns };
}
