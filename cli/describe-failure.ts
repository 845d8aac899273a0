import {
  LakeError,
  PortalError,
  PortalRequestError,
  ReconciliationError,
  SourceError,
  WarehouseError,
} from '../ingest/errors.ts';
import { fileLock } from '../local/bigquery/engine/duckdb-errors.ts';
import { DataDirInUseError, ServiceStartError } from '../local/services.ts';
import { CliError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import { UsageError } from './parser.ts';
import { StoppedError } from './signals.ts';
import { StageError } from './run/stages.ts';

/** A failure as the user sees it. */
export interface Failure {
  /** One of `ExitCode`, or that of a signal. */
  readonly exitCode: number;
  readonly lines: readonly string[];
}

const howToGoOn = 'What is done stays done: the same command goes on from here.';

/** What to say of an error, and the exit code that tells it apart. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof StoppedError) return { exitCode: error.exitCode, lines: [error.message] };
  if (error instanceof StageError) {
    const reason = describeFailure(error.cause);
    // A line that was refused is refused again.
    const further = reason.exitCode === ExitCode.usage ? [] : [howToGoOn];
    return { exitCode: reason.exitCode, lines: [error.message, ...reason.lines, ...further] };
  }
  if (error instanceof UsageError) {
    return { exitCode: ExitCode.usage, lines: [error.message, 'crime --help lists the commands and their options.'] };
  }
  if (error instanceof CliError) {
    return { exitCode: error.exitCode, lines: [error.message, ...(error.advice === undefined ? [] : [error.advice])] };
  }
  const message = error instanceof Error ? error.message : String(error);
  const lock = fileLock(error);
  if (lock !== undefined && lock.file !== '' && lock.holder > 0) {
    return {
      exitCode: ExitCode.dataDirectoryInUse,
      lines: [
        `${lock.file} is in use by process ${lock.holder}.`,
        'Stop that, crime portal perhaps, or name another --data-dir.',
      ],
    };
  }
  const advice = adviceFor(error);
  return { exitCode: exitCodeOf(error), lines: [message, ...(advice === undefined ? [] : [advice])] };
}

const makeRoom = 'The disk is full: make room and run the same command again.';
const writeElsewhere = 'Let this user write there, or name another folder.';

/** What to do where the machine, not the program, is at fault. */
const adviceByCode: Readonly<Record<string, string>> = {
  ENOSPC: makeRoom,
  EDQUOT: makeRoom,
  EACCES: writeElsewhere,
  EPERM: writeElsewhere,
  EROFS: writeElsewhere,
  ENOENT: writeElsewhere,
};

function adviceFor(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof SourceError || error instanceof PortalError) return undefined;
  if (error instanceof ServiceStartError && error.reason === 'portInUse') {
    return 'Name another port, or none for a free one.';
  }
  if (error instanceof ServiceStartError && error.reason === 'dataDamaged') {
    return 'Nothing was changed. Put the folder "warehouse" of the data directory aside and run the same command again: what was ingested lies in its folder "lake" and is loaded anew.';
  }
  // Services of other processes, and DuckDB, tell of their failures in words alone.
  const code = /\b(?:ENOSPC|EDQUOT|EACCES|EPERM|EROFS|ENOENT(?=.*\bmkdir\b))\b/.exec(error.message)?.[0];
  if (code !== undefined) return adviceByCode[code];
  if (/No space left on device/.test(error.message)) return makeRoom;
  return /IO Error.*Permission denied/s.test(error.message) ? writeElsewhere : undefined;
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof SourceError || error instanceof PortalError) return ExitCode.source;
  if (error instanceof ReconciliationError) return ExitCode.source;
  if (error instanceof PortalRequestError) return ExitCode.usage;
  if (error instanceof LakeError) return ExitCode.lake;
  if (error instanceof WarehouseError) return ExitCode.warehouse;
  if (error instanceof DataDirInUseError) return ExitCode.dataDirectoryInUse;
  if (error instanceof ServiceStartError && error.reason === 'portInUse') return ExitCode.usage;
  if (error instanceof ServiceStartError && error.reason === 'dataDamaged') return ExitCode.warehouse;
  return ExitCode.internal;
}
