import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { crime, startCrime } from './crime-process.ts';

/** Ids of the processes that a process started. */
const childrenOf = (pid: number | undefined): number[] =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .map(Number)
    .filter((child) => child > 0);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('crime run, asked to stop', function () {
  this.timeout(60_000);
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'crime-stop-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    it(`says so in a line after ${signal}, and leaves no process and no address behind`, async () => {
      const { child, result, shown } = startCrime([
        'run',
        '--simulated-rows',
        '1000',
        '--no-serve',
        '--data-dir',
        dataDir,
      ]);
      await shown('Unit tests …');
      const children = childrenOf(child.pid);
      expect(children.length).to.be.greaterThan(1);
      child.kill(signal);
      const { exitCode, stdout, stderr } = await result;
      expect(exitCode).to.equal(code);
      expect(stdout).to.equal('');
      expect(stderr.trimEnd().split('\n').at(-1)).to.equal(
        `Stopped by ${signal}. What is done stays done: the same command goes on from here.`,
      );
      // The last of them was told to end as the command itself ended.
      while (children.some(isAlive)) await new Promise((settle) => setTimeout(settle, 50));
      expect(existsSync(join(dataDir, 'services.json'))).to.equal(false);
    });
  }

  it('is told where no folder can be made', async () => {
    const { exitCode, stderr } = await crime(['query', '--data-dir', '/proc/nowhere/data', 'select 1']);
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/\/proc\/nowhere[^]*name another folder/);
  });
});
