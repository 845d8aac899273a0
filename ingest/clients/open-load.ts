import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadConstants } from '../core/convert-sql.ts';
import { keysName, pageQuarantineName, partName, progressName } from '../core/load-names.ts';
import { type CountedObject, type Manifest, type Progress, printProgress } from '../core/manifest.ts';
import { LakeError } from '../errors.ts';
import { convertPages } from '../portal/convert-pages.ts';
import type { PortalPlan } from '../portal/portal-plan.ts';
import type { RowKey, SpooledPage } from '../portal/portal.ts';
import type { Engine } from './duckdb.ts';
import { type Lake, md5OfFile } from './lake.ts';
import { faultOfObjects, putPart, settleFolder } from './landing.ts';

/** What a load works with on this machine. */
export interface Workshop {
  readonly lake: Lake;
  readonly engine: Engine;
  readonly plan: PortalPlan;
  /** An existing folder that is gone afterwards. */
  readonly scratch: string;
  /** Keys after which a part of the keys by month is closed. */
  readonly ledgerKeys: number;
}

/** Brings an object of a manifest into a file below `folder`. @throws LakeError where it is not what the manifest says */
export async function fetchObject(lake: Lake, { name, md5Hash }: CountedObject, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  // Loads have objects of the same name.
  const path = join(folder, name.replace(/[^A-Za-z0-9.-]/g, '_'));
  const inLake = name.slice(lake.bucketName('').length);
  await lake.fetch(inLake, path);
  if ((await md5OfFile(path)) === md5Hash) return path;
  throw new LakeError(lake.addressOf(inLake), "is not what its manifest says; delete the load's directory");
}

/** A portal load under way: what is in its parts, here and in the lake. */
export class OpenLoad {
  readonly #workshop: Workshop;
  #progress: Progress;
  #generation = '0';
  #keyFiles: string[] = [];
  #batches = 0;

  private constructor(workshop: Workshop, progress: Progress) {
    this.#workshop = workshop;
    this.#progress = progress;
  }

  /** Begins a load: from now on the lake tells of it. @throws LakeError */
  static async begin(workshop: Workshop, manifest: Manifest): Promise<OpenLoad> {
    const load = new OpenLoad(workshop, { manifest, last: null });
    await load.#save(load.#progress);
    return load;
  }

  /**
   * Goes on with a load. Its parts are checked by the sums in the folder's listing, and what the progress does not know is removed.
   * @returns undefined where a part is not what it was
   * @throws LakeError
   */
  static async resume(workshop: Workshop, progress: Progress): Promise<OpenLoad | undefined> {
    const { lake, scratch } = workshop;
    const { manifest } = progress;
    if (await faultOfObjects(lake, manifest)) return undefined;
    const name = progressName(manifest.load_id);
    await settleFolder(lake, manifest, [name]);
    const load = new OpenLoad(workshop, progress);
    load.#generation = (await lake.find(name))?.generation ?? '0';
    for (const keys of manifest.keys) load.#keyFiles.push(await fetchObject(lake, keys, join(scratch, 'resumed')));
    return load;
  }

  get manifest(): Manifest {
    return this.#progress.manifest;
  }

  /** Files of the keys of all rows fetched. */
  get keyFiles(): readonly string[] {
    return this.#keyFiles;
  }

  /** Last row of the last page of the order of changes that is in a part. */
  get last(): RowKey | undefined {
    const { last } = this.#progress;
    return last === null ? undefined : { updatedAt: last.updated_at, id: last.id };
  }

  get rows(): number {
    return this.manifest.keys.reduce((total, { row_count: rows }) => total + rows, 0);
  }

  constants(): LoadConstants {
    const { load_id: loadId, load_date: loadDate, is_simulated: isSimulated, mode, snapshot_at: at } = this.manifest;
    return { loadId, loadDate, isSimulated, loadMode: mode, snapshotAt: new Date(at) };
  }

  /**
   * Makes a part of pages, brings it into the lake and notes it; the pages are then removed.
   * @param advances whether the pages are in the order of changes, so that an interrupted load may go on behind them
   */
  async add(pages: readonly SpooledPage[], advances: boolean): Promise<void> {
    const { lake, engine, plan, scratch } = this.#workshop;
    const { manifest } = this;
    const { load_id: loadId } = manifest;
    this.#batches += 1;
    const folder = join(scratch, `batch-${this.#batches}`);
    await mkdir(folder);
    const { part, keys, quarantine } = await convertPages(engine, pages, plan, this.constants(), folder);
    const index = manifest.keys.length;
    const parts = part ? [await putPart(lake, part, partName(loadId, index))] : [];
    const aside = quarantine ? [await putPart(lake, quarantine, pageQuarantineName(loadId, index))] : [];
    const keyObject = await putPart(lake, keys, keysName(loadId, index));
    const last = pages.at(-1)?.last;
    await this.#save({
      manifest: {
        ...manifest,
        parts: [...manifest.parts, ...parts],
        keys: [...manifest.keys, keyObject],
        quarantine: [...manifest.quarantine, ...aside],
        row_count: manifest.row_count + (part?.rows ?? 0),
        rejected_count: manifest.rejected_count + (quarantine?.rows ?? 0),
      },
      last: advances && last ? { updated_at: last.updatedAt, id: last.id } : this.#progress.last,
    });
    this.#keyFiles.push(keys.path);
    for (const { path } of [...pages, ...(part ? [part] : []), ...(quarantine ? [quarantine] : [])]) {
      await rm(path, { force: true });
    }
  }

  /** Writes the progress over the one that this run wrote before. */
  async #save(progress: Progress): Promise<void> {
    const { lake } = this.#workshop;
    const name = progressName(progress.manifest.load_id);
    const text = printProgress(progress);
    const put = await lake.putText(text, name, this.#generation);
    // A lost answer: the write was ours.
    const isOurs = put !== 'taken' || (await lake.readText(name)) === text;
    const found = put === 'taken' ? await lake.find(name) : put;
    if (!isOurs || !found)
      throw new LakeError(lake.addressOf(name), 'another run goes on with the same load; try again later');
    this.#generation = found.generation;
    this.#progress = progress;
  }
}
