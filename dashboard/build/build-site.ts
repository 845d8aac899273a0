import type { DataFile } from '../data/loader.ts';
import type { FilterChoices, Run } from '../page/facts.ts';
import { bundleAssets } from './assets.ts';
import { notFoundPage, pageFiles } from './html.tsx';
import type { SiteFile } from './site-file.ts';
import { type WrittenSite, writeSite } from './write-site.ts';

/**
 * Makes the site from its data files.
 * @param data content of each file below `data/`, by name; `run.json` and `filters.json` become part of every page.
 * @throws Error where one of these two is missing.
 */
export async function buildSite(directory: string, data: ReadonlyMap<string, DataFile>): Promise<WrittenSite> {
  const facts = { run: given(data, 'run.json') as Run, choices: given(data, 'filters.json') as FilterChoices };
  const assets = await bundleAssets();
  const dataFiles = [...data].map(([name, content]) => dataFile(name, content));
  const parts = { facts, assets, dataFiles: new Set(dataFiles.map(({ path }) => path)) };
  return writeSite(directory, [...(await pageFiles(parts)), notFoundPage(assets), ...assets.files, ...dataFiles]);
}

function given(data: ReadonlyMap<string, DataFile>, name: string): object {
  const content = data.get(name);
  if (content === undefined) throw new Error(`The site needs data/${name}, which no loader made.`);
  return content;
}

function dataFile(name: string, content: DataFile): SiteFile {
  return { path: `data/${name}`, content: content instanceof Uint8Array ? content : JSON.stringify(content) };
}
