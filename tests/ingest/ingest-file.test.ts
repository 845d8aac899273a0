import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BigQuery } from '@google-cloud/bigquery';
import { type Bucket, Storage } from '@google-cloud/storage';
import { expect } from 'chai';
import {
  type IngestEffects,
  type IngestOptions,
  type IngestSummary,
  LakeError,
  LakeLockedError,
  MixedWarehouseError,
  SourceError,
  WarehouseError,
  defaultEffects,
  ingestFile,
} from '../../ingest/index.ts';
import { parseManifest } from '../../ingest/core/manifest.ts';
import { RAW_TABLES } from '../../ingest/raw-tables.ts';
import { type LocalServices, startLocalServices } from '../../local/services.ts';
import { realDataFile } from '../real-data.ts';
import { LEGACY_HEADER, legacyLine, writeSource } from './feed-fixture.ts';

const LAKE = 'seattle-crime-lake';
const feed = (...lines: string[]): string => [LEGACY_HEADER, ...lines, ''].join('\n');

describe('ingestFile(options, effects), against the local services', function () {
  this.timeout(120_000);
  let directory: string;
  let services: LocalServices;
  let bucket: Bucket;
  let bigquery: BigQuery;
  const environment: Record<string, string | undefined> = {};

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ingest-services-'));
    services = await startLocalServices({ dataDir: join(directory, 'data'), log: () => undefined });
    for (const [name, value] of Object.entries(services.environment)) {
      environment[name] = process.env[name];
      process.env[name] = value;
    }
    bucket = new Storage({ projectId: 'seattle-crime-local' }).bucket(LAKE);
    await bucket.create();
    bigquery = new BigQuery({ projectId: 'seattle-crime-local', location: 'US' });
  });

  after(async () => {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await services.stop();
    await rm(directory, { recursive: true });
  });

  /** Every test has the lake and raw to itself. */
  beforeEach(async () => {
    await bucket.deleteFiles({ force: true });
    await bigquery
      .dataset('raw')
      .delete({ force: true })
      .catch(() => undefined);
  });

  const ingest = (
    source: string,
    more: Partial<IngestOptions> = {},
    effects: Partial<IngestEffects> = {},
  ): Promise<IngestSummary> =>
    ingestFile(
      {
        ...{ source, lake: `gs://${LAKE}`, projectId: 'seattle-crime-local', location: 'US', isSimulated: false },
        ...{ memoryLimitMegabytes: 128, temporaryDirectory: join(directory, 'temporary'), ...more },
      },
      { ...defaultEffects, ...effects },
    );
  const query = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await bigquery.query({ query: sql, location: 'US' }))[0] as Record<string, unknown>[];
  const count = async (table: string): Promise<number> =>
    Number((await query(`select count(*) as n from raw.${table}`))[0]?.['n']);
  const objects = async (): Promise<string[]> => (await bucket.getFiles())[0].map(({ name }) => name);
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => expect.fail('it succeeded'),
      (error: unknown) => error,
    );

  it('brings a file into the lake and into raw', async () => {
    const source = await writeSource(directory, feed(legacyLine('1'), legacyLine('2'), 'too,few'));
    const summary = await ingest(source);
    expect(summary).to.deep.include({ outcome: 'loaded', feedShape: 'legacy', rows: 2, quarantined: 1, warnings: [] });
    expect(summary.snapshotAt.toISOString()).to.equal('2020-02-05T17:39:33.000Z');
    const folder = `spd_offenses/load_id=${summary.loadId}`;
    expect(await objects()).to.deep.equal([
      `${folder}/keys-00000.parquet`,
      `${folder}/manifest.json`,
      `${folder}/part-00000.parquet`,
      `${folder}/quarantine.parquet`,
    ]);
    expect(
      await query('select offense_id, load_id, offense_end_datetime, mcpp from raw.spd_offenses order by offense_id'),
    ).to.deep.equal(
      ['1', '2'].map((id) => ({
        offense_id: id,
        load_id: summary.loadId,
        offense_end_datetime: '',
        mcpp: 'ROOSEVELT',
      })),
    );
    const [aside] = await query('select line_number, record_text, source_name from raw.spd_quarantine');
    expect(aside).to.deep.equal({ line_number: 4, record_text: 'too,few', source_name: 'feed.csv' });
    expect(await readdir(join(directory, 'temporary'))).to.deep.equal([]);
  });

  it('writes a manifest that says what the load is', async () => {
    const source = await writeSource(directory, feed(legacyLine('1')));
    const { loadId } = await ingest(source, { snapshotAt: new Date('2026-01-02T00:00:00Z') });
    const text = (await bucket.file(`spd_offenses/load_id=${loadId}/manifest.json`).download())[0].toString();
    const manifest = parseManifest(text);
    const [part] = await bucket.file(`spd_offenses/load_id=${loadId}/part-00000.parquet`).getMetadata();
    expect(manifest).to.deep.include({
      ...{ load_id: loadId, mode: 'file', snapshot_at: '2026-01-02T00:00:00.000Z', feed_shape: 'legacy', row_count: 1 },
      ...{ rejected_count: 0, quarantine: [], source_name: 'feed.csv', is_simulated: false, watermark: null },
    });
    expect(manifest?.parts[0]).to.deep.equal({
      ...{ name: part.name, size: Number(part.size), md5Hash: part.md5Hash, crc32c: part.crc32c, row_count: 1 },
    });
    expect(loadId).to.equal(`file_${manifest?.source_sha256?.slice(0, 32) ?? ''}`);
  });

  it('makes the raw tables as raw-tables.json describes them', async () => {
    await ingest(await writeSource(directory, feed(legacyLine('1'))));
    for (const table of RAW_TABLES) {
      const [metadata] = (await bigquery.dataset('raw').table(table.name).getMetadata()) as unknown as [
        Record<string, unknown>,
      ];
      expect(metadata['description']).to.equal(table.description);
      expect(metadata['timePartitioning']).to.include({ type: 'DAY', field: table.partitionBy });
      expect(metadata['clustering']).to.deep.equal({ fields: table.clusterBy });
      const { fields } = metadata['schema'] as { fields: Record<string, unknown>[] };
      expect(fields.map(({ name, mode, description }) => ({ name, mode, description }))).to.deep.equal(
        table.columns.map(({ name, mode, description }) => ({ name, mode, description })),
      );
    }
  });

  it('adds nothing for the same content, under another name and packed, and says so', async () => {
    const content = feed(legacyLine('1'), legacyLine('2', 'A', 'soon'), 'bad');
    const first = await ingest(await writeSource(directory, content));
    const again = await ingest(await writeSource(directory, gzipSync(content), 'other.csv.gz'), {
      snapshotAt: new Date(0),
    });
    expect([again.outcome, again.loadId, again.jobs]).to.deep.equal(['already-loaded', first.loadId, []]);
    expect(again.warnings.join()).to.contain('that stays');
    expect([await count('spd_offenses'), await count('spd_quarantine')]).to.deep.equal([2, 1]);
  });

  it('takes another file with equal rows as another load', async () => {
    await ingest(await writeSource(directory, feed(legacyLine('1'))));
    await ingest(await writeSource(directory, feed(legacyLine('1'), '')));
    expect((await query('select distinct load_id from raw.spd_offenses')).length).to.equal(2);
  });

  it('goes on where an upload was interrupted, replacing what is not its own', async () => {
    const source = await writeSource(directory, feed(legacyLine('1'), 'bad'));
    const { loadId } = await ingest(source);
    const folder = `spd_offenses/load_id=${loadId}`;
    await bigquery.dataset('raw').delete({ force: true });
    await bucket.file(`${folder}/manifest.json`).delete();
    await bucket.file(`${folder}/part-00000.parquet`).save('of another attempt');
    await bucket.file(`${folder}/part-00009.parquet`).save('left over');
    const again = await ingest(source);
    expect([again.outcome, again.rows]).to.deep.equal(['loaded', 1]);
    expect(await objects()).to.deep.equal(
      ['keys-00000.parquet', 'manifest.json', 'part-00000.parquet', 'quarantine.parquet'].map(
        (name) => `${folder}/${name}`,
      ),
    );
    expect(await count('spd_offenses')).to.equal(1);
  });

  it('loads again what raw has lost, by a job of the next number', async () => {
    const source = await writeSource(directory, feed(legacyLine('1')));
    const { jobs, loadId } = await ingest(source);
    await query(`delete from raw.spd_offenses where load_id = '${loadId}'`);
    const again = await ingest(source);
    expect(again.outcome).to.equal('completed');
    const numberOf = (job: string | undefined): number => Number(/_(\d+)$/.exec(job ?? '')?.[1]);
    expect(again.jobs).to.have.length(1);
    expect(numberOf(again.jobs[0])).to.equal(numberOf(jobs[0]) + 1);
    expect(await count('spd_offenses')).to.equal(1);
  });

  it('publishes nothing once another may hold the lock', async () => {
    const source = await writeSource(directory, feed(legacyLine('1')));
    let asleep = 0;
    const error = await failureOf(
      ingest(
        source,
        {},
        {
          now: () => Date.now() + asleep,
          log: (line) => {
            if (line.startsWith('Writing')) asleep = 100_000;
          },
        },
      ),
    );
    expect(error).to.be.instanceOf(LakeLockedError);
    expect(await objects()).to.deep.equal([]);
  });

  it('leaves out a load whose partition has expired, and says how it comes back', async () => {
    const source = await writeSource(directory, feed(legacyLine('1')));
    const { loadId } = await ingest(source, {}, { now: () => Date.now() - 9 * 86_400_000 });
    const timePartitioning = { type: 'DAY', field: 'load_date', expirationMs: String(5 * 86_400_000) };
    await bigquery.dataset('raw').table('spd_offenses').setMetadata({ timePartitioning });
    await query('delete from raw.spd_offenses where true');
    const { outcome, jobs, warnings } = await ingest(source);
    expect([outcome, jobs]).to.deep.equal(['already-loaded', []]);
    expect(warnings.join()).to.include('raw.spd_offenses no longer keeps').and.include(`reload --load ${loadId}`);
  });

  it('heals a crash between the two loads, whichever came first', async () => {
    const source = await writeSource(directory, feed(legacyLine('1'), 'bad'));
    for (const lost of ['spd_offenses', 'spd_quarantine']) {
      await ingest(source);
      await query(`delete from raw.${lost} where true`);
      expect((await ingest(source)).outcome).to.equal('completed');
      expect([await count('spd_offenses'), await count('spd_quarantine')], lost).to.deep.equal([1, 1]);
    }
  });

  it('adds a load once though two ingest it at the same time', async () => {
    const source = await writeSource(
      directory,
      feed(...Array.from({ length: 500 }, (_, index) => legacyLine(String(index + 1)))),
    );
    const outcomes = await Promise.allSettled([ingest(source), ingest(source)]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).to.equal(true);
    await ingest(source);
    expect(await count('spd_offenses')).to.equal(500);
  });

  it('never mixes simulated rows with real ones', async () => {
    const real = await writeSource(directory, feed(legacyLine('1')), 'real.csv');
    const simulated = await writeSource(directory, feed(legacyLine('2')), 'simulated.csv');
    await ingest(real);
    expect(await failureOf(ingest(simulated, { isSimulated: true }))).to.be.instanceOf(LakeError);
    await bucket.deleteFiles({ force: true });
    expect(await failureOf(ingest(simulated, { isSimulated: true }))).to.be.instanceOf(MixedWarehouseError);
    expect(await objects()).to.deep.equal([]);
    expect(await count('spd_offenses')).to.equal(1);
  });

  it('leaves nothing in lake and raw of a file that is not the feed', async () => {
    for (const content of [
      '',
      'name,price\n',
      feed(),
      feed('a,b'),
      gzipSync(feed(legacyLine('1')).repeat(99)).subarray(0, 90),
    ]) {
      expect(await failureOf(ingest(await writeSource(directory, content)))).to.be.instanceOf(SourceError);
    }
    expect(await objects()).to.deep.equal([]);
    expect((await bigquery.dataset('raw').exists())[0]).to.equal(false);
  });

  it('keeps to a prefix of the bucket', async () => {
    const summary = await ingest(await writeSource(directory, feed(legacyLine('1'))), {
      lake: `gs://${LAKE}/some/where/`,
    });
    expect(summary.address).to.equal(`gs://${LAKE}/some/where/spd_offenses/load_id=${summary.loadId}/`);
    expect((await objects()).every((name) => name.startsWith('some/where/spd_offenses/'))).to.equal(true);
    expect(await count('spd_offenses')).to.equal(1);
  });

  it('names a lake that is not there', async () => {
    const source = await writeSource(directory, feed(legacyLine('1')));
    const error = await failureOf(ingest(source, { lake: 'gs://no-such-bucket' }));
    expect(error).to.be.instanceOf(LakeError);
    expect((error as LakeError).message).to.match(/gs:\/\/no-such-bucket.*bucket does not exist/);
    expect(await failureOf(ingest(source, { lake: 'no-lake' }))).to.be.instanceOf(LakeError);
  });

  it('refuses to load objects that are not those of the manifest', async () => {
    const source = await writeSource(directory, feed(legacyLine('1')));
    const { loadId } = await ingest(source);
    await query('delete from raw.spd_offenses where true');
    await bucket.file(`spd_offenses/load_id=${loadId}/part-00000.parquet`).save('something else');
    const error = await failureOf(ingest(source));
    expect((error as LakeError).message).to.contain('is not what its manifest says');
  });

  it('explains a raw table of other types', async () => {
    await bigquery.createDataset('raw', { location: 'US' });
    await bigquery.dataset('raw').createTable('spd_offenses', {
      schema: [
        { name: 'load_id', type: 'INTEGER' },
        { name: 'is_simulated', type: 'BOOLEAN' },
      ],
    });
    const error = await failureOf(ingest(await writeSource(directory, feed(legacyLine('1')))));
    expect(error).to.be.instanceOf(WarehouseError);
    expect((error as WarehouseError).message).to.match(
      /column load_id is INTEGER, expected STRING; move .* reload --load all/,
    );
  });

  it('ingests the real exports, every row once', async function () {
    const [older, newer] = [realDataFile('legacy_robbery_2008_2021.csv'), realDataFile('current_rows.csv')];
    if (older === undefined || newer === undefined) return this.skip();
    for (const source of [older, newer, older]) await ingest(source);
    expect(
      await query('select feed_shape, count(*) as n from raw.spd_offenses group by feed_shape order by feed_shape'),
    ).to.deep.equal([
      { feed_shape: 'current', n: 10 },
      { feed_shape: 'legacy', n: 21_454 },
    ]);
  });
});
