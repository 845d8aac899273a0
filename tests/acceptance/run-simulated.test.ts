import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunReport } from '../../cli/run/report.ts';
import { expectFindings } from './check-findings.ts';
import { crime, type CrimeProcess, type ProcessResult, startCrime } from './crime-process.ts';
import { portalRows } from './portal-rows.ts';

/** Days of the simulated portal: the last before its columns were renamed, and the one that the run ends with. */
const [beforeRenaming, present] = [-494, 0];

describe('crime run, without a source', function () {
  this.timeout(180_000);
  let dataDir: string;
  let first: ProcessResult;
  let report: RunReport;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'crime-run-'));
    first = await crime([
      'run',
      '--data-dir',
      dataDir,
      '--no-serve',
      '--json',
      '--junit',
      join(dataDir, 'reports', 'run.xml'),
    ]);
    expect(first.exitCode, first.stderr).to.equal(0);
    report = JSON.parse(first.stdout) as RunReport;
  });

  after(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  const query = async (sql: string) => {
    const { exitCode, stdout, stderr } = await crime(['query', sql, '--json', '--data-dir', dataDir]);
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as readonly Record<string, unknown>[];
  };

  it('says that the rows are simulated', () => {
    expect(report.isSimulated).to.equal(true);
    expect(report.answers?.overview.isSimulated).to.equal(true);
    expect(first.stderr).to.include('SIMULATED');
  });

  it('passes every unit test and assertion', () => {
    expect(report.unitTests.length).to.be.greaterThan(3);
    expect(report.unitTests.every(({ isPassed }) => isPassed)).to.equal(true);
    expect(report.assertions.length).to.be.greaterThan(20);
    expect(report.assertions.filter(({ status }) => status !== 'passed')).to.deep.equal([]);
  });

  it('holds every offense of the portal as the portal has it, and those of before the renaming that are gone as removed', async () => {
    const [earlier, now] = await portalRows(dataDir, 20_000, [beforeRenaming, present]);
    const held = await query('select offense_id, offense_code, precinct from fact.fct_offenses where not is_removed');
    const lines = held.map((row) => [row['offense_id'], row['offense_code'], row['precinct']].join(' '));
    const truth = [...(now?.values() ?? [])].map(({ offenseId, offenseCode, precinct }) =>
      [offenseId, offenseCode === '' ? 'Unknown' : offenseCode, precinct].join(' '),
    );
    expect(truth.length).to.be.greaterThan(19_000);
    const [here, there] = [new Set(lines), new Set(truth)];
    expect(lines.length).to.equal(truth.length);
    expect(lines.filter((line) => !there.has(line))).to.deep.equal([]);
    expect(truth.filter((line) => !here.has(line))).to.deep.equal([]);
    const removed = await query('select offense_id from fact.fct_offenses where is_removed');
    const gone = [...(earlier?.keys() ?? [])].filter((offenseId) => now?.has(offenseId) === false);
    expect(removed.map((row) => String(row['offense_id'])).sort()).to.deep.equal(gone.sort());
  });

  it('finds what the rows of the portal say', async () => {
    const [now] = await portalRows(dataDir, 20_000, [present]);
    expectFindings(await query('select * from mart.mart_findings'), [...(now?.values() ?? [])]);
  });

  it('has read both shapes of the feed', async () => {
    expect(report.ingested.map(({ mode, isNew }) => [mode, isNew])).to.deep.equal([
      ['full', true],
      ['full', true],
    ]);
    expect(await query('select distinct feed_shape from raw.spd_offenses order by feed_shape')).to.deep.equal([
      { feed_shape: 'current' },
      { feed_shape: 'legacy' },
    ]);
  });

  it('keeps the result of every assertion', async () => {
    const [row] = await query("select count(*) as n, countif(status = 'passed') as passed from ops.assertion_results");
    expect(row).to.deep.equal({ n: report.assertions.length, passed: report.assertions.length });
  });

  it('writes JUnit XML with every model and assertion', () => {
    const xml = readFileSync(join(dataDir, 'reports', 'run.xml'), 'utf8');
    expect(xml.match(/<testcase classname="assertions"/g)?.length).to.equal(report.assertions.length);
    expect(xml).to.include('name="mart.mart_offenses_daily"');
  });

  it('gives the same answers when run again, adding nothing, and shows that they are simulated', async () => {
    const again = await crime(['run', '--data-dir', dataDir, '--no-serve', '--json']);
    const second = JSON.parse(again.stdout) as RunReport;
    expect(second.ingested.map(({ isNew }) => isNew)).to.deep.equal([false]);
    expect(second.answers).to.deep.equal(report.answers);
  });

  it('names the page that it made, which is not served with --no-serve', () => {
    expect(report.page).to.deep.equal({ directory: join(dataDir, 'page'), url: null });
    expect(existsSync(join(dataDir, 'page', 'index.html'))).to.equal(true);
  });

  describe('left serving', () => {
    let served: CrimeProcess;
    let url: string;

    before(async () => {
      served = startCrime(['run', '--data-dir', dataDir]);
      await served.shown('until stopped');
      url = /^The page: (http:\S+) /m.exec(served.output())?.[1] ?? '';
    });

    after(async () => {
      served.child.kill('SIGKILL');
      await served.result;
    });

    it('prints answers that nobody can take for real', () => {
      const lines = served.output().trim().split('\n');
      const banners = lines.filter((line) => line.startsWith('SIMULATED'));
      expect(lines[0]).to.equal(banners[0]);
      expect(banners.length).to.equal(2);
      for (const title of [
        'Findings',
        'Most reported offenses',
        'By category',
        'By precinct',
        'Data quality',
        'This run',
      ]) {
        expect(lines).to.include(title);
      }
    });

    it('serves the page at the address that it printed, labelled as simulated', async () => {
      const page = await fetch(url);
      expect(page.status).to.equal(200);
      expect(await page.text()).to.match(/simulated/i);
      const run = (await (await fetch(`${url}data/run.json`)).json()) as Record<string, unknown>;
      expect(run['is_simulated']).to.equal(true);
      expect(run['as_of']).to.equal(report.answers?.overview.asOf);
    });

    it('leaves the data to other commands meanwhile', async () => {
      expect(existsSync(join(dataDir, 'services.json'))).to.equal(false);
      expect(await query('select 1 as one')).to.deep.equal([{ one: 1 }]);
    });

    it('ends well when stopped', async () => {
      served.child.kill('SIGINT');
      const { exitCode, stderr } = await served.result;
      expect(exitCode).to.equal(0);
      expect(stderr).to.match(/Stopped\.\n$/);
      expect(await fetch(url).catch(() => 'nobody')).to.equal('nobody');
    });
  });

  describe('crime dashboard, afterwards', () => {
    const dashboard = (...parameters: readonly string[]) => crime(['dashboard', '--data-dir', dataDir, ...parameters]);

    it('makes the page anew into a folder of its own, and prints which', async () => {
      const output = join(dataDir, 'published', 'site');
      const made = await dashboard('--no-serve', '--output', output);
      expect(made.exitCode, made.stderr).to.equal(0);
      expect(made.stdout).to.equal(`${output}\n`);
      const again = await dashboard('--no-serve', '--output', output);
      expect(again.exitCode, again.stderr).to.equal(0);
      expect(readdirSync(join(dataDir, 'published'))).to.deep.equal(['site']);
    });

    it('says that a port is taken', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { exitCode, stderr } = await dashboard('--port', String(port));
      other.close();
      expect(exitCode).to.equal(2);
      expect(stderr).to.include(`Port ${port} is taken`);
    });
  });

  it('leaves nothing running', () => {
    expect(existsSync(join(dataDir, 'services.json'))).to.equal(false);
  });
});
