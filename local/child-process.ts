import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { ChildMessage, FailureReason } from './child-protocol.ts';

/** What makes Node run TypeScript, wherever this process was started. Under mocha there is no `import.meta.resolve`. */
const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Milliseconds that a service has for stopping before it is killed. */
const stoppingTime = 10_000;

/** A service that could not start. `holder` is the PID of who has its data. */
export class ServiceStartError extends Error {
  override readonly name = 'ServiceStartError';

  constructor(
    message: string,
    readonly reason: FailureReason,
    readonly holder?: number,
  ) {
    super(message);
  }
}

/** A service that runs in a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  /** Settles if it ends unasked; else never. */
  readonly lost: Promise<void>;
  /** Lets it close its data and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts a service's script with `tsx` and waits until it serves.
 * @param script path of the TypeScript file.
 * @param options given to it as JSON.
 * @param environment variables beside this process's own.
 * @param signal ends the attempt.
 * @param log told each line that it writes, and if it ends unasked.
 * @param gate once it opens, the service touches its data; until then it only gets ready. Must open, or `signal` fire.
 * @throws ServiceStartError.
 */
export async function startService(
  script: string,
  options: object,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
  log: (line: string) => void,
  gate: Promise<unknown> = Promise.resolve(),
): Promise<ServiceProcess> {
  const child = fork(script, [JSON.stringify(options)], {
    // What this process was started with (a test runner's hooks, a debugger's port) is not the child's.
    execArgv: ['--import', typescriptLoader],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', log);
  }
  const exited = new Promise<void>((settle) =>
    child.once('exit', () => {
      settle();
    }),
  );
  void gate.then(
    () => child.connected && child.send('start'),
    () => undefined,
  );
  let url: string;
  try {
    url = await ready(child, signal);
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
  let isStopping = false;
  const lost = new Promise<void>((settle) => {
    void exited.then(() => {
      if (isStopping) return;
      log(`The process of ${script} ended unasked.`);
      settle();
    });
  });
  return {
    url,
    lost,
    stop: async () => {
      isStopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stoppingTime);
      await exited;
      clearTimeout(timer);
    },
  };
}

function ready(child: ChildProcess, signal: AbortSignal): Promise<string> {
  return new Promise((settle, reject) => {
    child.on('message', (message: ChildMessage) => {
      if (message.kind === 'ready') settle(message.url);
      else reject(new ServiceStartError(message.message, message.reason, message.holder));
    });
    child.once('error', reject);
    child.once('exit', (code, signalName) => {
      reject(new ServiceStartError(`A service ended while it started (${code ?? signalName ?? 'unknown'}).`, 'other'));
    });
    const abort = () => {
      reject(new ServiceStartError('The start of a service was given up.', 'other'));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
