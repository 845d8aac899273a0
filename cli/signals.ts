/** Exit code of a process that a signal ended, as shells count it. */
const signalExitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type StopSignal = keyof typeof signalExitCodes;
const stopSignals = Object.keys(signalExitCodes) as StopSignal[];

/** The exit code for the first stop signal that comes. */
export function nextStopSignal(): Promise<number> {
  return new Promise((settle) => {
    for (const signal of stopSignals) {
      process.once(signal, () => {
        settle(signalExitCodes[signal]);
      });
    }
  });
}
