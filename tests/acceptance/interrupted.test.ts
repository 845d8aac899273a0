import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunReport } from '../../cli/run/report.ts';
import { crime, startCrime } from './crime-process.ts';
import { copyProject, leaveOneUnitTest, leaveOutModelAssertions } from './project-copy.ts';

/** Stages of a run in their order, each with what it shows when it has begun. */
const stages = ['Ingest', 'Compile', 'Unit tests', 'Models and assertions', 'Results of the assertions', 'Answers'];
const small = ['--simulated-rows', '1000', '--no-serve'];

describe('crime run, killed and run again', function () {
  this.timeout(300_000);
  const folders: string[] = [];
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'crime-kill-'));
    folders.push(path);
    return path;
  };

  after(() => {
    folders.forEach((path) => {
      rmSync(path, { recursive: true, force: true });
    });
  });

  it('comes to the answers of an undisturbed run after a kill in each stage', async () => {
    const directory = realpathSync(folder());
    copyProject(directory);
    leaveOneUnitTest(directory);
    leaveOutModelAssertions(directory);
    const undisturbed = await crime(['run', ...small, '--json', '--data-dir', folder()], directory);
    const disturbed = folder();
    for (const stage of stages) {
      const { child, result, shown } = startCrime(['run', ...small, '--data-dir', disturbed], directory);
      await shown(`${stage} …`);
      child.kill('SIGKILL');
      await result;
    }
    const last = await crime(['run', ...small, '--json', '--data-dir', disturbed], directory);
    expect(last.exitCode, last.stderr).to.equal(0);
    expect((JSON.parse(last.stdout) as RunReport).answers).to.deep.equal(
      (JSON.parse(undisturbed.stdout) as RunReport).answers,
    );
  });
});
