import { GoogleSqlError } from '../googlesql/errors.ts';
import type { ProceduralStatement, Statement } from '../googlesql/ast.ts';
import type { Execution } from '../statements/execution.ts';
import { type Completion, next } from './completion.ts';
import { runBlock, runRaise } from './blocks.ts';
import { runCase, runIf } from './branches.ts';
import { runCall } from './calls.ts';
import { checkFlow } from './check-flow.ts';
import { runDeclare, runSet } from './declarations.ts';
import { runExecuteImmediate } from './execute-immediate.ts';
import { runFor, runLoop, runRepeat, runWhile } from './loops.ts';
import { asScriptError, type Frame, ScriptError } from './script-error.ts';
import { runPlain, type StatementRun } from './statement-run.ts';
import { SystemVariables } from './system-variables.ts';
import { runTransaction } from './transactions.ts';

/** Procedures that call each other may nest so deep, as in BigQuery. */
export const maximumCallDepth = 50;

/** A script at work: what its parts share. */
export interface Script {
  readonly execution: Execution;
  /** What the running statements were parsed from. */
  readonly text: string;
  readonly system: SystemVariables;
  /** Whether it is a script to BigQuery too, and words its errors as one. */
  readonly isScript: boolean;
  /** `project.dataset.procedure`, where the text is a procedure's body. */
  readonly location: string | undefined;
  /** The calls that led here, innermost first. */
  readonly callers: readonly Frame[];
  /** The error that a handler is handling, which RAISE without a message throws again. */
  readonly handled: ScriptError | undefined;
  /** Told of each statement that is no scripting statement, once it is done or has failed. */
  readonly onStatement: (run: StatementRun) => Promise<void>;
}

/** Runs statements in turn. */
export async function runStatements(script: Script, statements: readonly Statement[]): Promise<Completion> {
  for (const statement of statements) {
    script.execution.signal.throwIfAborted();
    const completion = await runOne(script, statement);
    if (completion.kind !== 'next') return completion;
  }
  return next;
}

async function runOne(script: Script, statement: Statement): Promise<Completion> {
  const { session, signal } = script.execution;
  const { progress } = session;
  try {
    if (isProcedural(statement)) return await runInSlots(script, statement);
    await runPlain(script, statement);
    return next;
  } catch (error) {
    if (!script.isScript || signal.aborted) throw error;
    // A handler may go on with the transaction. What a loop did before its condition failed stays done.
    if (!(error instanceof ScriptError)) await session.restore(isProcedural(statement) ? session.progress : progress);
    throw asScriptError(error, statement, script);
  }
}

const proceduralKinds: ReadonlySet<string> = new Set<ProceduralStatement['kind']>([
  'declare',
  'set',
  'if',
  'case_statement',
  'loop',
  'while',
  'repeat',
  'for',
  'leave',
  'return',
  'block',
  'raise',
  'execute_immediate',
  'call_statement',
  'transaction',
]);

/** Whether a statement is one of the procedural language, which the interpreter runs itself. */
export function isProcedural(statement: Statement): statement is ProceduralStatement {
  return proceduralKinds.has(statement.kind);
}

/** Runs a statement and frees the slots that it took, so that a loop takes no more of them than one turn does. */
async function runInSlots(script: Script, statement: ProceduralStatement): Promise<Completion> {
  const { execution } = script;
  const { slots } = execution;
  try {
    return await runProcedural(script, statement);
  } finally {
    // Variables are there until the block ends that declares them.
    if (statement.kind !== 'declare') execution.slots = slots;
  }
}

async function runProcedural(script: Script, statement: ProceduralStatement): Promise<Completion> {
  switch (statement.kind) {
    case 'declare':
      return runDeclare(script, statement);
    case 'set':
      return runSet(script, statement);
    case 'if':
      return runIf(script, statement);
    case 'case_statement':
      return runCase(script, statement);
    case 'loop':
      return runLoop(script, statement);
    case 'while':
      return runWhile(script, statement);
    case 'repeat':
      return runRepeat(script, statement);
    case 'for':
      return runFor(script, statement);
    case 'leave':
      return { kind: 'leave', again: statement.again, label: statement.label };
    case 'return':
      return { kind: 'return' };
    case 'block':
      return runBlock(script, statement);
    case 'raise':
      return runRaise(script, statement);
    case 'execute_immediate':
      return runExecuteImmediate(script, statement);
    case 'call_statement':
      return runCall(script, statement);
    case 'transaction':
      return runTransaction(script, statement);
  }
}

/**
 * Whether statements make a script: several, or one of the procedural language. Temporary functions before a query make
 * none: https://cloud.google.com/bigquery/docs/multi-statement-queries
 */
export function isScript(statements: readonly Statement[]): boolean {
  const others = statements.filter(
    ({ kind, ...rest }) => kind !== 'create_function' || !('temporary' in rest && rest.temporary),
  );
  const [only] = others;
  return only === undefined || others.length > 1 || isProcedural(only);
}

/** Refuses what makes no sense by itself: the session of a temporary object ends with its statement. */
export function refuseLonely(statements: readonly Statement[]): void {
  const [only] = statements;
  if (statements.every((one) => one.kind === 'create_function' && one.temporary)) {
    throw new GoogleSqlError('CREATE TEMPORARY FUNCTION statements must be followed by an actual query.');
  }
  if (statements.length === 1 && only?.kind === 'create_table' && only.temporary) {
    throw new GoogleSqlError('Use of CREATE TEMPORARY TABLE requires a script or session');
  }
}

/** Runs a whole script. A transaction that it leaves open is undone, as in BigQuery. */
export async function runScript(
  execution: Execution,
  statements: readonly Statement[],
  text: string,
  onStatement: Script['onStatement'],
): Promise<void> {
  refuseLonely(statements);
  checkFlow(statements, text);
  const system = await SystemVariables.create(execution, text);
  const context = { isScript: isScript(statements), location: undefined, callers: [], handled: undefined };
  try {
    await runStatements({ execution, text, system, ...context, onStatement }, statements);
  } finally {
    await undoOpenTransaction(execution);
  }
}

async function undoOpenTransaction(execution: Execution): Promise<void> {
  const open = execution.openTransaction;
  if (open === undefined) return;
  execution.openTransaction = undefined;
  await execution.session.rollback();
  for (const release of open.releases) release();
}
