import type { DataFile } from '../data/loader.ts';
import type { FilterChoices, Run } from '../page/facts.ts';
import { bundleAssets } from './assets.ts';
import { notFoundPage, pageFiles } from './html.tsx';
import { type WrittenSite, writeSite } from './write-site.ts';

/** Takes a file of data: its path below the site's root, and its content. */
export type PutData = (path: string, content: DataFile) => Promise<void>;

/**
 * Makes the site from its data files.
 * @param data content of each file below `data/`, by name; `run.json` and `filters.json` become part of every page.
 * @param putMore hands further files to its argument, one by one: they need not all be held at once.
 * @throws Error where one of the two is missing.
 */
export async function buildSite(
  directory: string,
  data: ReadonlyMap<string, DataFile>,
  putMore: (put: PutData) => Promise<void> = () => Promise.resolve(),
): Promise<WrittenSite> {
  const facts = { run: given(data, 'run.json') as Run, choices: given(data, 'filters.json') as FilterChoices };
  const assets = await bundleAssets();
  return writeSite(directory, async (put) => {
    const dataFiles = new Set<string>();
    const putData: PutData = (path, content) => {
      dataFiles.add(path);
      return put({ path, content: content instanceof Uint8Array ? content : JSON.stringify(content) });
    };
    for (const [name, content] of data) await putData(`data/${name}`, content);
    await putMore(putData);
    const html = [...pageFiles({ facts, assets, dataFiles, data }), notFoundPage(assets)];
    for (const file of [...html, ...assets.files]) await put(file);
  });
}

function given(data: ReadonlyMap<string, DataFile>, name: string): object {
  const content = data.get(name);
  if (content === undefined) throw new Error(`The site needs data/${name}, which no loader made.`);
  return content;
}
