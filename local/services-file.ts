import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Services at work, as a file in their data directory tells other processes of them. */
export interface RunningServices {
  /** Process that started them, and will stop them. */
  readonly pid: number;
  readonly command: string;
  readonly bigqueryUrl: string;
  readonly storageUrl: string;
  /** Tells these services from any others that get their port later. */
  readonly instance: string;
}

/** Milliseconds that the warehouse has to answer who it is. */
const patience = 2000;

const fileOf = (dataDir: string): string => join(dataDir, 'services.json');

/** Tells other processes of services that have started. */
export async function writeServices(dataDir: string, services: RunningServices): Promise<void> {
  const file = fileOf(dataDir);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(services, undefined, 2)}\n`);
  await rename(draft, file);
}

/** Takes the file away, if it still tells of these services. */
export async function removeServices(dataDir: string, instance: string): Promise<void> {
  if ((await read(dataDir))?.instance === instance) await rm(fileOf(dataDir), { force: true });
}

/** The services of that data directory, if they are there and answer; a file that a kill left behind says nothing. */
export async function findServices(dataDir: string): Promise<RunningServices | undefined> {
  const services = await read(dataDir);
  if (services === undefined) return undefined;
  try {
    const response = await fetch(`${services.bigqueryUrl}/local/instance`, { signal: AbortSignal.timeout(patience) });
    const answer = (await response.json()) as { readonly instance?: unknown };
    return answer.instance === services.instance ? services : undefined;
  } catch {
    return undefined;
  }
}

async function read(dataDir: string): Promise<RunningServices | undefined> {
  try {
    const value = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Partial<RunningServices>;
    const { pid, command, bigqueryUrl, storageUrl, instance } = value;
    if (!pid || !command || !bigqueryUrl || !storageUrl || !instance) return undefined;
    return { pid, command, bigqueryUrl, storageUrl, instance };
  } catch {
    return undefined;
  }
}
