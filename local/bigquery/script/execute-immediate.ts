import type { ExecuteImmediateStatement, Statement } from '../googlesql/ast.ts';
import { canCoerce } from '../googlesql/coercion.ts';
import { GoogleSqlError, type Position } from '../googlesql/errors.ts';
import { type Binding, compileExpression, compileStatement } from '../googlesql/compile.ts';
import { parseScript } from '../googlesql/parser/index.ts';
import { duckType, printType, STRING, type SqlType } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';
import { type Completion, next } from './completion.ts';
import { isProcedural, runStatements, type Script } from './interpreter.ts';
import { runPlain } from './statement-run.ts';
import { assign, newSlot, setSlot, valueOfType, variableNamed } from './variables.ts';

/** EXECUTE IMMEDIATE: one statement from a text, with its own parameters; INTO takes the only row of a query. */
export async function runExecuteImmediate(script: Script, statement: ExecuteImmediateStatement): Promise<Completion> {
  const { execution } = script;
  const inner = await textOf(execution, statement);
  const parameters = await parametersOf(execution, statement);
  const targets = targetsOf(execution, statement.into);
  const only = parseOnly(inner, statement.sql.position);
  const { parameters: outerParameters, variables } = execution;
  execution.parameters = parameters;
  // The text sees what USING gives it, and none of the script's variables.
  execution.variables = new Map();
  try {
    if (targets.length > 0) await runInto(execution, only, targets);
    else if (isProcedural(only)) return await runStatements({ ...script, text: inner }, [only]);
    else await runPlain({ ...script, text: inner }, only);
    return next;
  } catch (error) {
    if (!(error instanceof GoogleSqlError)) throw error;
    // The text's own position, then the statement's.
    throw new GoogleSqlError(error.message, statement.position, error.reason);
  } finally {
    execution.parameters = outerParameters;
    execution.variables = variables;
  }
}

interface IntoTarget extends Binding {
  readonly name: string;
}

function targetsOf(execution: Execution, into: ExecuteImmediateStatement['into']): readonly IntoTarget[] {
  const seen = new Set<string>();
  return into.map(({ name, position }) => {
    if (seen.has(name.toLowerCase())) {
      throw new GoogleSqlError(
        'EXECUTE IMMEDIATE with INTO clause cannot assign to the same variable multiple times',
        position,
      );
    }
    seen.add(name.toLowerCase());
    return { ...variableNamed(execution, name, position), name };
  });
}

/** Kinds that can't be run from a text: https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language#execute_immediate */
const refusedKinds: Readonly<Partial<Record<Statement['kind'], string>>> = {
  call_statement: 'CallStatement',
  case_statement: 'CaseStatement',
  declare: 'VariableDeclaration',
  execute_immediate: 'ExecuteImmediateStatement',
  for: 'ForInStatement',
  if: 'IfStatement',
  loop: 'WhileStatement',
  raise: 'RaiseStatement',
  repeat: 'RepeatStatement',
  set: 'SingleAssignment',
  while: 'WhileStatement',
};

function parseOnly(text: string, position: Position): Statement {
  const statements = ((): readonly Statement[] => {
    try {
      return parseScript(text).statements;
    } catch (error) {
      if (!(error instanceof GoogleSqlError)) throw error;
      throw new GoogleSqlError(`Invalid EXECUTE IMMEDIATE sql string \`${text}\`, ${error.message}`, position);
    }
  })();
  const [only, ...others] = statements;
  if (only === undefined || others.length > 0) {
    throw new GoogleSqlError('EXECUTE IMMEDIATE sql string must contain exactly one statement', position);
  }
  const refused = refusedKinds[only.kind];
  if (refused !== undefined) {
    throw new GoogleSqlError(
      `SQL created by EXECUTE IMMEDIATE contains unsupported statement type: ${refused}`,
      position,
    );
  }
  return only;
}

async function textOf(execution: Execution, { sql }: ExecuteImmediateStatement): Promise<string> {
  const [row] = await execution.session.rows(`SELECT ${valueOfType(execution, sql, STRING)}`);
  if (typeof row?.[0] !== 'string') {
    throw new GoogleSqlError('EXECUTE IMMEDIATE sql string cannot be NULL', sql.position);
  }
  return row[0];
}

async function parametersOf(
  execution: Execution,
  { using, position }: ExecuteImmediateStatement,
): Promise<ReadonlyMap<string, Binding> | readonly Binding[]> {
  const named = new Map<string, Binding>();
  const positional: Binding[] = [];
  for (const { expression, alias } of using) {
    const { sql, type } = compileExpression(expression, execution.compileContext());
    const binding = { type, slot: newSlot(execution) };
    await setSlot(execution, binding.slot, sql);
    if (alias === undefined) positional.push(binding);
    else if (named.has(alias.name.toLowerCase())) {
      throw new GoogleSqlError(
        `EXECUTE IMMEDIATE USING parameters must have unique names, found duplicate name: ${alias.name}`,
        alias.position,
      );
    } else named.set(alias.name.toLowerCase(), binding);
  }
  if (named.size > 0 && positional.length > 0) {
    throw new GoogleSqlError('EXECUTE IMMEDIATE USING parameters must be all positional or all named.', position);
  }
  return named.size > 0 ? named : positional;
}

async function runInto(execution: Execution, inner: Statement, targets: readonly IntoTarget[]): Promise<void> {
  const { position } = inner;
  const compiled = compileStatement(inner, execution.compileContext());
  if (compiled.kind !== 'query') {
    throw new GoogleSqlError('EXECUTE IMMEDIATE with INTO clause must use a query statement', position);
  }
  if (compiled.columns.length !== targets.length) {
    throw new GoogleSqlError(
      `Variables returned by Dynamic SQL do not match number of variables in INTO clause, expected ${targets.length} columns, but got ${compiled.columns.length}`,
      position,
    );
  }
  for (const [index, target] of targets.entries()) refuseMismatch(compiled.columns[index]?.type, target, position);
  const columns = targets.map((_, index) => `c${index}`);
  const row = newSlot(execution);
  const fields = columns.map((column) => `${column} := ${column}`).join(', ');
  const rows = `SELECT list(struct_pack(${fields})) FROM (SELECT * FROM (${compiled.sql}) AS t (${columns.join(', ')}) LIMIT 2)`;
  await setSlot(execution, row, `(${rows})`);
  const [count] = await execution.session.rows(`SELECT coalesce(len(getvariable('${row}')), 0)`);
  if (Number(count?.[0]) > 1) {
    throw new GoogleSqlError('DynamicSQL may only return 0 or 1 rows with INTO clause', position);
  }
  for (const [index, target] of targets.entries()) {
    await assign(execution, target, `CAST(getvariable('${row}')[1].c${index} AS ${duckType(target.type)})`);
  }
}

function refuseMismatch(given: SqlType | undefined, { name, type }: IntoTarget, position: Position): void {
  if (given === undefined || canCoerce({ kind: 'value', type: given }, type)) return;
  throw new GoogleSqlError(
    `Value returned by Dynamic SQL has type ${printType(given)} which is not assignable to variable ${name} of type ${printType(type)}`,
    position,
  );
}
