import { existsSync, statSync } from 'node:fs';
import { connectLocalServices, localProject, startLocalServices } from '../local/services.ts';
import type { LocalServicesOptions } from '../local/services.ts';
import { CliError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import type { PlaceOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Lake that stands for this machine's. */
export const localLake = 'gs://seattle-crime-lake';

/** The services a command works with. */
export interface Place {
  readonly projectId: string;
  /** `gs://BUCKET[/PREFIX]`; empty where a cloud project was named without a lake. */
  readonly lake: string;
  readonly location: string;
  /** Variables that point any Google client at the services. */
  readonly environment: Readonly<Record<string, string>>;
  /** True where stand-ins serve, so that a missing bucket may simply be made. */
  readonly isLocal: boolean;
  /** Settles if a service that this command started ends unasked; else never. */
  readonly lost: Promise<void>;
  /** Stops what was started for this command, and only that. */
  readonly stop: () => Promise<void>;
}

/** Of services that this command did not start. */
const notStarted = { lost: new Promise<never>(() => undefined), stop: () => Promise.resolve() };

/**
 * Opens the services the options name: a Google Cloud project; else the emulators that the environment
 * names; else this machine's services under `dataDir`, started unless they run already.
 * Points the Google clients of this process at them: they read the environment when they are made.
 */
export async function openPlace(options: PlaceOptions, dataDir: string, terminal: Terminal): Promise<Place> {
  const place =
    options.project === undefined ? await localPlace(options, dataDir, terminal) : cloudPlace(options, options.project);
  Object.assign(process.env, place.environment);
  return place;
}

/** Starts this machine's services, whatever else the environment names. */
export async function startPlace(options: PlaceOptions, services: LocalServicesOptions): Promise<Place> {
  const started = await startLocalServices(services);
  const place = standIn(options, started.environment, { lost: started.lost, stop: () => started.stop() });
  Object.assign(process.env, place.environment);
  return place;
}

function cloudPlace(options: PlaceOptions, project: string): Place {
  if (process.env['BIGQUERY_EMULATOR_HOST'] || process.env['STORAGE_EMULATOR_HOST']) {
    throw new CliError(
      '--project names a Google Cloud project, but BIGQUERY_EMULATOR_HOST or STORAGE_EMULATOR_HOST is set.',
      ExitCode.usage,
      'Unset both to reach the cloud, or leave --project out.',
    );
  }
  const environment = { GOOGLE_CLOUD_PROJECT: project };
  const { lake = '', location } = options;
  return { projectId: project, lake, location, environment, isLocal: false, ...notStarted };
}

async function localPlace(options: PlaceOptions, dataDir: string, terminal: Terminal): Promise<Place> {
  const { BIGQUERY_EMULATOR_HOST, STORAGE_EMULATOR_HOST } = process.env;
  if (BIGQUERY_EMULATOR_HOST && STORAGE_EMULATOR_HOST) {
    return standIn(options, { BIGQUERY_EMULATOR_HOST, STORAGE_EMULATOR_HOST }, notStarted);
  }
  refuseFile(dataDir);
  const running = await connectLocalServices(dataDir);
  if (running !== undefined) return standIn(options, running.environment, notStarted);
  return startPlace(options, { dataDir, log: terminal.log });
}

function standIn(
  options: PlaceOptions,
  services: Readonly<Record<string, string>>,
  life: Pick<Place, 'lost' | 'stop'>,
): Place {
  const projectId = services['GOOGLE_CLOUD_PROJECT'] ?? process.env['GOOGLE_CLOUD_PROJECT'] ?? localProject;
  const environment = { GOOGLE_CLOUD_PROJECT: projectId, METADATA_SERVER_DETECTION: 'none', ...services };
  const { lake = localLake, location } = options;
  return { projectId, lake, location, environment, isLocal: true, ...life };
}

/** Refuses a data directory that is none. @throws CliError */
export function refuseFile(dataDir: string): void {
  if (existsSync(dataDir) && !statSync(dataDir).isDirectory()) {
    throw new CliError(`${dataDir} is a file, not a folder.`, ExitCode.usage, 'Name another --data-dir.');
  }
}

/** `place.lake`, or a usage error where a cloud project was named without one. */
export function requireLake(place: Place): string {
  if (place.lake !== '') return place.lake;
  throw new CliError(
    '--project needs --lake, the bucket that keeps the raw files.',
    ExitCode.usage,
    'Add --lake gs://BUCKET.',
  );
}
