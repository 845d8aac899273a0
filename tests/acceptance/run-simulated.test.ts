import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunReport } from '../../cli/run/report.ts';
import { expectFindings } from './check-findings.ts';
import { crime, type ProcessResult } from './crime-process.ts';
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

  it('prints answers that nobody can take for real', async () => {
    const printed = await crime(['run', '--data-dir', dataDir, '--no-serve']);
    const lines = printed.stdout.trim().split('\n');
    expect(lines[0]).to.match(/^SIMULATED/);
    expect(lines.at(-1)).to.match(/^SIMULATED/);
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

  it('leaves nothing running', () => {
    expect(existsSync(join(dataDir, 'services.json'))).to.equal(false);
  });
});
