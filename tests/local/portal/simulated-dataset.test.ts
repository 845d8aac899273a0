import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimedDataset } from '../../../local/portal/dataset.ts';
import { openSimulatedDataset } from '../../../local/portal/simulated-dataset.ts';
import { writeSimulatedExports } from '../../../local/portal/simulation/index.ts';
import { presentRows, type PresentRows } from './present-rows.ts';
import { readExport } from './simulation/read-export.ts';

const RENAMED = -493;

describe('openSimulatedDataset(options)', () => {
  let directory: string;
  let dataset: TimedDataset;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'simulated-dataset-'));
    dataset = await openSimulatedDataset({ directory });
  });

  after(async () => {
    await dataset.close();
    await rm(directory, { recursive: true, force: true });
  });

  const on = async (day: number): Promise<PresentRows> => {
    await dataset.setDay(day);
    return presentRows(dataset);
  };

  it('says that it is simulated, in every name too', async () => {
    expect(dataset.describe().isSimulated).to.equal(true);
    expect(dataset.describe().name).to.include('SIMULATED');
    expect((await readdir(directory)).every((name) => name.startsWith('SIMULATED'))).to.equal(true);
  });

  it('holds on day 0 what the current export holds', async () => {
    const rows = await on(0);
    const exported = await writeSimulatedExports({ directory: join(directory, 'exports') });
    const { records } = await readExport(exported.files[1]);
    const contents = new Set(
      [...rows.values()].map((row) => [row['offense_id'], row['nibrs_offense_code'], row['beat'] ?? ''].join()),
    );

    const expected = new Set(
      records.map((record) => [record['Offense ID'], record['NIBRS_offense_code'], record['Beat']].join()),
    );
    expect(contents.size).to.equal(expected.size);
    expect([...contents].filter((content) => !expected.has(content))).to.deep.equal([]);
    expect([...rows.values()].every((row) => row['offense_date'] !== '-')).to.equal(true);
  });

  it('gives the same rows however a day is reached', async function () {
    this.timeout(60_000);
    const reached = digest(await on(21));
    const back = digest(await on(3).then(() => on(21)));
    const steps: string[] = [];
    for (const day of [19, 20, 21]) steps.push(digest(await on(day)));
    const other = await openSimulatedDataset({ directory: join(directory, 'other'), day: 21 });
    const opened = digest(await presentRows(other));
    await other.close();

    expect(back).to.equal(reached);
    expect(steps[2]).to.equal(reached);
    expect(opened).to.equal(reached);
  });

  it('brings rows of one offense that agree', async () => {
    const rows = [...(await on(25)).values()];
    const ids = rows.map((row) => row['offense_id'] ?? '');
    const contents = new Set(rows.map(contentOf));

    expect(new Set(ids).size).to.be.lessThan(ids.length);
    expect(contents.size).to.equal(new Set(ids).size);
  });

  for (const start of [0, RENAMED - 200]) {
    it(`shows everything that can happen in the thirty days from day ${start}`, async function () {
      this.timeout(60_000);
      const seen = { new: 0, late: 0, retyped: 0, moved: 0, unmasked: 0, removed: 0, doubled: 0, back: 0 };
      const gone = new Set<string>();
      await dataset.setDay(start);
      let before = await offensesOf(dataset);
      for (let day = start + 1; day <= start + 30; day += 1) {
        await dataset.setDay(day);
        const now = await offensesOf(dataset);
        for (const [id, offense] of now) {
          const earlier = before.get(id);
          if (offense.rows > (earlier?.rows ?? 1)) seen.doubled += 1;
          if (earlier === undefined && gone.has(id)) seen.back += 1;
          else if (earlier === undefined) seen[offense.age > 1 ? 'late' : 'new'] += 1;
          else if (earlier.code !== offense.code) seen.retyped += 1;
          else if (earlier.place !== offense.place) seen[earlier.isLocated ? 'moved' : 'unmasked'] += 1;
        }
        for (const id of before.keys()) {
          if (now.has(id)) continue;
          seen.removed += 1;
          gone.add(id);
        }
        before = now;
      }

      expect(seen.new, 'new').to.be.within(200, 1200);
      for (const kind of ['late', 'retyped', 'moved', 'unmasked', 'removed', 'doubled', 'back'] as const) {
        expect(seen[kind], kind).to.be.within(1, 90);
      }
    });
  }

  it('renews only what it changed in a night, in batches, before the morning', async () => {
    const before = await on(4);
    const after = await on(5);
    const renewed = [...after].filter(([id, row]) => before.get(id)?.[':updated_at'] !== row[':updated_at']);
    const times = renewed.map(([, row]) => Date.parse(`${row[':updated_at'] ?? ''}Z`));
    const untouched = [...after].filter(([id, row]) => before.get(id)?.[':updated_at'] === row[':updated_at']);

    expect(untouched.every(([id, row]) => contentOf(before.get(id) ?? {}) === contentOf(row))).to.equal(true);
    expect(renewed.length).to.be.within(5, 60);
    expect(new Set(times).size).to.be.at.most(3);
    expect(Math.max(...times)).to.be.lessThan(dataset.describe().rowsUpdatedAt.getTime());
    expect(dataset.describe().rowsUpdatedAt.getTime()).to.be.lessThan(dataset.now().getTime());
    expect(dataset.now().getTime() - Math.min(...times)).to.be.lessThan(3 * 3_600_000);
    expect(dataset.now().toISOString()).to.match(/^2026-07-06T13:00:/);
  });

  it('gives every row a new time on a republish, and keeps the rest', async () => {
    const before = await on(18);
    const after = await on(19);
    const shared = [...after].filter(([id]) => before.has(id));

    expect(dataset.now().toISOString()).to.match(/^2026-07-20/);
    expect(shared.length).to.be.greaterThan(0.99 * before.size);
    expect(shared.every(([id, row]) => (before.get(id)?.[':updated_at'] ?? '') < (row[':updated_at'] ?? ''))).to.equal(
      true,
    );
    expect(shared.every(([id, row]) => before.get(id)?.[':created_at'] === row[':created_at'])).to.equal(true);
  });

  it('renames the columns and renews every identifier on the day of the renaming', async () => {
    const before = await on(RENAMED - 1);
    const namesBefore = dataset.describe().columns.map(({ fieldName }) => fieldName);
    const after = await on(RENAMED);
    const times = [...after.values()].map((row) => row[':created_at'] ?? '');
    const [offenses, offensesAfter] = [byOffense(before), byOffense(after)];

    expect(namesBefore).to.include.members(['mcpp', 'offense_start_datetime']).and.have.length(17);
    expect(dataset.describe().columns.map(({ fieldName }) => fieldName))
      .to.include('neighborhood')
      .and.have.length(20);
    expect([...after.keys()].some((id) => before.has(id))).to.equal(false);
    expect([...offenses.keys()].filter((id) => offensesAfter.has(id)).length).to.be.greaterThan(0.98 * before.size);
    expect(times.every((time) => time.startsWith('2025-02-23'))).to.equal(true);
  });

  it('knows 400 days ahead and refuses others, naming what it knows', async () => {
    const rows = await on(400);
    const newest = [...rows.values()]
      .map((row) => row['report_date_time'] ?? '')
      .sort()
      .at(-1);
    const error: unknown = await dataset.setDay(401).catch((caught: unknown) => caught);

    expect(newest).to.match(/^2027-08-04/);
    expect(String(error)).to.include('to 400 (2027-08-05)');
    expect(dataset.day).to.equal(400);
  });

  it('is kept for the same parameters, made anew for others', async () => {
    const place = { directory: join(directory, 'kept'), rows: 1000 };
    const open = async (seed: number): Promise<string> => {
      const opened = await openSimulatedDataset({ ...place, seed });
      const rows = digest(await presentRows(opened));
      await opened.close();
      return rows;
    };
    const first = await open(1);

    expect(await open(1)).to.equal(first);
    expect(await open(2)).not.to.equal(first);
  });

  it('shuts files and settings to whoever has a connection', async () => {
    const connection = await dataset.connect();
    const errors = await Promise.all(
      [`SELECT * FROM read_text('/etc/hostname')`, "SET memory_limit = '9GB'"].map((query) =>
        connection.run(query).then(() => 'nothing', String),
      ),
    );
    connection.closeSync();

    expect(errors[0]).to.include('disabled');
    expect(errors[1]).to.include('locked');
  });
});

/** Of rows in the order of their identifiers: comparing maps of so many is beyond chai. */
function digest(rows: PresentRows): string {
  return createHash('sha256')
    .update(JSON.stringify([...rows.values()]))
    .digest('hex');
}

type Content = Readonly<Record<string, string | null>>;

function byOffense(rows: PresentRows): ReadonlyMap<string, readonly Content[]> {
  const offenses = new Map<string, Content[]>();
  for (const row of rows.values()) {
    const id = row['offense_id'] ?? '';
    offenses.set(id, [...(offenses.get(id) ?? []), row]);
  }
  return offenses;
}

function contentOf(row: Content): string {
  return JSON.stringify(Object.entries(row).filter(([name]) => !name.startsWith(':')));
}

interface Offense {
  readonly rows: number;
  readonly code: string;
  readonly place: string;
  readonly isLocated: boolean;
  /** Days from the report to the portal's present day. */
  readonly age: number;
}

/** The offenses present now, by id. */
async function offensesOf(portal: TimedDataset): Promise<ReadonlyMap<string, Offense>> {
  const isLegacy = portal.describe().columns.some(({ fieldName }) => fieldName === 'mcpp');
  const [code, address, reported] = isLegacy
    ? ['offense_code', '_100_block_address', 'report_datetime']
    : ['nibrs_offense_code', 'block_address', 'report_date_time'];
  const connection = await portal.connect();
  const reader = await connection.runAndReadAll(
    `SELECT offense_id, count(*), any_value(${code}), any_value(concat_ws('|', ${address}, beat, longitude, latitude)),
       any_value(try_cast(latitude AS DOUBLE)) BETWEEN 45 AND 50,
       date_diff('day', any_value(${reported})::DATE, DATE '${portal.now().toISOString().slice(0, 10)}')
     FROM ${portal.relation} GROUP BY offense_id`,
  );
  connection.closeSync();
  return new Map(
    reader.getRows().map(([id, rows, type, place, isLocated, age]) => [
      String(id),
      {
        rows: Number(rows),
        code: String(type),
        place: String(place),
        isLocated: isLocated === true,
        age: Number(age),
      },
    ]),
  );
}
