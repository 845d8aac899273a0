import type { Statement } from '../googlesql/ast.ts';
import { runStatement } from '../statements/run-statement.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { checkProcedure } from './check-procedure.ts';
import type { Script } from './interpreter.ts';
import type { Frame } from './script-error.ts';

/** A statement of a script that was run, and what came of it: an outcome or an error. Times are milliseconds since 1970. */
export interface StatementRun {
  readonly text: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
  /** `project.dataset.procedure`, where it stands in one. */
  readonly location: string | undefined;
  readonly callers: readonly Frame[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome?: StatementOutcome;
  readonly error?: unknown;
}

/** Runs a statement that is no scripting statement, and tells the script's owner of it. */
export async function runPlain(script: Script, statement: Statement): Promise<void> {
  const { position, end } = statement;
  const text = script.text.slice(position.offset, end);
  const lines = text.split('\n');
  const last = lines.at(-1)?.length ?? 0;
  const run = {
    text,
    start: { line: position.line, column: position.column },
    end: { line: position.line + lines.length - 1, column: lines.length === 1 ? position.column + last : last + 1 },
    location: script.location,
    callers: script.callers,
    startedAt: Date.now(),
  };
  try {
    if (statement.kind === 'create_procedure') await checkProcedure(script.execution, statement, script.text);
    const outcome = await runStatement(script.execution, statement);
    await script.system.afterStatement(outcome);
    await script.onStatement({ ...run, endedAt: Date.now(), outcome });
  } catch (error) {
    await script.onStatement({ ...run, endedAt: Date.now(), error });
    throw error;
  }
}
