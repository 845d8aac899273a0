import type { BlockStatement, RaiseStatement } from '../googlesql/ast.ts';
import { compileExpression } from '../googlesql/compile.ts';
import { GoogleSqlError } from '../googlesql/errors.ts';
import { type Completion, next } from './completion.ts';
import { runStatements, type Script } from './interpreter.ts';
import { RaisedError, ScriptError } from './script-error.ts';

/** BEGIN … EXCEPTION … END: variables declared inside end with it; a handler takes any error but a cancellation. */
export async function runBlock(script: Script, statement: BlockStatement): Promise<Completion> {
  const { execution } = script;
  const before = execution.variables;
  try {
    const completion = await runBody(script, statement);
    const isMine = completion.kind === 'leave' && !completion.again && completion.label !== undefined;
    return isMine && completion.label === statement.label ? next : completion;
  } finally {
    execution.variables = before;
  }
}

async function runBody(script: Script, statement: BlockStatement): Promise<Completion> {
  const { execution, system } = script;
  const before = execution.variables;
  try {
    return await runStatements(script, statement.statements);
  } catch (error) {
    if (!(error instanceof ScriptError) || statement.handler === undefined || execution.signal.aborted) throw error;
    execution.variables = before;
    await system.enterHandler(error);
    const completion = await runStatements({ ...script, handled: error }, statement.handler);
    await system.leaveHandler(script.handled);
    return completion;
  }
}

/** RAISE: throws again what a handler handles, or a message of the script's own. */
export async function runRaise(script: Script, statement: RaiseStatement): Promise<Completion> {
  const { execution, handled } = script;
  if (statement.message === undefined) {
    if (handled === undefined) {
      throw new GoogleSqlError(
        'RAISE without USING MESSAGE is only allowed in an exception handler',
        statement.position,
      );
    }
    throw handled;
  }
  const { sql } = compileExpression(statement.message, execution.compileContext());
  const [row] = await execution.session.rows(`SELECT CAST(${sql} AS VARCHAR)`);
  throw new RaisedError(String(row?.[0] ?? 'NULL'));
}
