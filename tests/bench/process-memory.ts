import { readFile, readdir } from 'node:fs/promises';

/** Process id, parent's id and resident kilobytes; undefined where the process has ended meanwhile. */
async function lookAt(pid: string): Promise<readonly [number, number, number] | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status ?? '')?.[1] ?? 0);
  return status === undefined ? undefined : [Number(pid), field('PPid'), field('VmRSS')];
}

/**
 * Resident memory of a process and all below it, in megabytes; undefined where there is no `/proc`. Pages that processes
 * share are counted in each.
 */
export async function treeMegabytes(root: number): Promise<number | undefined> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (names.length === 0) return undefined;
  const all = (await Promise.all(names.map(lookAt))).filter((each) => each !== undefined);
  const tree = [root];
  for (const pid of tree) tree.push(...all.filter(([, parent]) => parent === pid).map(([child]) => child));
  const kilobytes = all.reduce((sum, [pid, , resident]) => sum + (tree.includes(pid) ? resident : 0), 0);
  return (kilobytes * 1024) / 1e6;
}

/** Most memory that this process had resident, in megabytes; undefined where there is no `/proc`. */
export async function peakMegabytes(): Promise<number | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(status) ?? [];
  return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}
