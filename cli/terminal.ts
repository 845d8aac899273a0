import { once } from 'node:events';
import { stderr, stdout } from 'node:process';
import { ExitCode } from './exit-codes.ts';

/** Where the command line writes: results to `print`, everything else to `log`. */
export interface Terminal {
  /** A result, as it is, with a line end. */
  readonly print: (text: string) => void;
  /** Settles once what was printed has been taken. */
  readonly drained: () => Promise<void>;
  /** A line for people: progress, warnings, errors. */
  readonly log: (line: string) => void;
  /** A line that the next one replaces on a terminal; elsewhere nothing, so that logs stay short. */
  readonly progress: (line: string) => void;
}

/** Exit code of a process that a closed pipe ended, as shells count it. */
const closedPipe = 141;

/** Ends the process where its results can be written no more; a log that nobody reads is lost without harm. */
function watchStreams(): void {
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') stderr.write(`Cannot write the results: ${message}\n`);
    process.exit(code === 'EPIPE' ? closedPipe : ExitCode.internal);
  });
  stderr.on('error', () => undefined);
}

const eraseLine = '\r\u001b[2K';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  watchStreams();
  let open = false;
  const close = () => {
    if (open) stderr.write(eraseLine);
    open = false;
  };
  return {
    print: (text) => {
      close();
      stdout.write(`${text}\n`);
    },
    drained: async () => {
      if (stdout.writableNeedDrain) await once(stdout, 'drain');
    },
    log: (line) => {
      close();
      stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!stderr.isTTY) return;
      // A terminal that does not know its width says 0.
      stderr.write(`${eraseLine}${line.slice(0, (stderr.columns || 80) - 1)}`);
      open = true;
    },
  };
}
