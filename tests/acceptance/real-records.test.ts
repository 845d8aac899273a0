import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { realDataFile } from '../real-data.ts';
import { expectFindings } from './check-findings.ts';
import { crime } from './crime-process.ts';
import { countBy, readFeed, type FeedRecord } from './feed-records.ts';

type Row = Readonly<Record<string, unknown>>;

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Offenses that headline counts leave out: see the description of `is_reportable`. */
function isReportable({ offenseCode, crimeAgainst }: FeedRecord): boolean {
  return offenseCode !== '999' && offenseCode !== '-' && crimeAgainst !== 'NOT_A_CRIME';
}

/** `hour weekday` of a wall-clock time; an hour that is not known has no number. */
function hourAndWeekday(time: number | undefined, isMidnightKnown: boolean): string {
  if (time === undefined) return 'null null';
  const isMidnight = time % 86_400_000 === 0;
  const moment = new Date(time);
  const hour = isMidnight && !isMidnightKnown ? 'null' : String(moment.getUTCHours());
  return `${hour} ${weekdays[moment.getUTCDay()] ?? ''}`;
}

describe('crime run on real records', function () {
  this.timeout(180_000);
  let dataDir: string | undefined;
  let offenses: readonly FeedRecord[];
  let reportable: readonly FeedRecord[];

  before(async function () {
    const files = ['legacy_robbery_2008_2021.csv', 'current_rows.csv'].map(realDataFile);
    const [legacy, current] = files;
    if (legacy === undefined || current === undefined) {
      process.stderr.write('    skipped: no real records; CRIME_REAL_DATA names their folder\n');
      this.skip();
    }
    offenses = [...new Map([...readFeed(legacy), ...readFeed(current)]).values()];
    reportable = offenses.filter(isReportable);
    const directory = mkdtempSync(join(tmpdir(), 'crime-real-'));
    dataDir = directory;
    const run = await crime(['run', '--source', legacy, '--source', current, '--data-dir', directory, '--no-serve']);
    expect(run.exitCode, run.stderr).to.equal(0);
    expect(run.stdout).not.to.include('SIMULATED');
  });

  after(() => {
    if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
  });

  const query = async (sql: string) => {
    const { exitCode, stdout, stderr } = await crime(['query', sql, '--json', '--data-dir', dataDir ?? '']);
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as readonly Row[];
  };
  const keyed = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ key, n }) => [String(key), n]));

  it('holds each offense once', async () => {
    expect(await query('select count(*) as n, count(distinct offense_id) as ids from fact.fct_offenses')).to.deep.equal(
      [{ n: offenses.length, ids: offenses.length }],
    );
  });

  it('counts every precinct as the file does', async () => {
    const rows = await query('select precinct as key, count(*) as n from fact.fct_offenses group by key');
    expect(keyed(rows)).to.deep.equal(countBy(offenses, ({ precinct }) => precinct));
  });

  it('counts every hour and weekday of the reports', async () => {
    const rows = await query(
      `select concat(coalesce(cast(hour as string), 'null'), ' ', coalesce(weekday_name, 'null')) as key, sum(offenses) as n
       from mart.mart_offenses_by_precinct_hour_weekday where time_basis = 'reported' group by key`,
    );
    expect(keyed(rows)).to.deep.equal(countBy(reportable, ({ reportedAt }) => hourAndWeekday(reportedAt, true)));
  });

  it('counts every hour and weekday of the starts, those at exactly midnight apart', async () => {
    const rows = await query(
      `select concat(coalesce(cast(hour as string), 'null'), ' ', coalesce(weekday_name, 'null')) as key, sum(offenses) as n
       from mart.mart_offenses_by_precinct_hour_weekday where time_basis = 'started' group by key`,
    );
    expect(keyed(rows)).to.deep.equal(countBy(reportable, ({ startedAt }) => hourAndWeekday(startedAt, false)));
  });

  for (const mart of [
    'mart_offenses_daily',
    'mart_offenses_monthly',
    'mart_offenses_by_precinct_hour_weekday',
    'mart_peak_hours',
  ]) {
    it(`adds up to the file in ${mart}, on every time basis and in every precinct`, async () => {
      const rows = await query(
        `select concat(time_basis, ' ', precinct) as key, cast(round(sum(offenses)) as int64) as n from mart.${mart} group by key having n > 0`,
      );
      const bases = mart === 'mart_peak_hours' ? ['reported', 'started', 'aoristic'] : ['reported', 'started'];
      const expected = countBy(
        bases.flatMap((basis) => reportable.map(({ precinct }) => `${basis} ${precinct}`)),
        (key) => key,
      );
      expect(keyed(rows)).to.deep.equal(expected);
    });
  }

  it('adds up to the file in mart_offense_mix, by offense code', async () => {
    const rows = await query('select offense_code as key, sum(offenses) as n from mart.mart_offense_mix group by key');
    expect(keyed(rows)).to.deep.equal(
      countBy(offenses, ({ offenseCode }) => (offenseCode === '' ? 'Unknown' : offenseCode)),
    );
  });

  it('finds what the file says', async () => {
    expectFindings(await query('select * from mart.mart_findings'), offenses);
  });
});
