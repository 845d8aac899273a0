import { buildSite } from './build/build-site.ts';
import type { WrittenSite } from './build/write-site.ts';
import type { DataFile, Sources } from './data/loader.ts';
import { fileSets, loaders } from './data/loaders.ts';

export { WarehouseReadError } from './errors.ts';
export type { CompiledAction, CompiledGraph, CompiledTarget } from './data/compiled-graph.ts';
export type { BoundaryMap } from './data/boundaries.ts';
export type { Sources } from './data/loader.ts';
export { isSiteEntry } from './build/site-entries.ts';
export type { WrittenSite } from './build/write-site.ts';
export { serveDashboard, type ServedSite, type ServeOptions } from './serve/static-server.ts';

/** What to make the page from, and where. */
export interface BuildOptions {
  readonly sources: Sources;
  /** Replaced as a whole once everything is made. */
  readonly outputDirectory: string;
  /** Told of each data file. */
  readonly log?: (line: string) => void;
}

/**
 * Makes the page: a folder that any static host serves.
 * @throws WarehouseReadError where a table is missing or a query fails; the folder is then as it was.
 */
export async function buildDashboard({ sources, outputDirectory, log }: BuildOptions): Promise<WrittenSite> {
  const data = new Map<string, DataFile>();
  for (const loader of loaders) {
    data.set(loader.file, await loader.load(sources));
    log?.(`data/${loader.file}`);
  }
  return buildSite(outputDirectory, data, async (put) => {
    for (const set of fileSets) await set.write(sources, put);
  });
}
