import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CycleReport } from '../../cli/dev/cycle.ts';
import { lackingTests } from '../definitions/audit.ts';
import type { CompiledGraph } from '../definitions/compiled-graph.ts';
import { crime, type CrimeProcess, dataform, type ProcessResult, startCrime } from './crime-process.ts';
import { copyProject } from './project-copy.ts';

const mart = 'definitions/mart/mart_quiet_nights.sqlx';
const unitTest = 'definitions/tests/quiet_nights_leaves_out_what_is_no_crime.sqlx';

describe('part of the models, on rows that are there', function () {
  this.timeout(180_000);
  let directory: string;
  let dataDir: string;
  let services: CrimeProcess;

  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  const write = (path: string, text: string) => {
    writeFileSync(join(directory, path), text);
  };
  const replace = (path: string, from: string, to: string) => {
    expect(read(path)).to.include(from);
    write(path, read(path).replace(from, to));
  };
  const git = (...parameters: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...parameters], {
      cwd: directory,
    });
  const commit = () => {
    git('add', 'definitions', 'includes', 'dataform.json', 'package.json');
    git('commit', '--quiet', '--allow-empty', '-m', 'State');
  };
  const run = (...parameters: readonly string[]) => crime(['run', ...parameters, '--data-dir', dataDir], directory);
  const outcomes = ({ stdout }: ProcessResult) =>
    stdout
      .trimEnd()
      .split('\n')
      .slice(4)
      .map((line) => line.split(/ {2,}/));

  before(async () => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'crime-part-')));
    dataDir = join(directory, '.local/simulated');
    copyProject(directory);
    git('init', '--quiet');
    commit();
    const { exitCode, stderr } = await run('--simulated-rows', '1000', '--no-serve');
    expect(exitCode, stderr).to.equal(0);
    // Its services are used by every command below: each would else start its own.
    services = startCrime(['local', '--data-dir', dataDir], directory);
    await services.shown('Serving');
  });

  after(async () => {
    services.child.kill('SIGTERM');
    await services.result;
    rmSync(directory, { recursive: true, force: true });
  });

  describe('crime run --models, --changed-since', () => {
    it('refuses a name that no model has, and names some that are like it', async () => {
      const { exitCode, stderr } = await run('--models', 'mart_offenses_dayly');
      expect(exitCode).to.equal(2);
      expect(stderr).to.include('No model is named mart_offenses_dayly.').and.include('mart_offenses_daily');
    });

    it('runs a model, its unit tests and its assertions, and nothing else', async () => {
      const result = await run('--models', 'mart_peak_hours');
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(outcomes(result)).to.deep.include(['model', 'mart.mart_peak_hours', 'successful']);
      expect(outcomes(result)).to.deep.include(['unit test', 'peak_hours_spread_spans_over_midnight', 'passed']);
      expect(outcomes(result)).to.deep.include([
        'assertion',
        'assertions.mart_peak_hours_adds_up_to_fct_offenses',
        'passed',
      ]);
      expect(outcomes(result).filter(([kind]) => kind === 'model')).to.have.length(1);
      expect(result.stdout).to.match(/^SIMULATED: /);
    });

    it('tells programs that the rows are made up, though none were ingested', async () => {
      const { stdout } = await run('--models', 'mart_peak_hours', '--json');
      expect(JSON.parse(stdout)).to.deep.include({ isSimulated: true, ingested: [], failure: null });
    });

    it('takes what the model reads as well', async () => {
      const result = await run('--models', 'stg_spd__observations', '--include-deps', '--full-refresh');
      expect(result.exitCode, result.stderr).to.equal(0);
      const models = outcomes(result).filter(([kind]) => kind === 'model');
      expect(models.map(([, name]) => name)).to.have.members([
        'staging.stg_spd__new_observations',
        'staging.stg_spd__observations',
      ]);
    });

    it('runs nothing where nothing differs from a revision', async () => {
      const { exitCode, stdout, stderr } = await run('--changed-since', 'HEAD');
      expect(exitCode, stderr).to.equal(0);
      expect(stdout).to.equal('Nothing to run.\n');
    });

    it('says so where git does not know the revision', async () => {
      const { exitCode, stderr } = await run('--changed-since', 'no-such-branch');
      expect(exitCode).to.equal(2);
      expect(stderr).to.include('git cannot give the revision no-such-branch');
    });

    it('makes a mart that is tested, laid out and described as it leaves the template', async () => {
      const made = await crime(['new', 'mart', 'mart_quiet_nights'], directory);
      expect([made.exitCode, made.stdout], made.stderr).to.deep.equal([0, `${mart}\n${unitTest}\n`]);
      const result = await run('--changed-since', 'HEAD');
      expect(result.exitCode, result.stderr).to.equal(0);
      const names = outcomes(result).map(([kind, name]) => `${kind} ${name}`);
      expect(names).to.include.members([
        'model mart.mart_quiet_nights',
        'unit test quiet_nights_leaves_out_what_is_no_crime',
      ]);
      expect(names.filter((name) => name.startsWith('model '))).to.have.length(1);
      const compiled = await dataform(['compile', directory, '--json'], {}, directory);
      const { tables, assertions } = JSON.parse(compiled.stdout) as CompiledGraph;
      const table = tables.find(({ target }) => target.name === 'mart_quiet_nights');
      expect(table?.tags).to.deep.equal(['mart', 'owner:crime-analysts']);
      expect(table && lackingTests(table, assertions)).to.deep.equal([]);
      const layout = await dataform(['format', '--check', directory], {}, directory);
      expect(layout.exitCode, layout.stdout + layout.stderr).to.equal(0);
    });

    it('stops at a unit test that fails, and says how the rows differ', async () => {
      replace(unitTest, '1 AS offenses', '2 AS offenses');
      const { exitCode, stderr } = await run('--models', 'mart_quiet_nights');
      replace(unitTest, '2 AS offenses', '1 AS offenses');
      expect(exitCode).to.equal(6);
      expect(stderr).to.match(/quiet_nights_leaves_out_what_is_no_crime:\n {2}.*expected "2", but saw "1"/);
      expect(stderr).not.to.include('Models and assertions');
    });

    it('prints the rows of an assertion that fails', async () => {
      replace(mart, '"offenses >= 1"', '"offenses < 1"');
      const { exitCode, stderr, stdout } = await run('--models', 'mart_quiet_nights');
      replace(mart, '"offenses < 1"', '"offenses >= 1"');
      expect(exitCode).to.equal(6);
      expect(stderr).to.match(/rowConditions failed: \d+ failing rows\.\n {2}\{.*"precinct":"/);
      expect(stdout).to.match(/assertion {2}assertions\.mart_mart_quiet_nights_assertions_rowConditions {2}failed/);
    });

    it('places what does not compile in its file', async () => {
      replace(mart, 'type: "table"', 'type: "table');
      const { exitCode, stdout, stderr } = await run('--models', 'mart_quiet_nights');
      replace(mart, 'type: "table', 'type: "table"');
      expect([exitCode, stdout]).to.deep.equal([5, '']);
      expect(stderr).to.include(`${mart}:2:`).and.not.include('at CallSite');
    });
  });

  describe('crime dev', () => {
    let dev: CrimeProcess;
    let reports = 0;
    const nextReport = async () => JSON.parse(await dev.line(reports++)) as CycleReport;
    /** The report of the next save, whose files must be these. */
    const next = async (...files: readonly string[]): Promise<CycleReport> => {
      const report = await nextReport();
      expect(report.files).to.deep.equal(files);
      return report;
    };
    const failed = ({ unitTests }: CycleReport) => unitTests.filter(({ isPassed }) => !isPassed);

    before(async () => {
      commit();
      dev = startCrime(['dev', '--json', '--data-dir', dataDir], directory);
      await dev.shown('Watching');
      await dev.shown('SIMULATED: these rows are made up');
    });

    it('builds a mart that is saved, with its unit test and assertions, and counts its rows', async () => {
      replace(mart, 'COUNT(*) AS offenses', 'COUNT(*) + 1 AS offenses');
      const { actions, unitTests, assertions, rowCounts } = await next(mart);
      expect(actions.filter(({ kind }) => kind === 'model')).to.deep.equal([
        { kind: 'model', target: 'mart.mart_quiet_nights', status: 'successful' },
      ]);
      expect(unitTests).to.have.length(1);
      expect(assertions.map(({ status }) => status)).to.deep.equal(['passed', 'passed']);
      expect(rowCounts[0]?.rows).to.be.greaterThan(3);
    });

    it('says which unit test no longer holds, and runs it again after the next save of any file', async () => {
      replace(unitTest, '1 AS offenses', '3 AS offenses');
      expect(failed(await next(unitTest))[0]?.messages[0]).to.include('expected "3", but saw "2"');
      replace(unitTest, '3 AS offenses', '2 AS offenses');
      const mended = await next(unitTest);
      expect([failed(mended), mended.unitTests.length, mended.actions]).to.deep.equal([[], 1, []]);
    });

    it('runs nothing where the SQL is as it was', async () => {
      replace(mart, 'One row per precinct that', 'One row per precinct which');
      const { actions, unitTests, errors } = await next(mart);
      expect([actions, unitTests, errors]).to.deep.equal([[], [], []]);
    });

    it('tells what does not compile, whatever is saved, until it is mended', async () => {
      replace(mart, 'type: "table"', 'type: "table');
      expect((await next(mart)).errors.join('\n')).to.include(`${mart}:2:`);
      write(unitTest, read(unitTest));
      expect((await next(unitTest)).errors.join('\n')).to.include(`${mart}:2:`);
      replace(mart, 'type: "table', 'type: "table"');
      expect((await next(mart)).errors).to.deep.equal([]);
    });

    it('gives BigQuery’s words for a model that fails, keeps its assertions waiting, and builds it once mended', async () => {
      const text = read(mart);
      replace(mart, 'precinct,\n    COUNT', 'precint AS precinct,\n    COUNT');
      const broken = await next(mart);
      expect(broken.errors.join('\n')).to.match(/Unrecognized name: precint; Did you mean precinct\? at \[\d+:\d+\]/);
      expect(broken.assertions.map(({ status }) => status)).to.deep.equal(['skipped', 'skipped']);
      write(mart, text);
      const mended = await next(mart);
      expect(mended.actions.map(({ status }) => status)).to.deep.equal(['successful', 'successful', 'successful']);
    });

    it('goes on to what is saved while it runs', async () => {
      const [first, second] = ['definitions/mart/mart_early_nights.sqlx', 'definitions/mart/mart_late_nights.sqlx'];
      write(first, read(mart));
      await dev.shown(`${first} …`);
      write(second, read(mart));
      // Where the first compilation reads the second file already, its own turn has nothing left to do.
      const built = [...(await next(first)).rowCounts, ...(await next(second)).rowCounts].map(({ target }) => target);
      expect(built).to.have.members(['mart.mart_early_nights', 'mart.mart_late_nights']);
    });

    it('builds a renamed model under its new name, and says that the old table stays', async () => {
      rmSync(join(directory, unitTest));
      renameSync(join(directory, mart), join(directory, 'definitions/mart/mart_calm_nights.sqlx'));
      const seen: CycleReport[] = [];
      while (!seen.some(({ rowCounts }) => rowCounts.some(({ target }) => target === 'mart.mart_calm_nights'))) {
        seen.push(await nextReport());
      }
      expect(seen.flatMap(({ gone }) => gone)).to.include('mart.mart_quiet_nights');
    });

    it('ends at Ctrl-C, with nothing left of it', async () => {
      dev.child.kill('SIGINT');
      expect((await dev.result).exitCode).to.equal(130);
    });
  });
});
