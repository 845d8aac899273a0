/** Exit code of a process that a signal ended, as shells count it. */
const signalExitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type StopSignal = keyof typeof signalExitCodes;
const stopSignals = Object.keys(signalExitCodes) as StopSignal[];

/** A signal that asked the process to end. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly exitCode: number;

  constructor(signal: StopSignal) {
    super(`Stopped by ${signal}. What is done stays done: the same command goes on from here.`);
    this.exitCode = signalExitCodes[signal];
  }
}

/** The first stop signal that comes. A second one ends the process at once. */
export function nextStopSignal(): Promise<StopSignal> {
  return new Promise((settle) => {
    for (const signal of stopSignals) {
      process.once(signal, () => {
        settle(signal);
      });
    }
  });
}

/** Waits for `work`, or for a stop signal. @throws StoppedError for that; the work then ends with the process. */
export async function unlessStopped<Result>(work: () => Promise<Result>): Promise<Result> {
  const stopped = nextStopSignal().then((signal): never => {
    throw new StoppedError(signal);
  });
  return Promise.race([work(), stopped]);
}
