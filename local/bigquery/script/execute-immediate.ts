import type { ExecuteImmediateStatement } from '../googlesql/ast.ts';
import { GoogleSqlError } from '../googlesql/errors.ts';
import { type Binding, compileExpression, compileStatement } from '../googlesql/compile.ts';
import { parseScript } from '../googlesql/parser/index.ts';
import { duckType } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';
import { runStatement } from '../statements/run-statement.ts';
import { type Completion, next } from './completion.ts';
import { isProcedural, runStatements, type Script } from './interpreter.ts';
import { newSlot, setSlot, variableNamed } from './variables.ts';

/** EXECUTE IMMEDIATE: one statement from a text, with its own parameters; INTO takes the only row of a query. */
export async function runExecuteImmediate(script: Script, statement: ExecuteImmediateStatement): Promise<Completion> {
  const { execution } = script;
  const inner = await textOf(execution, statement);
  const parameters = await parametersOf(execution, statement);
  const targets = statement.into.map(({ name, position }) => variableNamed(execution, name, position));
  const before = execution.parameters;
  execution.parameters = parameters;
  try {
    const { statements } = parseScript(inner);
    const [only, ...others] = statements;
    if (only === undefined || others.length > 0) {
      throw new GoogleSqlError('EXECUTE IMMEDIATE runs a single statement', statement.position);
    }
    if (targets.length > 0) await runInto(execution, only, targets, statement);
    else if (isProcedural(only)) return await runStatements({ ...script, text: inner }, [only]);
    else {
      const outcome = await runStatement(execution, only);
      await script.system.afterStatement(outcome);
      script.onOutcome(outcome);
    }
    return next;
  } finally {
    execution.parameters = before;
  }
}

async function textOf(execution: Execution, { sql, position }: ExecuteImmediateStatement): Promise<string> {
  const compiled = compileExpression(sql, execution.compileContext());
  if (compiled.type.kind !== 'STRING') throw new GoogleSqlError('EXECUTE IMMEDIATE wants a STRING', position);
  const [row] = await execution.session.rows(`SELECT ${compiled.sql}`);
  if (typeof row?.[0] !== 'string') throw new GoogleSqlError('SQL of EXECUTE IMMEDIATE is NULL', position);
  return row[0];
}

async function parametersOf(
  execution: Execution,
  { using }: ExecuteImmediateStatement,
): Promise<ReadonlyMap<string, Binding> | readonly Binding[]> {
  const named = new Map<string, Binding>();
  const positional: Binding[] = [];
  for (const { expression, alias } of using) {
    const { sql, type } = compileExpression(expression, execution.compileContext());
    const binding = { type, slot: newSlot('using') };
    await setSlot(execution, binding.slot, sql);
    if (alias === undefined) positional.push(binding);
    else named.set(alias.name.toLowerCase(), binding);
  }
  return named.size > 0 ? named : positional;
}

async function runInto(
  execution: Execution,
  inner: Parameters<typeof compileStatement>[0],
  targets: readonly Binding[],
  { position }: ExecuteImmediateStatement,
): Promise<void> {
  const compiled = compileStatement(inner, execution.compileContext());
  if (compiled.kind !== 'query') throw new GoogleSqlError('EXECUTE IMMEDIATE … INTO wants a query', position);
  if (compiled.columns.length !== targets.length) {
    throw new GoogleSqlError(
      `EXECUTE IMMEDIATE gives ${compiled.columns.length} columns to ${targets.length} variables`,
      position,
    );
  }
  const columns = targets.map((_, index) => `c${index}`);
  const row = newSlot('into');
  // One row or none: DuckDB refuses a second in the words of a scalar subquery.
  const fields = columns.map((column) => `${column} := ${column}`).join(', ');
  await setSlot(execution, row, `(SELECT struct_pack(${fields}) FROM (${compiled.sql}) AS t (${columns.join(', ')}))`);
  for (const [index, { slot, type }] of targets.entries()) {
    await setSlot(execution, slot, `CAST(getvariable('${row}').c${index} AS ${duckType(type)})`);
  }
}
