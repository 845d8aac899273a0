import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { realDataFile } from '../real-data.ts';
import { crime } from './crime-process.ts';
import { readFeed } from './feed-records.ts';
import {
  falseDiscoveryRates,
  firstWeekFrom,
  Forecaster,
  mean,
  twoSided,
  weeklySeries,
  type Forecast,
  type Report,
  type Series,
} from './weekly-forecasts.ts';

type Row = Readonly<Record<string, unknown>>;

const DAY = 86_400_000;
const SMALLEST_DIFFERENCE = 0.002;
const BACKTEST_ORIGINS = 208;
const ANOMALY_WEEKS = 52;
const DAYS_UNTIL_MATURE = 14;
const MARTS = ['offenses_weekly', 'forecast', 'forecast_backtest', 'forecast_scorecard', 'anomalies'] as const;
type Mart = (typeof MARTS)[number];

const dayOf = (date: unknown): number => Date.parse(String(date)) / DAY;
const dateOf = (week: number): string => new Date((week * 7 + 4) * DAY).toISOString().slice(0, 10);

/** A run over one source, and the same answers computed from its reports. */
interface Checked {
  readonly dataDir: string;
  readonly marts: Readonly<Record<Mart, readonly Row[]>>;
  readonly asOf: number;
  readonly firstWeek: number;
  readonly lastWeek: number;
  readonly series: readonly Series[];
  readonly forecaster: Forecaster;
}

async function query(dataDir: string, sql: string): Promise<readonly Row[]> {
  const { exitCode, stdout, stderr } = await crime(['query', sql, '--json', '--data-dir', dataDir]);
  expect(exitCode, stderr).to.equal(0);
  return JSON.parse(stdout) as readonly Row[];
}

/** The rows of the marts, in one query: each starts the warehouse anew. */
async function readMarts(dataDir: string): Promise<Checked['marts']> {
  const selects = MARTS.map(
    (mart) => `select '${mart}' as mart, to_json_string(it) as row_text from mart.mart_${mart} as it`,
  );
  const rows = await query(dataDir, selects.join(' union all '));
  const rowsOf = (mart: Mart) =>
    rows.filter((row) => row['mart'] === mart).map((row) => JSON.parse(String(row['row_text'])) as Row);
  return {
    offenses_weekly: rowsOf('offenses_weekly'),
    forecast: rowsOf('forecast'),
    forecast_backtest: rowsOf('forecast_backtest'),
    forecast_scorecard: rowsOf('forecast_scorecard'),
    anomalies: rowsOf('anomalies'),
  };
}

/** Runs the pipeline and counts its weeks from `reports`, which are read after the run. */
async function check(
  source: readonly string[],
  reports: (dataDir: string) => Promise<readonly Report[]>,
): Promise<Checked> {
  const dataDir = mkdtempSync(join(tmpdir(), 'crime-forecasts-'));
  const run = await crime(['run', ...source, '--data-dir', dataDir, '--no-serve']);
  expect(run.exitCode, run.stderr).to.equal(0);
  const given = await reports(dataDir);
  const days = given.map(({ day }) => day);
  const asOf = days.reduce((newest, day) => Math.max(newest, day)) - 1;
  const start = Math.max(
    days.reduce((oldest, day) => Math.min(oldest, day)),
    dayOf('2008-01-01'),
  );
  const [firstWeek, lastWeek] = [firstWeekFrom(start), firstWeekFrom(asOf - 5) - 1];
  const series = weeklySeries(given, firstWeek, lastWeek);
  const marts = await readMarts(dataDir);
  return { dataDir, marts, asOf, firstWeek, lastWeek, series, forecaster: new Forecaster(series, firstWeek) };
}

/** The claims that hold for every source. */
function agreesWithTheReports(checked: () => Checked): void {
  const newest = () => checked().lastWeek - checked().firstWeek;
  const keyOf = (...parts: readonly unknown[]) => parts.join(' | ');

  it('counts every week of every series as its reports do', () => {
    const { marts, series, firstWeek } = checked();
    const rows = marts.offenses_weekly;
    const found = rows.map((row) => keyOf(row['series_kind'], row['series'], row['week_start'], row['offenses']));
    const expected = series.flatMap(({ kind, name, counts }) =>
      counts.map((count, index) => keyOf(kind, name, dateOf(firstWeek + index), count)),
    );
    expect([...found].sort()).to.deep.equal([...expected].sort());
  });

  it('forecasts each series, or says why not', () => {
    const { marts, series, forecaster, lastWeek } = checked();
    const rows = marts.forecast;
    expect(rows).to.have.length(8 * series.length);
    const found = new Map(rows.map((row) => [keyOf(row['series'], row['target_week_start']), row]));
    for (const one of series) {
      const forecasts = new Map(forecaster.forecastsAt(one, newest()).map((forecast) => [forecast.horizon, forecast]));
      for (let horizon = 1; horizon <= 8; horizon += 1) {
        const row = found.get(keyOf(one.name, dateOf(lastWeek + horizon)));
        const forecast = forecasts.get(horizon);
        if (forecast) expectForecast(row ?? {}, forecast);
        else {
          const isSmall = (forecaster.meanAt(one, newest()) ?? 20) < 20;
          expect(row?.['status'], one.name).to.equal(isSmall ? 'mean below 20' : 'too few weeks');
          expect(row?.['forecast'], one.name).to.equal(null);
        }
      }
    }
  });

  it('tests each method on the same weeks, none of which a forecast has read', () => {
    const { marts, series, forecaster, firstWeek } = checked();
    const rows = marts.forecast_backtest;
    const found = new Map(
      rows.map((row) => [keyOf(row['series'], row['method'], row['origin_week_start'], row['horizon_weeks']), row]),
    );
    let forecasts = 0;
    for (const one of series) {
      for (let origin = Math.max(51, newest() - BACKTEST_ORIGINS); origin < newest(); origin += 1) {
        for (const forecast of forecaster.forecastsAt(one, origin)) {
          const actual = one.counts[origin + forecast.horizon];
          if (actual === undefined) continue;
          const row = (method: string) =>
            found.get(keyOf(one.name, method, dateOf(firstWeek + origin), forecast.horizon)) ?? {};
          expectForecast(row('smoothing'), forecast);
          for (const [method, value] of Object.entries(forecaster.rivalsAt(one, origin, forecast.horizon))) {
            expect(row(method)['forecast'], method).to.be.closeTo(value, SMALLEST_DIFFERENCE);
            expect(row(method)['absolute_error']).to.be.closeTo(Math.abs(actual - value), SMALLEST_DIFFERENCE);
          }
          forecasts += 5;
        }
      }
    }
    expect(rows).to.have.length(forecasts);
  });

  it('scores each method as its errors say', () => {
    const { forecast_backtest: errors, forecast_scorecard: scores } = checked().marts;
    expect(scores).not.to.have.length(0);
    for (const score of scores) {
      const own = errors.filter(
        (row) =>
          row['series'] === score['series'] &&
          row['method'] === score['method'] &&
          (score['horizon_weeks'] === null || row['horizon_weeks'] === score['horizon_weeks']),
      );
      expect(score['forecasts']).to.equal(own.length);
      expect(score['mean_absolute_error']).to.be.closeTo(mean(own.map((row) => Number(row['absolute_error']))), 1e-4);
      if (score['method'] !== 'smoothing') continue;
      expect(score['coverage_80']).to.be.closeTo(mean(own.map((row) => Number(row['is_inside_80']))), 1e-4);
      expect(score['coverage_95']).to.be.closeTo(mean(own.map((row) => Number(row['is_inside_95']))), 1e-4);
    }
  });

  it('judges each mature week of precinct and category against the year before', () => {
    const { marts, series, forecaster, firstWeek, asOf } = checked();
    const rows = marts.anomalies;
    const pairs = series.filter(({ kind }) => kind === 'precinct and category');
    expect(rows).to.have.length(ANOMALY_WEEKS * pairs.length);
    const judged = rows.filter(({ status }) => status === 'judged');
    for (const row of rows) {
      const week = firstWeekFrom(dayOf(row['week_start'])) - firstWeek;
      const one = pairs.find(({ name }) => name === row['series']);
      const expectation = one && forecaster.expectationOf(one, week);
      const isMature = (firstWeek + week) * 7 + 4 + 6 + DAYS_UNTIL_MATURE <= asOf;
      const isJudged = isMature && (expectation?.expected ?? 0) >= 1;
      expect(row['status'] === 'judged', keyOf(row['series'], row['week_start'])).to.equal(isJudged);
      if (!isJudged || !expectation) continue;
      expect(row['offenses']).to.equal(one.counts[week]);
      expect(row['expected_offenses']).to.be.closeTo(expectation.expected, SMALLEST_DIFFERENCE);
      expect(row['dispersion']).to.be.closeTo(expectation.dispersion, SMALLEST_DIFFERENCE);
      expect(row['z_score']).to.be.closeTo(expectation.z, 1e-4);
      expect(row['p_value']).to.be.closeTo(twoSided(expectation.z), 1e-4);
    }
    const rates = falseDiscoveryRates(judged.map((row) => Number(row['p_value'])));
    for (const [index, row] of judged.entries()) {
      expect(row['q_value']).to.be.closeTo(rates[index] ?? NaN, 1e-9);
      expect(row['is_anomaly']).to.equal((rates[index] ?? NaN) <= 0.05);
    }
  });
}

function expectForecast(row: Row, { point, bounds80, bounds95 }: Forecast): void {
  const numbers = ['forecast', 'lower_80', 'upper_80', 'lower_95', 'upper_95'].map((name) => Number(row[name]));
  for (const [index, value] of [point, ...bounds80, ...bounds95].entries()) {
    expect(numbers[index], JSON.stringify(row)).to.be.closeTo(value, SMALLEST_DIFFERENCE);
  }
}

describe('forecasts of simulated reports', function () {
  this.timeout(300_000);
  let checked: Checked;

  before(async () => {
    checked = await check([], async (dataDir) => {
      const rows = await query(
        dataDir,
        'select reported_date, precinct, offense_category from fact.fct_offenses where is_reportable and not is_removed',
      );
      return rows.map((row) => ({
        day: dayOf(row['reported_date']),
        precinct: String(row['precinct']),
        category: String(row['offense_category']),
      }));
    });
  });

  after(() => {
    rmSync(checked.dataDir, { recursive: true, force: true });
  });

  agreesWithTheReports(() => checked);

  it('are said to be simulated', () => {
    for (const mart of ['forecast', 'forecast_scorecard', 'anomalies'] as const) {
      expect(new Set(checked.marts[mart].map((row) => row['is_simulated'])), mart).to.deep.equal(new Set([true]));
    }
  });
});

describe('forecasts of robberies from 2008 to 2021', function () {
  this.timeout(300_000);
  let checked: Checked | undefined;

  before(async function () {
    const path = realDataFile('legacy_robbery_2008_2021.csv');
    if (path === undefined) {
      process.stderr.write('    skipped: no real records; CRIME_REAL_DATA names their folder\n');
      this.skip();
    }
    const reports = [...readFeed(path).values()].flatMap(({ reportedAt, precinct }) =>
      reportedAt === undefined ? [] : [{ day: Math.floor(reportedAt / DAY), precinct, category: 'VIOLENT CRIME' }],
    );
    checked = await check(['--source', path], () => Promise.resolve(reports));
  });

  after(() => {
    if (checked) rmSync(checked.dataDir, { recursive: true, force: true });
  });

  agreesWithTheReports(() => checked as Checked);

  const pooledScores = () =>
    (checked as Checked).marts.forecast_scorecard.filter(
      (row) => row['method'] === 'smoothing' && row['horizon_weeks'] === null,
    );

  it('beat every rival, and the 4-week mean by at least 3 %, over at least 156 origins', () => {
    expect(pooledScores().map((row) => row['series'])).to.have.members(['City', 'VIOLENT CRIME']);
    for (const score of pooledScores()) {
      expect(score['origins']).to.be.at.least(156);
      expect(score['error_rank']).to.equal(1);
      expect(score['change_from_4_week_mean']).to.be.at.most(-3);
    }
  });

  it('hold in their intervals about as often as they say', () => {
    for (const score of pooledScores()) {
      expect(score['coverage_80']).to.be.within(0.75, 0.85);
      expect(score['coverage_95']).to.be.within(0.91, 0.98);
    }
  });
});
