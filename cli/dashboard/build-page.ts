import { join } from 'node:path';
import { BigQuery } from '@google-cloud/bigquery';
import { buildDashboard, type CompiledGraph, WarehouseReadError, type WrittenSite } from '../../dashboard/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import type { Terminal } from '../terminal.ts';
import { pageBoundaries } from './page-boundaries.ts';
import { catalogueSources } from './catalogue-sources.ts';
import { loadSources } from './load-sources.ts';
import { checkPageDirectory } from './page-directory.ts';

/** Folder of the page where none is named. */
export function pageDirectory(dataDir: string): string {
  return join(dataDir, 'page');
}

/**
 * Makes the page from the marts of `place`.
 * @param directory is replaced as a whole once everything is made.
 * @throws CliError where it may not be replaced or written, and where the marts are missing.
 */
export async function buildPage(
  place: Place,
  graph: CompiledGraph,
  directory: string,
  terminal: Terminal,
): Promise<WrittenSite> {
  await checkPageDirectory(directory);
  const warehouse = new BigQuery({ projectId: place.projectId, location: place.location });
  const [boundaries, loads, catalogue] = await Promise.all([
    pageBoundaries(place),
    loadSources(place),
    catalogueSources(place),
  ]);
  const sources = { warehouse, graph, boundaries, loadSources: loads, madeAt: new Date(), ...catalogue };
  try {
    return await buildDashboard({ sources, outputDirectory: directory, log: terminal.progress });
  } catch (error) {
    throw error instanceof WarehouseReadError ? unreadable(error) : error;
  }
}

function unreadable(error: WarehouseReadError): CliError {
  const advice =
    error.reason === 'missing'
      ? 'Build the models first: `crime run` does it all, `dataform run` where the rows are there.'
      : undefined;
  return new CliError(error.message, ExitCode.warehouse, advice, { cause: error });
}
