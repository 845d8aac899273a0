import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Command line of a process, or words that say it can't be told. */
export async function commandOf(pid: number): Promise<string> {
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'command=']);
    return stdout.trim() || 'a process that is gone';
  } catch {
    return 'an unknown process';
  }
}

/** Command line of this process, as a person would know it: with the paths of Node and of the script cut short. */
export function ownCommand(): string {
  const [, script = 'node', ...parameters] = process.argv;
  const name = script.replace(/^.*\//, '').replace(/\.[cm]?[jt]s$/, '');
  return [name, ...parameters].join(' ');
}
