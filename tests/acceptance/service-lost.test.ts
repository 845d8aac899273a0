import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startCrime } from './crime-process.ts';

describe('crime local, one of its services killed', function () {
  this.timeout(60_000);

  it('stops the other and ends, saying so', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'crime-lost-'));
    const { child, result, shown } = startCrime(['local', '--data-dir', dataDir]);
    try {
      await shown('Serving');
      const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
      const storage = children.find((line) => line.includes(` ${child.pid ?? 0} `) && line.includes('bin/storage.ts'));
      process.kill(Number.parseInt(storage ?? '', 10), 'SIGKILL');
      const { exitCode, stderr } = await result;
      expect(exitCode).to.equal(1);
      expect(stderr).to.contain('ended unasked').and.to.contain('start crime local again');
    } finally {
      child.kill('SIGTERM');
      await result;
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
