import { once } from 'node:events';
import type { ChildMessage } from './child-protocol.ts';

/** Milliseconds that a service has for closing before its process ends anyway. */
const closingTime = 8000;

/** A service of this process. */
interface Service {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Runs a service in a process of its own until its parent asks it to stop (SIGTERM) or is gone, however it went: the
 * channel to it then closes. A first message says when to start.
 * @param start starts the service, given the process's first argument.
 * @param explain says why it could not start.
 */
export async function serveUntilOrphaned(
  start: (optionsText: string) => Promise<Service>,
  explain: (error: unknown) => Extract<ChildMessage, { kind: 'failed' }>,
): Promise<void> {
  const ended = new Promise<void>((settle) => {
    process.once('disconnect', settle);
    process.once('SIGTERM', settle);
  });
  // Ctrl-C reaches the whole process group: the parent decides when its services stop.
  process.on('SIGINT', () => undefined);
  // Nobody may be left to read what is written.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  await Promise.race([once(process, 'message'), ended]);
  let service: Service;
  try {
    service = await start(process.argv[2] ?? '{}');
  } catch (error) {
    await tell(explain(error));
    process.exit(1);
  }
  await tell({ kind: 'ready', url: service.url });
  await ended;
  setTimeout(() => process.exit(1), closingTime).unref();
  await service.close();
  process.exit(0);
}

/** Whether `error` says that a port is taken. */
export function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function tell(message: ChildMessage): Promise<void> {
  return new Promise((settle) => {
    if (process.send === undefined || !process.connected) settle();
    else
      process.send(message, undefined, undefined, () => {
        settle();
      });
  });
}
