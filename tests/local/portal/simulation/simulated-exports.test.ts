import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSimulatedExports, type SimulatedExports } from '../../../../local/portal/simulation/index.ts';
import { headerOf, readExport, type ExportRecord, type ReadExport } from './read-export.ts';

/** Of the default export. They change when the generator does: raise GENERATOR_VERSION then. */
const FINGERPRINTS = [
  '1c915d8e37934678d685c6ee1c9c293f1d0281481bb1e94a0ffa75b6a963adbf',
  '5dae8e4bd8f775f3c687e470f40b4d9b77eed6953ef71945d4519762f147b836',
];

describe('writeSimulatedExports(options)', () => {
  let directory: string;
  let written: SimulatedExports;
  let legacy: ReadExport;
  let current: ReadExport;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'simulation-'));
    written = await writeSimulatedExports({ directory });
    legacy = await readExport(written.files[0]);
    current = await readExport(written.files[1]);
  });

  after(() => rm(directory, { recursive: true, force: true }));

  it('gives the same bytes everywhere', async () => {
    const fingerprints = await Promise.all(written.files.map(fingerprint));

    expect(fingerprints).to.deep.equal(FINGERPRINTS);
  });

  it('gives other bytes for another seed', async () => {
    const other = await writeSimulatedExports({ directory: join(directory, 'other'), seed: 2, rows: 1000 });
    const again = await writeSimulatedExports({ directory: join(directory, 'again'), seed: 3, rows: 1000 });

    expect(await fingerprint(other.files[0])).not.to.equal(await fingerprint(again.files[0]));
  });

  it('says in every name that the files are simulated', async () => {
    const names = (await readdir(directory)).filter((name) => name !== 'other' && name !== 'again');

    expect(written.isSimulated).to.equal(true);
    expect(names).to.have.length(3);
    expect(names.every((name) => name.startsWith('SIMULATED'))).to.equal(true);
  });

  it('has the headers of both shapes, the legacy one after a byte-order mark', async () => {
    const start = (await readFile(written.files[0])).subarray(0, 3).toString('hex');

    expect(start).to.equal('efbbbf');
    expect(await headerOf(written.files[0])).to.include.members(['Offense Start DateTime', 'MCPP', 'Group A B']);
    expect(await headerOf(written.files[1])).to.include.members(['Offense Date', 'Neighborhood', 'NIBRS Group AB']);
  });

  it('counts the records that can be read', () => {
    const [legacyExport, currentExport] = written.exports;

    expect(legacy.records).to.have.length(legacyExport.records);
    expect(current.records).to.have.length(currentExport.records);
    expect(written.rows).to.equal(legacy.records.length + current.records.length);
  });

  it('counts the distinct offenses and reports of both files, and those in both', () => {
    const all = [...legacy.records, ...current.records];
    const inLegacy = new Set(legacy.records.map(idOf));
    const inBoth = new Set(current.records.map(idOf).filter((id) => inLegacy.has(id)));

    expect(new Set(all.map(idOf)).size)
      .to.equal(written.truth.offenses)
      .and.to.equal(20_000);
    expect(new Set(all.map((record) => record['Report Number'])).size).to.equal(written.truth.reports);
    expect(inBoth.size).to.equal(written.truth.offensesInBoth);
  });

  it('counts what the newest state of each offense says', () => {
    const newest = new Map([...legacy.records, ...current.records].map((record) => [idOf(record), record]));

    expect(countBy(newest.values(), precinctOf)).to.deep.equal(written.truth.byPrecinct);
    expect(countBy(newest.values(), (record) => record['NIBRS_offense_code'] ?? record['Offense Code'])).to.deep.equal(
      written.truth.byCode,
    );
  });

  it('names the line and the reason of each record that cannot be read', async () => {
    for (const [index, file] of [legacy, current].entries()) {
      const bytes = await readFile(written.files[index] ?? '');
      const lines = file.rejected.map(({ byte }) => bytes.subarray(0, byte).filter((code) => code === 10).length + 1);

      expect(lines).to.deep.equal(written.exports[index]?.malformed.map(({ line }) => line));
      expect(file.rejected.map(({ reason }) => reason)).to.deep.equal([
        'MISSING COLUMNS',
        'TOO MANY COLUMNS',
        'UNQUOTED VALUE',
        'INVALID ENCODING',
      ]);
    }
  });

  it('repeats a few offense ids in the current file only', () => {
    expect(legacy.records.length - new Set(legacy.records.map(idOf)).size).to.equal(0);
    expect(current.records.length - new Set(current.records.map(idOf)).size)
      .to.equal(written.exports[1].duplicates)
      .and.to.be.greaterThan(2);
  });

  it('revises few of the offenses that both files hold', () => {
    const now = new Map(current.records.map((record) => [idOf(record), record]));
    const shared = legacy.records.flatMap((then) => {
      const record = now.get(idOf(then));
      return record === undefined ? [] : [{ then, record }];
    });
    const reclassified = shared.filter(({ then, record }) => then['Offense Code'] !== record['NIBRS_offense_code']);
    const relocated = shared.filter(({ then, record }) => isLocated(then) !== isLocated(record));
    const { revisions } = written.truth;

    expect(reclassified).to.have.length(revisions.reclassified + revisions['not reportable']);
    expect(relocated).to.have.length(revisions.moved + revisions.redacted);
    expect(legacy.records.length - shared.length).to.equal(revisions.withdrawn);
    expect(Object.values(revisions).every((count) => count > 0)).to.equal(true);
  });

  it('holds every odd value that real exports have been seen to hold', () => {
    const legacyTexts = textsOf(legacy.records);
    const currentTexts = textsOf(current.records);

    expect([...legacyTexts]).to.include.members(['UNKNOWN', 'OOJ', '<Null>', '99', '1700', '6804', 'SE', '0', '']);
    expect([...currentTexts]).to.include.members(['REDACTED', '-1.0', '-', 'UNKNOWN', 'OOJ', 'FK ERROR', '99', '']);
    expect([...currentTexts]).to.include.members(['999', 'NOT_A_CRIME', 'ANY', '89.99998854', '-54.907955']);
    expect([...currentTexts].some((text) => text.includes('\n'))).to.equal(true);
    expect([...currentTexts].some((text) => text.includes('"'))).to.equal(true);
    expect(new Set(current.records.map((record) => record['Report DateTime']?.replace(/[A-Z]?[a-z]+|\d/g, '#'))))
      .to.have.property('size')
      .that.is.greaterThan(2);
  });

  it('holds starts decades before the report, after it, at midnight and none, and ends before the start', () => {
    const starts = legacy.records.map((record) => record['Offense Start DateTime'] ?? '');
    const timed = legacy.records.map((record) => ({
      start: Date.parse(`${record['Offense Start DateTime'] ?? ''} UTC`),
      end: Date.parse(`${record['Offense End DateTime'] ?? ''} UTC`),
      report: Date.parse(`${record['Report DateTime'] ?? ''} UTC`),
    }));

    expect(starts).to.include('');
    expect(starts).to.include('01/01/1900 12:00:00 AM');
    expect(timed.some(({ start, report }) => start > report)).to.equal(true);
    expect(timed.some(({ start, end }) => end < start)).to.equal(true);
    expect(timed.some(({ end, report }) => end > report)).to.equal(true);
  });

  it('looks like the feed: ends, midnights, hours, precincts and shares of the kinds', () => {
    const { truth } = written;
    const openEnds = legacy.records.filter((record) => record['Offense End DateTime'] === '').length;
    const property = current.records.filter((record) => record['Offense Category'] === 'PROPERTY CRIME').length;

    expect(openEnds / legacy.records.length).to.be.within(0.4, 0.46);
    expect(truth.midnightStarts / truth.offenses).to.be.within(0.085, 0.11);
    expect(busiest(truth.byReportedHour)).to.be.within(10, 14);
    expect(busiest(truth.byStartedHour)).to.be.within(16, 22);
    expect(busiestKey(truth.byPrecinct)).to.equal('North');
    expect(property / current.records.length).to.be.within(0.45, 0.65);
  });

  it('lets the reports span three years, the legacy file until the day before its export', () => {
    const days = current.records.map((record) => Date.parse(`${record['Report DateTime'] ?? ''} UTC`));
    const legacyDays = legacy.records.map((record) => Date.parse(`${record['Report DateTime'] ?? ''} UTC`));
    const known = days.filter((day) => !Number.isNaN(day));

    expect(new Date(Math.min(...known)).toISOString()).to.match(/^2023-07-01/);
    expect(new Date(Math.max(...known)).toISOString()).to.match(/^2026-06-30/);
    expect(new Date(Math.max(...legacyDays)).toISOString()).to.match(/^2025-02-22/);
  });

  it('keeps files of the same parameters', async () => {
    const before = await stat(written.files[0]);

    const again = await writeSimulatedExports({ directory });

    expect(again).to.deep.equal({ ...written, isReused: true });
    expect((await stat(written.files[0])).mtimeMs).to.equal(before.mtimeMs);
  });

  it('writes anew what was cut short or left over', async () => {
    const place = { directory: join(directory, 'interrupted'), rows: 1000 };
    const first = await writeSimulatedExports(place);
    const whole = await fingerprint(first.files[1]);
    await truncate(first.files[1], 100);
    await writeFile(`${first.files[0]}.tmp`, 'left over');

    const second = await writeSimulatedExports(place);

    expect(second.isReused).to.equal(false);
    expect(await fingerprint(second.files[1])).to.equal(whole);
    expect((await readdir(place.directory)).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
  });

  it('refuses parameters out of range by name', async () => {
    const messages = await Promise.all(
      [{ rows: 10 }, { seed: 0.5 }, { from: '1 July' }, { to: '2024-01-01' }].map((parameters) =>
        writeSimulatedExports({ directory, ...parameters }).catch(String),
      ),
    );

    expect(messages[0]).to.include('rows must be a whole number from 1,000');
    expect(messages[1]).to.include('seed must be an integer');
    expect(messages[2]).to.include('"1 July"');
    expect(messages[3]).to.include('legacyExportedOn (2025-02-23)');
  });
});

async function fingerprint(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

function idOf(record: ExportRecord): string {
  return record['Offense ID'] ?? '';
}

function precinctOf(record: ExportRecord): string {
  const names: Readonly<Record<string, string>> = { N: 'North', W: 'West', E: 'East', S: 'South', SW: 'Southwest' };
  const precinct = record['Precinct'] ?? '';
  return names[precinct] ?? precinct;
}

function isLocated(record: ExportRecord): boolean {
  const latitude = Number(record['Latitude']);
  return latitude > 40 && latitude < 50;
}

function textsOf(records: readonly ExportRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap((record) => Object.values(record)));
}

function countBy(
  records: Iterable<ExportRecord>,
  keyOf: (record: ExportRecord) => string | undefined,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of records) {
    const key = keyOf(record) ?? '';
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function busiest(counts: readonly number[]): number {
  return counts.indexOf(Math.max(...counts));
}

function busiestKey(counts: Readonly<Record<string, number>>): string | undefined {
  return Object.entries(counts).sort(([, left], [, right]) => right - left)[0]?.[0];
}
