import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CliError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import type { PlaceOptions } from './options.ts';

/** Where data directories lie unless told; git ignores it. */
const defaultParent = '.local';

/** Folder of the city's rows. */
const cityDirectory = join(defaultParent, 'city');

/** Folder of simulated rows: they never share a data directory with real ones. */
const simulatedDirectory = join(defaultParent, 'simulated');

/** The data directory for ingesting: the given one, else that of the kind of rows. @returns an absolute path. */
export function ingestDataDirectory(given: string | undefined, isSimulated: boolean): string {
  return resolve(given ?? (isSimulated ? simulatedDirectory : cityDirectory));
}

/** The data directory for reading: the given one, else the city's where there is one. @returns an absolute path. */
export function readingDataDirectory(given: string | undefined): string {
  return resolve(given ?? (existsSync(cityDirectory) ? cityDirectory : simulatedDirectory));
}

/** The data directory for reading what a run has built. @throws CliError where there is none, and no cloud project instead. */
export function builtDataDirectory({ dataDir, project }: Pick<PlaceOptions, 'dataDir' | 'project'>): string {
  const directory = readingDataDirectory(dataDir);
  if (project !== undefined || existsSync(directory)) return directory;
  throw new CliError(`There are no rows in ${directory} yet.`, ExitCode.usage, 'Start with `crime run`.');
}
