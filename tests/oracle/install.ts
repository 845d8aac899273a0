import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
/** Says which lock file the installed modules are of. */
const stamp = join(folder, 'node_modules/.installed');

/** Installs the native service, which `npm ci` of the project leaves out, when it is absent or of another lock file. */
export async function installService(log: (line: string) => void): Promise<void> {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  log("Installing Google's engine (100 MB) …");
  const child = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ci failed in ${folder}; it needs the network once`);
  writeFileSync(stamp, lock);
}
