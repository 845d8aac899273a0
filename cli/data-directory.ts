import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
