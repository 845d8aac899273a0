import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Changes } from '../../cli/changes/read-changes.ts';
import { CURRENT_HEADER, currentLine } from '../ingest/feed-fixture.ts';
import { crime } from './crime-process.ts';
import { copyProject, leaveOneUnitTest, leaveOut, leaveOutModelAssertions } from './project-copy.ts';

const assault: readonly [string, string] = ['Theft,23F', 'Simple Assault,13B'];
const west: readonly [string, string] = ['B2,North,B,FREMONT', 'K1,West,K,PIONEER SQUARE'];

/** One offense: a line of the present shape with some texts replaced. */
const line = (id: string, ...changes: readonly (readonly [string, string])[]) =>
  changes.reduce((text, [from, to]) => text.replace(from, to), currentLine(id));

describe('crime changes', function () {
  this.timeout(240_000);
  let directory: string;
  let dataDir: string;

  before(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'crime-changes-')));
    copyProject(directory);
    leaveOneUnitTest(directory);
    leaveOut(directory, 'definitions/assertions');
    leaveOutModelAssertions(directory);
    dataDir = join(directory, 'data');
    mkdirSync(dataDir);
  });

  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const run = async (snapshotAt: string, ...lines: readonly string[]) => {
    const source = join(dataDir, `export_${snapshotAt.slice(0, 10)}.csv`);
    writeFileSync(source, [CURRENT_HEADER, ...lines, ''].join('\n'));
    const parameters = ['--source', source, '--snapshot-at', snapshotAt, '--data-dir', dataDir, '--no-serve'];
    const { exitCode, stderr } = await crime(['run', ...parameters], directory);
    expect(exitCode, stderr).to.equal(0);
  };

  const changes = async () => {
    const { exitCode, stdout, stderr } = await crime(['changes', '--json', '--data-dir', dataDir], directory);
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as Changes;
  };

  const counts = ({ kinds }: Changes) =>
    Object.fromEntries(kinds.filter(({ offenses }) => offenses > 0).map(({ kind, offenses }) => [kind, offenses]));

  it('asks for a run where there was none', async () => {
    const { exitCode, stderr } = await crime(['changes', '--data-dir', dataDir]);
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('No run has succeeded here yet').and.include('crime run');
  });

  it('calls everything new after the first run', async () => {
    await run('2026-05-01T12:00:00Z', line('1'), line('2'), line('3'));
    const first = await changes();
    expect(counts(first)).to.deep.equal({ new: 3 });
    expect(first.previousRun).to.equal(null);
    expect(first.loads).to.have.length(1);
  });

  it('tells what the next run found, each offense under all that happened to it', async () => {
    const removal = await crime([
      'query',
      `insert into raw.spd_removals (load_id, load_date, is_simulated, noticed_at, offense_id)
       values ('sweep', date '2026-06-02', false, timestamp '2026-06-02 12:00:00+00', '3')`,
      '--data-dir',
      dataDir,
    ]);
    expect(removal.exitCode, removal.stderr).to.equal(0);
    await run('2026-06-01T12:00:00Z', line('1', assault, west), line('2'), line('3'), line('4'));
    const second = await changes();
    expect(counts(second)).to.deep.equal({ new: 1, reclassified: 1, moved: 1, removed: 1 });
    expect(second.offenses).to.equal(3);
    expect(second.loads).to.have.length(2);
    const [example] = second.kinds.find(({ kind }) => kind === 'reclassified')?.examples ?? [];
    expect(example?.offenseId).to.equal('1');
    expect(example?.before?.offense).to.equal('Theft From Motor Vehicle');
    expect(example?.after.offense).to.equal('Simple Assault');
  });

  it('prints the same for people', async () => {
    const { stdout } = await crime(['changes', '--data-dir', dataDir, '--examples', '1']);
    expect(stdout).to.match(/: 3 offenses new or changed, by 2 loads\./);
    expect(stdout).to.match(
      /moved\n {2}1 \(report 2026-1\): North, FREMONT, 7XX BLOCK → West, PIONEER SQUARE, 7XX BLOCK/,
    );
  });

  it('keeps apart what a late load tells of the past', async () => {
    await run('2026-05-15T12:00:00Z', line('1', west), line('2'), line('5'));
    expect(counts(await changes())).to.deep.equal({ new: 1, history: 1 });
  });
});
