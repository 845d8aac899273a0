import { GoogleSqlError } from '../googlesql/errors.ts';
import type { ProceduralStatement, Statement } from '../googlesql/ast.ts';
import type { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { runStatement } from '../statements/run-statement.ts';
import { type Completion, next } from './completion.ts';
import { runBlock, runRaise } from './blocks.ts';
import { runCase, runIf } from './branches.ts';
import { runCall } from './calls.ts';
import { runDeclare, runSet } from './declarations.ts';
import { runExecuteImmediate } from './execute-immediate.ts';
import { runFor, runLoop, runRepeat, runWhile } from './loops.ts';
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
  readonly callDepth: number;
  /** The error that a handler is handling, which RAISE without a message throws again. */
  readonly handled: Error | undefined;
  /** Told of each statement that is no scripting statement. */
  readonly onOutcome: (outcome: StatementOutcome) => void;
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
  if (isProcedural(statement)) return runProcedural(script, statement);
  const outcome = await runStatement(script.execution, statement);
  await script.system.afterStatement(outcome);
  script.onOutcome(outcome);
  return next;
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

/** Runs a whole script. A transaction that it leaves open is undone, as in BigQuery. */
export async function runScript(
  execution: Execution,
  statements: readonly Statement[],
  text: string,
  onOutcome: (outcome: StatementOutcome) => void,
): Promise<void> {
  const system = await SystemVariables.create(execution, text);
  const script: Script = { execution, text, system, callDepth: 0, handled: undefined, onOutcome };
  try {
    const completion = await runStatements(script, statements);
    if (completion.kind === 'leave') throw new GoogleSqlError('BREAK or CONTINUE outside of a loop');
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
