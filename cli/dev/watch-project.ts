import { setTimeout as wait } from 'node:timers/promises';
import { watch } from 'chokidar';
import type { Saves } from './cycle.ts';

/** What Dataform compiles. Editors leave files of their own beside those, which are none of these. */
const watchedPath = /^(?:(?:definitions|includes)\/(?:.*\/)?[^./][^/]*\.(?:js|json|sql|sqlx)|dataform\.json)$/;

/** Milliseconds without a save after which a flurry of them, such as a change of branch, is over. */
const quietTime = 80;

/** Saves of a project's files. */
export interface ProjectWatch {
  /** Waits for a save and for the end of the flurry it is part of. What came since the last call counts. */
  readonly next: () => Promise<Saves>;
  readonly close: () => Promise<void>;
}

/**
 * Watches the definitions, includes and settings of a project; deletions and new names count as saves.
 * @param now a clock in milliseconds.
 */
export async function watchProject(directory: string, now: () => number): Promise<ProjectWatch> {
  const files = new Set<string>();
  let first = 0;
  let newest = 0;
  let wake: () => void = () => undefined;
  const watcher = watch(['definitions', 'includes', 'dataform.json'], { cwd: directory, ignoreInitial: true });
  watcher.on('all', (event, path) => {
    const name = path.replaceAll('\\', '/');
    if (event === 'addDir' || event === 'unlinkDir' || !watchedPath.test(name)) return;
    newest = now();
    if (files.size === 0) first = newest;
    files.add(name);
    wake();
  });
  await new Promise<void>((settle, reject) => {
    watcher.once('ready', settle);
    watcher.once('error', reject);
  });
  return {
    next: async () => {
      while (files.size === 0) await new Promise<void>((settle) => (wake = settle));
      for (let rest = quietTime; rest > 0; rest = newest + quietTime - now()) await wait(rest);
      const saves = { files: [...files].sort(), at: first };
      files.clear();
      return saves;
    },
    close: () => watcher.close(),
  };
}
