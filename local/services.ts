import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ServiceStartError, type ServiceProcess, startService } from './child-process.ts';
import type { StorageChildOptions, WarehouseChildOptions } from './child-protocol.ts';
import { commandOf, ownCommand } from './process-command.ts';
import { findServices, removeServices, type RunningServices, writeServices } from './services-file.ts';

export { ServiceStartError } from './child-process.ts';

/** Project id that stands for this machine. */
export const localProject = 'seattle-crime-local';
/** Threads of the warehouse's pool: twice what jobs and requests may hold at once. Setting it in code is too late. */
const warehouseThreads = 24;
/** Milliseconds that the warehouse waits for another process, perhaps one that is closing, to let go of the data. */
const lockPatience = 10_000;
/** Milliseconds between looks at whether that process is one that serves. */
const lookAgainAfter = 250;

/** What to serve and where. */
export interface LocalServicesOptions {
  /** Folder of the warehouse, the lake and all else; made if absent. */
  readonly dataDir: string;
  /** By default a free one. */
  readonly bigqueryPort?: number;
  /** By default a free one. */
  readonly storagePort?: number;
  /** Told what the services have to say, a line each. */
  readonly log: (line: string) => void;
}

/** Services that another process started. */
export interface ConnectedServices {
  /** Variables that point any Google client at the services. */
  readonly environment: Record<string, string>;
  /** `http://127.0.0.1:PORT/bigquery/v2`. */
  readonly bigqueryUrl: string;
  /** `http://127.0.0.1:PORT`. */
  readonly storageUrl: string;
}

/** Services that this process started. */
export interface LocalServices extends ConnectedServices {
  /** Settles if one of them ends unasked; else never. */
  readonly lost: Promise<void>;
  /** Closes their data and ends their processes. */
  stop(): Promise<void>;
}

/** Another process works with that data directory. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';

  constructor(
    readonly dataDir: string,
    readonly pid: number,
    readonly command: string,
  ) {
    super(`${dataDir} is in use by process ${pid} (${command}). Stop it, or name another --data-dir.`);
  }
}

/**
 * Starts the warehouse and the storage of a data directory, each in a process that ends with this one.
 * @throws DataDirInUseError where another process has them, ServiceStartError where they can't start.
 */
export async function startLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const dataDir = resolve(options.dataDir);
  await refuseSecond(options.dataDir, dataDir);
  await makeFolder(dataDir);
  const instance = randomUUID();
  const [warehouse, storage] = await startBoth(options, dataDir, instance);
  const { url: bigqueryUrl } = warehouse;
  const { url: storageUrl } = storage;
  await writeServices(dataDir, { pid: process.pid, command: ownCommand(), bigqueryUrl, storageUrl, instance });
  return {
    ...connected({ bigqueryUrl, storageUrl }),
    lost: Promise.race([warehouse.lost, storage.lost]),
    stop: async () => {
      await Promise.all([warehouse.stop(), storage.stop()]);
      await removeServices(dataDir, instance);
    },
  };
}

/** The services that another process runs for that data directory; undefined where none answer. */
export async function connectLocalServices(dataDir: string): Promise<ConnectedServices | undefined> {
  const services = await findServices(resolve(dataDir));
  return services && connected(services);
}

function connected({
  bigqueryUrl,
  storageUrl,
}: Pick<RunningServices, 'bigqueryUrl' | 'storageUrl'>): ConnectedServices {
  const environment = {
    BIGQUERY_EMULATOR_HOST: bigqueryUrl,
    STORAGE_EMULATOR_HOST: storageUrl,
    GOOGLE_CLOUD_PROJECT: localProject,
    METADATA_SERVER_DETECTION: 'none',
  };
  return { environment, bigqueryUrl, storageUrl };
}

/** Makes a folder and those above it. Node's own way asks for ever where a file system takes none (`/proc`). */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path).catch((error: unknown) => {
    // Another process may have been first.
    if (!existsSync(path)) throw error;
  });
}

async function refuseSecond(shownDir: string, dataDir: string): Promise<void> {
  const running = await findServices(dataDir);
  if (running !== undefined) throw new DataDirInUseError(shownDir, running.pid, running.command);
}

/** The warehouse holds the lock on the data, so what it reports decides; storage started beside it is stopped again. */
async function startBoth(
  options: LocalServicesOptions,
  dataDir: string,
  instance: string,
): Promise<readonly [ServiceProcess, ServiceProcess]> {
  const giveUp = new AbortController();
  const lake = join(dataDir, 'lake');
  const warehouse = startWarehouse(options, dataDir, lake, instance, giveUp);
  const storage = startStorage(options, lake, giveUp.signal, warehouse);
  const results = await Promise.allSettled([warehouse, storage]);
  const [first, second] = results;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const result of results) if (result.status === 'fulfilled') await result.value.stop();
  throw first.status === 'rejected' ? first.reason : second.status === 'rejected' ? second.reason : undefined;
}

async function startWarehouse(
  options: LocalServicesOptions,
  dataDir: string,
  lakeDirectory: string,
  instance: string,
  giveUp: AbortController,
): Promise<ServiceProcess> {
  const directory = join(dataDir, 'warehouse');
  const port = options.bigqueryPort ?? 0;
  const settings: WarehouseChildOptions = { directory, lakeDirectory, port, instance, lockPatience };
  const script = join(import.meta.dirname, 'bin', 'warehouse.ts');
  const environment = { UV_THREADPOOL_SIZE: String(warehouseThreads) };
  const start = startService(script, settings, environment, giveUp.signal, options.log);
  const holder = findHolder(dataDir, start, giveUp.signal);
  try {
    return await Promise.race([start, holder]);
  } catch (error) {
    giveUp.abort();
    if (error instanceof DataDirInUseError) throw new DataDirInUseError(options.dataDir, error.pid, error.command);
    if (error instanceof ServiceStartError && error.reason === 'dataInUse') {
      const pid = error.holder ?? 0;
      throw new DataDirInUseError(options.dataDir, pid, await commandOf(pid));
    }
    throw error;
  }
}

/** Rejects as soon as the data turns out to be served by another process; else never settles. */
async function findHolder(dataDir: string, start: Promise<unknown>, signal: AbortSignal): Promise<never> {
  const over = new AbortController();
  const end = () => {
    over.abort();
  };
  start.then(end, end);
  const stop = AbortSignal.any([over.signal, signal]);
  for (;;) {
    await wait(lookAgainAfter);
    const running = stop.aborted ? undefined : await findServices(dataDir);
    if (stop.aborted) return new Promise(() => undefined);
    if (running !== undefined) throw new DataDirInUseError(dataDir, running.pid, running.command);
  }
}

/** The storage touches the lake once the warehouse has the lock: it clears away uploads that a kill left behind. */
function startStorage(
  options: LocalServicesOptions,
  directory: string,
  signal: AbortSignal,
  gate: Promise<unknown>,
): Promise<ServiceProcess> {
  const settings: StorageChildOptions = { directory, port: options.storagePort ?? 0 };
  return startService(join(import.meta.dirname, 'bin', 'storage.ts'), settings, {}, signal, options.log, gate);
}
