/**
 * Runs `source` ahead of whoever iterates, by at most `most` values. Left early, the source's signal is aborted and its
 * end awaited.
 */
export async function* readAhead<T>(
  most: number,
  source: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const controller = new AbortController();
  const ready: T[] = [];
  let wake = (): void => undefined;
  let [isOver, failure] = [false, undefined as unknown];
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  let change = changed();
  const signalChange = (): void => {
    const announce = wake;
    change = changed();
    announce();
  };
  const run = async (): Promise<void> => {
    try {
      for await (const value of source(controller.signal)) {
        ready.push(value);
        signalChange();
        while (ready.length >= most && !controller.signal.aborted) await change;
        if (controller.signal.aborted) return;
      }
    } catch (error) {
      failure = error ?? new Error('failed');
    } finally {
      isOver = true;
      signalChange();
    }
  };
  const running = run();
  try {
    for (;;) {
      const value = ready.shift();
      if (value !== undefined) {
        signalChange();
        yield value;
      } else if (isOver) {
        if (failure !== undefined) throw failure as Error;
        return;
      } else {
        await change;
      }
    }
  } finally {
    controller.abort();
    signalChange();
    await running;
  }
}
