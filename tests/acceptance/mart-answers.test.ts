import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { writeSimulatedExports } from '../../local/portal/simulation/index.ts';
import { realDataFile } from '../real-data.ts';
import { crime, type CrimeProcess, startCrime } from './crime-process.ts';
import { countBy } from './feed-records.ts';
import { newestOffenses, readExport, type Offense, type Told } from './feed-states.ts';

type Row = Readonly<Record<string, unknown>>;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const BASES = ['reported', 'started'] as const;
const documents = resolve(import.meta.dirname, '../../docs');

const dateText = (time: number) => new Date(time).toISOString().slice(0, 10);
const dayText = (time: number | undefined) => (time === undefined ? 'null' : dateText(time));
const timeOf = (offense: Told, basis: (typeof BASES)[number]) =>
  basis === 'reported' ? offense.reportedAt : offense.startedAt;

/** `2(√now − √before)` to two decimals. */
const signal = (now: number, before: number) => 2 * (Math.sqrt(now) - Math.sqrt(before));

/** Parts of an offense by hour, spread evenly from start to end; the key is null where it cannot be spread. */
function hourParts({ startedAt, endedAt }: Told): ReadonlyMap<number | null, number> {
  if (startedAt === undefined || endedAt === undefined || endedAt === null) return new Map([[null, 1]]);
  const length = endedAt - startedAt;
  const touchesMidnight = startedAt % DAY === 0 || endedAt % DAY === 0;
  if (length <= 0 || length > DAY || touchesMidnight) return new Map([[null, 1]]);
  const parts = new Map<number, number>();
  for (let from = startedAt; from < endedAt;) {
    const to = Math.min(endedAt, Math.floor(from / HOUR + 1) * HOUR);
    const hour = new Date(from).getUTCHours();
    parts.set(hour, (parts.get(hour) ?? 0) + (to - from) / length);
    from = to;
  }
  return parts;
}

/** Each SQL block of a document, with the columns of the table below it, if there is one. */
function documentedQueries(name: string): readonly { readonly sql: string; readonly columns: readonly string[] }[] {
  const text = readFileSync(join(documents, name), 'utf8');
  return [...text.matchAll(/```sql\n([^]*?)```\n\n(?:(\|.*\|)\n)?/g)].map(([, sql = '', header = '']) => ({
    sql,
    columns: header
      .split('|')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== ''),
  }));
}

/** An export, and its lines, from 1, that hold no record. */
interface Source {
  readonly path: string;
  readonly malformed?: readonly { readonly line: number }[];
}

/** A built warehouse beside what the exports say, by an account of our own. */
class Checked {
  readonly directory = mkdtempSync(join(tmpdir(), 'crime-answers-'));
  exports: readonly ReadonlyMap<string, Told>[] = [];
  offenses: readonly Offense[] = [];
  reportable: readonly Offense[] = [];
  asOf = 0;
  spanStart = 0;
  #services: CrimeProcess | undefined;

  async build(sources: readonly Source[], known: Readonly<Record<string, string>>): Promise<void> {
    this.exports = sources.map(({ path, malformed }) =>
      readExport(
        path,
        malformed?.map(({ line }) => line),
      ),
    );
    this.offenses = newestOffenses(this.exports, known);
    this.reportable = this.offenses.filter(({ isReportable }) => isReportable);
    const reports = this.offenses.map(({ reportedAt }) => reportedAt).filter((time) => time !== undefined);
    const days = reports.map((time) => Math.floor(time / DAY) * DAY);
    this.asOf = days.reduce((newest, day) => Math.max(newest, day)) - DAY;
    this.spanStart = Math.max(
      days.reduce((oldest, day) => Math.min(oldest, day)),
      Date.UTC(2008, 0, 1),
    );
    this.#services = startCrime(['local', '--data-dir', this.directory]);
    await this.#services.shown('Serving');
    const paths = sources.flatMap(({ path }) => ['--source', path]);
    const run = await crime(['run', ...paths, '--no-serve', '--data-dir', this.directory]);
    expect(run.exitCode, run.stderr).to.equal(0);
  }

  async remove(): Promise<void> {
    this.#services?.child.kill('SIGTERM');
    await this.#services?.result;
    rmSync(this.directory, { recursive: true, force: true });
  }

  async query(sql: string): Promise<readonly Row[]> {
    const { exitCode, stdout, stderr } = await crime(['query', sql, '--json', '--data-dir', this.directory]);
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as readonly Row[];
  }

  /** `key` to `n` of each row. */
  async counts(sql: string): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries((await this.query(sql)).map(({ key, n }) => [String(key), Number(n)]));
  }

  /** Reportable offenses by basis, precinct, category and day. */
  days(): ReadonlyMap<string, number> {
    const counts = countBy(
      BASES.flatMap((basis) =>
        this.reportable.map((offense) =>
          [basis, offense.precinct, offense.category, dayText(timeOf(offense, basis))].join('|'),
        ),
      ),
      (key) => key,
    );
    return new Map(Object.entries(counts));
  }
}

function agreesWithTheExports(checked: Checked): void {
  it('cubes every month, precinct, neighborhood and sub-category', async () => {
    const found = await checked.counts(
      `select concat(time_basis, '|', coalesce(cast(offense_month as string), 'null'), '|', precinct, '|', neighborhood, '|', offense_category, '|', offense_sub_category) as key, offenses as n
       from mart.mart_offense_cube`,
    );
    const newest = checked.asOf + DAY;
    const month = (time: number | undefined) => {
      const text = time === undefined ? 'null' : `${dateText(time).slice(0, 7)}-01`;
      const isInSpan = text >= `${dateText(checked.spanStart).slice(0, 7)}-01` && text <= dateText(newest);
      return isInSpan ? text : 'null';
    };
    const expected = countBy(
      BASES.flatMap((basis) =>
        checked.reportable.map((offense) =>
          [
            basis,
            month(timeOf(offense, basis)),
            offense.precinct,
            offense.neighborhood,
            offense.category,
            offense.subCategory,
          ].join('|'),
        ),
      ),
      (key) => key,
    );
    expect(found).to.deep.equal(expected);
  });

  it('maps every place that is told, and counts those that are not', async () => {
    const found = await checked.counts(
      `select concat(area_kind, '|', if(area_kind = 'cell' and is_mapped, format('%d, %d', cast(round(latitude * 1000) as int64), cast(round(longitude * 1000) as int64)), area),
         '|', coalesce(cast(year as string), 'null'), '|', offense_category) as key, offenses as n
       from mart.mart_hotspots`,
    );
    const keysOf = (offense: Offense) => {
      const rest = `${dayText(offense.reportedAt).slice(0, 4)}|${offense.category}`;
      return [`cell|${offense.cell}|${rest}`, `neighborhood|${offense.neighborhood}|${rest}`];
    };
    expect(found).to.deep.equal(countBy(checked.reportable.flatMap(keysOf), (key) => key));
    expect(Object.keys(found).some((key) => key.startsWith('cell|masked'))).to.equal(true);
  });

  it('spreads offenses over the hours from start to end, those at midnight apart', async () => {
    const found = await checked.counts(
      `select concat(precinct, '|', offense_category, '|', coalesce(cast(hour as string), 'null')) as key, offenses as n
       from mart.mart_peak_hours where time_basis = 'aoristic' and offenses > 0`,
    );
    const expected: Record<string, number> = {};
    for (const offense of checked.reportable) {
      for (const [hour, part] of hourParts(offense)) {
        const key = [offense.precinct, offense.category, String(hour)].join('|');
        expected[key] = (expected[key] ?? 0) + part;
      }
    }
    expect(Object.keys(found)).to.have.members(Object.keys(expected));
    for (const [key, n] of Object.entries(expected)) expect(found[key], key).to.be.closeTo(n, 0.00001);
  });

  it('lists the last seven days, zeros included', async () => {
    const found = await checked.counts(
      `select concat(time_basis, '|', precinct, '|', offense_code, '|', cast(offense_date as string), '|', weekday_name) as key, offenses as n
       from mart.mart_recent_activity`,
    );
    const weekday = (time: number) => new Date(time).toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
    const expected = countBy(
      BASES.flatMap((basis) =>
        checked.reportable.flatMap((offense) => {
          const time = timeOf(offense, basis);
          const isRecent = time !== undefined && time >= checked.asOf - 6 * DAY && time < checked.asOf + DAY;
          return isRecent ? [[basis, offense.precinct, offense.code, dateText(time), weekday(time)].join('|')] : [];
        }),
      ),
      (key) => key,
    );
    expect(Object.fromEntries(Object.entries(found).filter(([, n]) => n > 0))).to.deep.equal(expected);
    const codes = new Set(Object.keys(found).map((key) => key.split('|')[2]));
    expect(Object.keys(found)).to.have.length(2 * 7 * 7 * codes.size);
  });

  it('tells how each day differs from a week and a year before', async () => {
    const days = checked.days();
    const rows = await checked.query(
      `select time_basis, offense_category, cast(offense_date as string) as day, offenses, previous_week_offenses,
         week_on_week_change, week_on_week_signal, previous_year_offenses, year_on_year_change, year_on_year_percent, year_on_year_signal
       from mart.mart_offenses_daily where precinct = 'North' and is_in_span and not (is_provisional and is_complete)`,
    );
    expect(rows.length).to.be.greaterThan(0);
    for (const row of rows) {
      const time = Date.parse(String(row['day']));
      const on = (daysBefore: number) => {
        const day = time - daysBefore * DAY;
        if (day < checked.spanStart) return null;
        const parts = [row['time_basis'], 'North', row['offense_category'], dateText(day)];
        return days.get(parts.join('|')) ?? 0;
      };
      const [now, week, year] = [on(0) ?? 0, on(7), on(364)];
      const subject = JSON.stringify(row);
      expect(row['offenses'], subject).to.equal(now);
      expect(row['previous_week_offenses'], subject).to.equal(week);
      expect(row['previous_year_offenses'], subject).to.equal(year);
      const isOver = time <= checked.asOf;
      expect(row['week_on_week_change'], subject).to.equal(week === null || !isOver ? null : now - week);
      expect(row['year_on_year_change'], subject).to.equal(year === null || !isOver ? null : now - year);
      if (week === null || !isOver) expect(row['week_on_week_signal'], subject).to.equal(null);
      else expect(row['week_on_week_signal'], subject).to.be.closeTo(signal(now, week), 0.0051);
      if (year === null || !isOver) continue;
      expect(row['year_on_year_signal'], subject).to.be.closeTo(signal(now, year), 0.0051);
      if (year === 0) expect(row['year_on_year_percent'], subject).to.equal(null);
      else expect(row['year_on_year_percent'], subject).to.be.closeTo((100 * (now - year)) / year, 0.0051);
    }
  });

  it('tells how each month differs from the month and the year before', async () => {
    const months = new Map<string, number>();
    for (const [key, n] of checked.days()) {
      const [basis = '', precinct = '', category = '', day = ''] = key.split('|');
      const isInSpan = day !== 'null' && Date.parse(day) >= checked.spanStart;
      if (!isInSpan) continue;
      const month = [basis, precinct, category, day.slice(0, 7)].join('|');
      months.set(month, (months.get(month) ?? 0) + n);
    }
    const rows = await checked.query(
      `select time_basis, precinct, offense_category, cast(offense_month as string) as month, offenses,
         month_on_month_change, month_on_month_signal, year_on_year_change, year_on_year_signal
       from mart.mart_offenses_monthly where is_complete and not is_provisional`,
    );
    for (const row of rows) {
      const [year = 0, month = 0] = String(row['month']).split('-').map(Number);
      const on = (monthsBefore: number) => {
        const start = Date.UTC(year, month - 1 - monthsBefore, 1);
        if (start < checked.spanStart) return null;
        const parts = [row['time_basis'], row['precinct'], row['offense_category'], dateText(start).slice(0, 7)];
        return months.get(parts.join('|')) ?? 0;
      };
      const now = on(0) ?? 0;
      const subject = JSON.stringify(row);
      expect(row['offenses'], subject).to.equal(now);
      for (const [name, before] of [
        ['month_on_month', on(1)],
        ['year_on_year', on(12)],
      ] as const) {
        expect(row[`${name}_change`], subject).to.equal(before === null ? null : now - before);
        if (before === null) expect(row[`${name}_signal`], subject).to.equal(null);
        else expect(row[`${name}_signal`], subject).to.be.closeTo(signal(now, before), 0.0051);
      }
    }
  });

  it('counts groups A and B by day', async () => {
    const found = await checked.counts(
      `select cast(offense_date as string) as key, sum(group_a_offenses) * 10000 + sum(group_b_offenses) as n
       from mart.mart_offenses_daily where time_basis = 'reported' and offense_date is not null group by key having n > 0`,
    );
    const expected: Record<string, number> = {};
    for (const { reportedAt, group } of checked.reportable) {
      const weight = group === 'A' ? 10_000 : group === 'B' ? 1 : 0;
      if (reportedAt === undefined || weight === 0) continue;
      expected[dateText(reportedAt)] = (expected[dateText(reportedAt)] ?? 0) + weight;
    }
    expect(found).to.deep.equal(expected);
  });

  it('remembers what each export said', async () => {
    const rows = await checked.query(
      `select offense_id, cast(known_from as string) as known_from, offense_code from fact.fct_offense_versions where is_reclassified order by offense_id`,
    );
    const [first = new Map<string, Told>(), second = new Map<string, Told>()] = checked.exports;
    const recoded = [...second.values()].filter(({ offenseId, code }) => {
      const before = first.get(offenseId);
      return before !== undefined && before.code !== code;
    });
    expect(rows.map(({ offense_id }) => offense_id)).to.include.members(recoded.map(({ offenseId }) => offenseId));
    const [then] = await checked.query(
      `select countif(known_from = first_known and is_reportable and not is_removed) as n
       from fact.fct_offense_versions cross join (select min(known_from) as first_known from fact.fct_offense_versions)`,
    );
    expect(then?.['n']).to.equal([...first.values()].filter(({ isReportable }) => isReportable).length);
  });

  it('gives offenses of the older shape the category that the city gives them now', async () => {
    const [first = new Map<string, Told>(), ...later] = checked.exports;
    const codes = await checked.counts(
      `select concat(offense_code, '|', offense_category) as key, 1 as n from fact.dim_offense_types`,
    );
    let compared = 0;
    for (const { code, ownCategory } of later.flatMap((told) => [...told.values()])) {
      // Without a code there is nothing to derive a category from.
      if (ownCategory === undefined || code === 'Unknown') continue;
      compared += 1;
      expect(codes, code).to.have.property(`${code}|${ownCategory}`);
    }
    expect(first.size).to.be.greaterThan(0);
    expect(compared).to.be.greaterThan(0);
  });
}

describe('the marts, on simulated rows', function () {
  this.timeout(240_000);
  const checked = new Checked();

  before(async () => {
    const directory = join(checked.directory, 'exports');
    mkdirSync(directory);
    const { exports } = await writeSimulatedExports({ directory, rows: 4000 });
    await checked.build(exports, {});
  });
  after(() => checked.remove());

  agreesWithTheExports(checked);

  for (const document of ['parity.md', 'history.md']) {
    it(`answers every query of docs/${document}`, async () => {
      const queries = documentedQueries(document);
      expect(queries).to.have.length(document === 'parity.md' ? 9 : 2);
      expect(queries.filter(({ columns }) => columns.length > 0)).to.have.length(document === 'parity.md' ? 9 : 0);
      for (const { sql, columns } of queries) {
        // What an earlier model answered takes one mart, not a join of several.
        if (document === 'parity.md') expect(sql.match(/\b(?:mart|fact|staging|raw)\.\w+/g), sql).to.have.length(1);
        const rows = await checked.query(sql);
        if (columns.length > 0) expect(Object.keys(rows[0] ?? {}), sql).to.deep.equal(columns);
      }
    });
  }
});

describe('the marts, on real records', function () {
  this.timeout(240_000);
  const checked = new Checked();

  before(async function () {
    const paths = ['legacy_robbery_2008_2021.csv', 'current_rows.csv'].map(realDataFile);
    const given = paths.filter((path) => path !== undefined).map((path) => ({ path }));
    if (given.length < paths.length) return this.skip();
    await checked.build(given, { 120: 'ROBBERY' });
  });
  after(() => checked.remove());

  agreesWithTheExports(checked);
});
