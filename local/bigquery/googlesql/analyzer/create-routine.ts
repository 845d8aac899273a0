import type {
  CreateFunctionStatement,
  CreateProcedureStatement,
  CreateTableFunctionStatement,
  Identifier,
  TableType,
  TypeName,
} from '../ast.ts';
import type { CompiledAction } from '../compiled.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { duckType, sameType, type SqlType } from '../types.ts';
import { targetPath } from './catalog-paths.ts';
import { coerce } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { compileOptions } from './options.ts';
import { compileQuery } from './query.ts';
import type { Relation } from './relation.ts';
import { Scope } from './scope.ts';
import { resolveType } from './type-names.ts';
import type { Typed } from './typed.ts';

type Parameters = readonly { readonly name: Identifier; readonly type: TypeName }[];

/** CREATE FUNCTION with a SQL body. The body is checked now where all its arguments have types. */
export function compileCreateFunction(node: CreateFunctionStatement, env: Env): CompiledAction {
  const { body, bodyText } = node;
  if (node.language !== undefined) throw notSupported(`functions in ${node.language}`, node.position);
  if (node.aggregate) throw notSupported('CREATE AGGREGATE FUNCTION', node.position);
  if (!body || bodyText === undefined) throw new GoogleSqlError('A SQL function needs a body', node.position);
  const args = argumentsOf(node.parameters);
  const returns = node.returns && resolveType(node.returns);
  const inner = bodyEnv(args, env, 'a function body');
  if (inner) {
    const value = expression(body, inner);
    const mismatch = (from: string, to: string): string =>
      `Function declared to return ${to} but the function body produces incompatible type ${from}`;
    if (returns) coerce(value, returns, body.position, mismatch);
  }
  return {
    kind: 'createFunction',
    ...creation(node, env),
    isTemporary: node.temporary,
    target: targetPath(node.target, env.compilation.context, node.temporary),
    arguments: args,
    returns,
    body: bodyText,
  };
}

/** CREATE TABLE FUNCTION. */
export function compileCreateTableFunction(node: CreateTableFunctionStatement, env: Env): CompiledAction {
  const args = argumentsOf(node.parameters);
  const inner = bodyEnv(args, env, 'SELECT list');
  const relation = inner && compileQuery(node.query, inner, {});
  if (node.returns) checkReturns(node.returns, relation);
  return {
    kind: 'createTableFunction',
    ...creation(node, env),
    target: targetPath(node.target, env.compilation.context, false),
    arguments: args,
    body: node.queryText,
  };
}

/** Refuses RETURNS TABLE unless it says what the query gives anyway: nothing is converted. */
function checkReturns({ columns, position }: TableType, relation: Relation | undefined): void {
  if (!relation) throw notSupported('RETURNS TABLE beside arguments of ANY TYPE', position);
  const isSame =
    columns.length === relation.columns.length &&
    columns.every(({ name, type }, index) => {
      const given = relation.columns[index];
      return given?.name.toLowerCase() === name.name.toLowerCase() && sameType(given.type, resolveType(type));
    });
  if (!isSame) throw notSupported('RETURNS TABLE with other columns than the query has', position);
}

/** CREATE PROCEDURE: the body is text until it is called. */
export function compileCreateProcedure(node: CreateProcedureStatement, env: Env): CompiledAction {
  return {
    kind: 'createProcedure',
    ...creation(node, env),
    target: targetPath(node.target, env.compilation.context, false),
    arguments: node.parameters.map(({ mode, name, type }) => ({ mode, name: name.name, type: typeOf(type) })),
    body: node.bodyText,
  };
}

const creation = (
  node: CreateFunctionStatement | CreateTableFunctionStatement | CreateProcedureStatement,
  env: Env,
) => ({ orReplace: node.orReplace, ifNotExists: node.ifNotExists, options: compileOptions(node.options, env) });

const typeOf = (type: TypeName): SqlType | undefined =>
  type.kind === 'any_type' && type.of === 'TYPE' ? undefined : resolveType(type);

const argumentsOf = (nodes: Parameters): { readonly name: string; readonly type: SqlType | undefined }[] => {
  const seen = new Set<string>();
  return nodes.map(({ name, type }) => {
    const key = name.name.toLowerCase();
    if (seen.has(key)) throw new GoogleSqlError(`Duplicate argument name ${name.name}`, name.position);
    seen.add(key);
    return { name: name.name, type: typeOf(type) };
  });
};

/** Surroundings of a body that is checked, or undefined where an argument may have any type. */
function bodyEnv(args: ReturnType<typeof argumentsOf>, env: Env, clause: string): Env | undefined {
  const values = args.flatMap(({ name, type }): [string, Typed][] =>
    type ? [[name.toLowerCase(), { sql: `CAST(NULL AS ${duckType(type)})`, type }]] : [],
  );
  if (values.length < args.length) return undefined;
  return { ...plain(env, new Scope(undefined), clause), arguments: new Map(values), isStored: true };
}
