import { serveDashboard, type ServedSite } from '../../dashboard/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { nextStopSignal } from '../signals.ts';
import type { Terminal } from '../terminal.ts';

/** Port of the page where none is named and nobody has it, so that its address stays the same. */
const usualPort = 8047;

/**
 * Serves a page on 127.0.0.1.
 * @param port where undefined the usual one, or a free one where that is taken.
 * @throws CliError where the named port cannot be had.
 */
export async function servePage(directory: string, port: number | undefined): Promise<ServedSite> {
  try {
    return await serveDashboard({ directory, port: port ?? usualPort });
  } catch (error) {
    if (port === undefined) return serveDashboard({ directory });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(
      code === 'EADDRINUSE' ? `Port ${port} is taken.` : `Cannot listen on port ${port}: ${message}`,
      ExitCode.usage,
      'Name another port, or none for the usual one.',
      { cause: error },
    );
  }
}

/** Waits for a stop signal, which is how serving ends, and stops. */
export async function serveUntilStopped(site: ServedSite, terminal: Terminal): Promise<void> {
  terminal.log(`Serving ${site.url} until stopped. Ctrl-C stops.`);
  await nextStopSignal();
  await site.stop();
  terminal.log('Stopped.');
}
