import { LakeError, SourceError, WarehouseError } from '../ingest/index.ts';
import { DataDirInUseError } from '../local/services.ts';
import { CliError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import { UsageError } from './parser.ts';
import { StageError } from './run/stages.ts';

/** A failure as the user sees it. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];
}

const howToGoOn = 'What is done stays done: the same command goes on from here.';

/** What to say of an error, and the exit code that tells it apart. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof StageError) {
    const reason = describeFailure(error.cause);
    return { exitCode: reason.exitCode, lines: [error.message, ...reason.lines, howToGoOn] };
  }
  if (error instanceof UsageError) {
    return { exitCode: ExitCode.usage, lines: [error.message, 'crime --help lists the commands and their options.'] };
  }
  if (error instanceof CliError) {
    return { exitCode: error.exitCode, lines: [error.message, ...(error.advice === undefined ? [] : [error.advice])] };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodeOf(error), lines: [message] };
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof SourceError) return ExitCode.source;
  if (error instanceof LakeError) return ExitCode.lake;
  if (error instanceof WarehouseError) return ExitCode.warehouse;
  if (error instanceof DataDirInUseError) return ExitCode.dataDirectoryInUse;
  return ExitCode.internal;
}
