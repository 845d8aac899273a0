import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Conversion, convertSource } from '../../../ingest/clients/conversion.ts';
import { withScratchFolder } from '../../../ingest/clients/scratch-folder.ts';
import { openSource, surveySource } from '../../../ingest/clients/source-file.ts';
import type { SourceError } from '../../../ingest/errors.ts';
import { type IngestOptions, defaultEffects } from '../../../ingest/options.ts';
import { rawTable } from '../../../ingest/raw-tables.ts';
import { realDataFile } from '../../real-data.ts';
import {
  CURRENT_HEADER,
  LEGACY_HEADER,
  currentLine,
  legacyLine,
  parquetRows,
  withFolder,
  writeSource,
} from '../feed-fixture.ts';

type Row = Readonly<Record<string, unknown>>;

interface Converted {
  readonly conversion: Conversion;
  readonly rows: readonly Row[];
  readonly quarantine: readonly Row[];
}

/** More than any test looks at one by one. */
const ROWS_READ_BACK = 25_000;
const OPTIONS = { lake: 'gs://lake', location: 'US', isSimulated: false, memoryLimitMegabytes: 128 };
const effects = { ...defaultEffects, now: (): number => Date.parse('2026-11-22T08:00:00Z') };

/** Converts a source in a scratch folder and reads back what came of it. */
async function convertFile(path: string, folder: string, more: Partial<IngestOptions> = {}): Promise<Converted> {
  const options = { ...OPTIONS, source: path, temporaryDirectory: folder, ...more };
  return withScratchFolder(folder, async (scratch) => {
    const source = await openSource(path);
    const conversion = await convertSource(source, await surveySource(source), options, effects, scratch);
    return {
      conversion,
      rows: await parquetRows(join(scratch, 'parts', '*.parquet'), '*', ROWS_READ_BACK),
      quarantine: conversion.quarantine ? await parquetRows(conversion.quarantine.path) : [],
    };
  });
}

const convert = (content: string | Buffer, more: Partial<IngestOptions> = {}, name = 'feed.csv'): Promise<Converted> =>
  withFolder(async (folder) => convertFile(await writeSource(folder, content, name), folder, more));

const failure = async (content: string | Buffer): Promise<SourceError> =>
  (await convert(content).then(
    () => expect.fail('it was converted'),
    (error: unknown) => error,
  )) as SourceError;

const legacy = (...lines: string[]): string => [LEGACY_HEADER, ...lines, ''].join('\n');

describe('convertSource(source, …)', () => {
  it('writes the columns of raw, in their order and types', async () => {
    const { rows } = await convert(legacy(legacyLine('7')));
    expect(Object.keys(rows[0] ?? {})).to.deep.equal(rawTable('spd_offenses').columns.map(({ name }) => name));
    expect(rows[0]).to.include({
      ...{ load_date: '2026-11-22', load_mode: 'file', snapshot_at: '2020-02-05 17:39:33+00' },
      ...{ feed_shape: 'legacy', is_simulated: false, offense_id: '7', offense_end_datetime: '', socrata_id: null },
      ...{ offense_date: null, census_block_2020: null, _extra: null, longitude: '-122.1' },
    });
  });

  it('reads both shapes, commas and line ends inside quotes, a mark and Windows line ends', async () => {
    const lines = [legacyLine('1', '"A ST, B ST"'), legacyLine('2', '"A\nST ""X"""'), legacyLine('3', ' Ä ')];
    const { rows } = await convert(`\ufeff${legacy(...lines).replaceAll('\n', '\r\n')}`);
    expect(rows.map((row) => row['_100_block_address'])).to.have.members(['A ST, B ST', 'A\r\nST "X"', ' Ä ']);
    const current = await convert(`${CURRENT_HEADER}\n${currentLine('5')}\n`);
    expect(current.rows[0]).to.include({ feed_shape: 'current', offense_id: '5', neighborhood: 'FREMONT', mcpp: null });
  });

  it('takes patterns in the names of files and folders for what they are', async () => {
    const name = `a [1]*?{b,c} 'd'\n.csv`;
    await withFolder(async (folder) => {
      const path = await writeSource(folder, legacy(legacyLine('7'), 'too,few'), name);
      await withScratchFolder(join(folder, '[x]*'), async (scratch) => {
        const source = await openSource(path);
        const options = { ...OPTIONS, source: path, temporaryDirectory: scratch };
        const { rows, quarantine } = await convertSource(source, await surveySource(source), options, effects, scratch);
        expect([rows, quarantine?.rows]).to.deep.equal([1, 1]);
      });
    });
  });

  it('keeps columns that raw does not know as JSON', async () => {
    const { rows } = await convert(`${CURRENT_HEADER},Moon 'Phase',x\n${currentLine('5')},"a ""b""",\n`);
    expect(JSON.parse(String(rows[0]?.['_extra']))).to.deep.equal({ "Moon 'Phase'": 'a "b"', x: '' });
  });

  it('sets aside what cannot be read and what has no key, with the lines of the file', async () => {
    const bad = [
      'too,few',
      `${legacyLine('2')},too many`,
      legacyLine('3', '"x"y'),
      legacyLine('', 'no key'),
      legacyLine('7x'),
    ];
    const { conversion, rows, quarantine } = await convert(
      legacy(legacyLine('1', '"two\nlines"'), '', ...bad, legacyLine('8')),
    );
    expect(rows.map((row) => row['offense_id'])).to.have.members(['1', '8']);
    expect(conversion.rows).to.equal(2);
    expect(quarantine.map((row) => [row['line_number'], row['column_name'], row['record_text']])).to.deep.equal([
      ['5', 'offense_start_datetime', bad[0]],
      ['6', null, bad[1]],
      ['7', '_100_block_address', bad[2]],
      ['8', 'offense_id', bad[3]],
      ['9', 'offense_id', bad[4]],
    ]);
    const reasons = quarantine.map((row) => String(row['reason']));
    expect(reasons[0]).to.contain('missing columns');
    expect(reasons[1]).to.contain('too many columns');
    expect(reasons[2]).to.contain('unquoted value');
    expect(reasons[3]).to.equal('invalid key: offense_id is not 1 to 18 digits');
    expect(quarantine[0]).to.include({
      load_id: conversion.load.loadId,
      load_date: '2026-11-22',
      is_simulated: false,
      source_name: 'feed.csv',
    });
  });

  it('finds the lines in gzip and behind Windows line ends, too', async () => {
    const content = `\ufeff${legacy(legacyLine('1', '"two\nlines"'), 'too,few', legacyLine('8'))}`.replaceAll(
      '\n',
      '\r\n',
    );
    const { quarantine } = await convert(gzipSync(content), {}, 'feed.csv.gz');
    expect(quarantine.map((row) => [row['line_number'], row['record_text']])).to.deep.equal([['4', 'too,few']]);
  });

  it('finds the lines deep in a large file', async () => {
    const good = Array.from({ length: 120_000 }, (_, index) =>
      legacyLine(String(index + 1), index % 3 ? 'A ST' : '"A\nST"'),
    );
    const { quarantine, conversion } = await convert(
      legacy(...good, 'too,few', ...good.slice(0, 1000), legacyLine('')),
    );
    expect(conversion.rows).to.equal(121_000);
    expect(quarantine.map((row) => row['line_number'])).to.deep.equal(['160002', '161337']);
  });

  it('shows bytes that are no UTF-8 in the record set aside', async () => {
    const content = Buffer.from(legacy(legacyLine('1'), legacyLine('2', 'caf\u00e9')), 'latin1');
    const { rows, quarantine } = await convert(content);
    expect(rows).to.have.length(1);
    expect(quarantine[0]?.['record_text']).to.contain('caf\\xe9');
    expect(quarantine[0]?.['reason']).to.contain('invalid encoding');
  });

  it('finds the newest report among records that cannot be read', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => {
      const address = index % 5_000 === 2_000 ? '"A" B' : 'A';
      return legacyLine(String(index + 1), address, index === 6_000 ? '07/01/2024 12:00:00 PM' : undefined);
    });
    const { conversion } = await convert(legacy(...lines));
    expect(conversion.load.snapshotAt.toISOString()).to.equal('2024-07-01T19:00:00.000Z');
  });

  it('takes the newest report as the time of the snapshot, but none from the future', async () => {
    const lines = [
      legacyLine('1', 'A', '07/01/2024 12:00:00 AM'),
      legacyLine('2', 'A', '2024 Aug 01 01:00:00 PM'),
      legacyLine('3', 'A', '2024-01-01T00:00:00.000'),
      legacyLine('4', 'A', '01/01/2099 12:00:00 AM'),
      legacyLine('5', 'A', 'soon'),
    ];
    const { conversion } = await convert(legacy(...lines));
    expect(conversion.load.snapshotAt.toISOString()).to.equal('2024-08-01T20:00:00.000Z');
    expect(conversion.warnings.join()).to.contain('1 report times');
  });

  it('takes the time that was given before any report', async () => {
    const snapshotAt = new Date('2026-01-02T03:04:05.678Z');
    const { rows } = await convert(legacy(legacyLine('1')), { snapshotAt });
    expect(rows[0]?.['snapshot_at']).to.equal('2026-01-02 03:04:05.678+00');
  });

  it('reads a file whose name looks like a pattern', async () => {
    const { rows } = await convert(legacy(legacyLine('1')), {}, "it's [a]*.csv");
    expect(rows).to.have.length(1);
  });

  for (const [title, content, fault, words] of [
    ['a header without rows', legacy(), 'no-rows', 'no rows'],
    ['a file whose every row is bad', legacy('a,b', 'c,d'), 'no-rows', 'none of its 2 records can be read'],
    ['a file without any key', legacy(legacyLine('')), 'no-rows', 'offense_id'],
    ['mixed line ends', `${LEGACY_HEADER}\r\n${legacyLine('1')}\n${legacyLine('2')}\r\n`, 'malformed', 'line ends'],
    [
      'a quote that swallows the rest',
      legacy(legacyLine('1'), legacyLine('2', '"'), ...Array.from({ length: 2000 }, () => legacyLine('3'))),
      'malformed',
      'line 3',
    ],
    ['a file that tells no time', legacy(legacyLine('1', 'A', 'soon')), 'no-report-time', '--snapshot-at'],
    [
      'too many bad records',
      legacy(legacyLine('1'), ...Array.from({ length: 100_002 }, () => 'a,b')),
      'too-many-rejected',
      'only 1 of its 100003 records',
    ],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const error = await failure(content);
      expect(error.fault, error.message).to.equal(fault);
      expect(error.message).to.contain(words);
    });
  }

  it('leaves nothing behind, and clears away what a killed process left', async () => {
    await withFolder(async (folder) => {
      const path = await writeSource(folder, legacy('a,b'));
      const temporary = join(folder, 'temporary');
      await writeSource(folder, '').then(() => withScratchFolder(temporary, () => Promise.resolve()));
      const { mkdir } = await import('node:fs/promises');
      await mkdir(join(temporary, 'crime-ingest-999999999-abc'));
      await convertFile(path, temporary).catch(() => undefined);
      expect(await readdir(temporary)).to.deep.equal([]);
    });
  });

  it('converts every row of the real exports', async function () {
    const [older, newer] = [realDataFile('legacy_robbery_2008_2021.csv'), realDataFile('current_rows.csv')];
    if (older === undefined || newer === undefined) return this.skip();
    await withFolder(async (folder) => {
      const robberies = await convertFile(older, folder);
      expect([robberies.rows.length, robberies.quarantine.length]).to.deep.equal([21_454, 0]);
      expect(new Set(robberies.rows.map((row) => row['offense_id'])).size).to.equal(21_454);
      const recent = await convertFile(newer, folder);
      expect(recent.rows).to.have.length(10);
      expect(recent.conversion.load.snapshotAt.toISOString()).to.equal('2026-04-20T15:28:24.000Z');
    });
  });
});
