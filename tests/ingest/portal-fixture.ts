import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BigQuery } from '@google-cloud/bigquery';
import { type Bucket, Storage } from '@google-cloud/storage';
import { expect } from 'chai';
import {
  type IngestEffects,
  type PortalIngestOptions,
  type PortalIngestSummary,
  defaultEffects,
  ingestPortal,
} from '../../ingest/index.ts';
import { type Manifest, parseManifest } from '../../ingest/core/manifest.ts';
import { type EditableDataset, type RowText, openEditableDataset } from '../../local/portal/editable-dataset.ts';
import { type PortalRequest, type PortalServer, startPortalServer } from '../../local/portal/server.ts';
import { type LocalServices, startLocalServices } from '../../local/services.ts';

const LAKE = 'seattle-crime-lake';
const PROJECT = 'seattle-crime-local';

/** Rows of the present shape with consecutive offense ids. */
export const offenses = (first: number, count: number): RowText[] =>
  Array.from({ length: count }, (_, index) => ({
    offense_id: String(first + index),
    report_number: `2026-${first + index}`,
    offense_date: `2026-0${1 + ((first + index) % 6)}-15T10:00:00.000`,
    report_date_time: '2026-06-30T10:20:00.000',
    nibrs_offense_code: '23F',
  }));

/** The same rows reported on successive days, five on each. */
export const onDays = (rows: readonly RowText[]): RowText[] =>
  rows.map((row, index) => {
    const day = new Date(Date.UTC(2025, 0, 1 + Math.floor(index / 5))).toISOString().slice(0, 10);
    return { ...row, report_date_time: `${day}T10:20:00.000` };
  });

/** Lake and warehouse, each served on loopback, for all tests of a file. */
export interface Services {
  readonly directory: string;
  readonly bucket: Bucket;
  readonly bigquery: BigQuery;
  /** Empties both. */
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startServices(): Promise<Services> {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-portal-'));
  const services: LocalServices = await startLocalServices({ dataDir: join(directory, 'data'), log: () => undefined });
  const before = Object.keys(services.environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, services.environment);
  const bucket = new Storage({ projectId: PROJECT }).bucket(LAKE);
  await bucket.create();
  const bigquery = new BigQuery({ projectId: PROJECT, location: 'US' });
  return {
    ...{ directory, bucket, bigquery },
    clear: async () => {
      await bucket.deleteFiles({ force: true });
      await bigquery
        .dataset('raw')
        .delete({ force: true })
        .catch(() => undefined);
    },
    stop: async () => {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
      await services.stop();
      await rm(directory, { recursive: true });
    },
  };
}

/** A portal whose rows a test changes, and what the ingester makes of it. */
export class PortalFixture {
  readonly lines: string[] = [];
  /** Called before the portal answers a request. */
  beforeAnswer: (address: string) => Promise<void> | void = () => undefined;
  /** The same, told which request it is. */
  beforeRequest: (request: PortalRequest) => Promise<void> | void = () => undefined;
  readonly services: Services;
  readonly dataset: EditableDataset;
  readonly server: PortalServer;

  private constructor(services: Services, dataset: EditableDataset, server: PortalServer) {
    this.services = services;
    this.dataset = dataset;
    this.server = server;
  }

  static async open(services: Services, rows: readonly RowText[], isSimulated = true): Promise<PortalFixture> {
    const dataset = await openEditableDataset({ rows, isSimulated });
    dataset.clock.set(new Date('2026-07-02T13:00:00Z'));
    const holder: { fixture?: PortalFixture } = {};
    const server = await startPortalServer({
      dataset,
      beforeAnswer: async (request) => {
        await holder.fixture?.beforeAnswer(request.address);
        await holder.fixture?.beforeRequest(request);
      },
    });
    holder.fixture = new PortalFixture(services, dataset, server);
    return holder.fixture;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.dataset.close();
  }

  /** Puts the portal's clock on by days. */
  passDays(days: number): void {
    this.dataset.clock.set(new Date(this.dataset.now().getTime() + days * 86_400_000));
  }

  options(more: Partial<PortalIngestOptions> = {}): PortalIngestOptions {
    return {
      ...{ portal: this.server.url, dataset: 'tazs-3rd5', lake: `gs://${LAKE}`, projectId: PROJECT, location: 'US' },
      ...{ memoryLimitMegabytes: 128, temporaryDirectory: join(this.services.directory, 'temporary') },
      ...{ limits: { firstPageRows: 20, fewestPageRows: 20, mostPageRows: 20 }, ledgerKeys: 10, ...more },
    };
  }

  ingest(more: Partial<PortalIngestOptions> = {}, effects: Partial<IngestEffects> = {}): Promise<PortalIngestSummary> {
    return ingestPortal(this.options(more), {
      ...defaultEffects,
      sleep: () => Promise.resolve(),
      log: (line) => {
        this.lines.push(line);
      },
      ...effects,
    });
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.services.bigquery.query({ query: sql, location: 'US' }))[0] as Record<string, unknown>[];
  }

  async objects(): Promise<string[]> {
    return (await this.services.bucket.getFiles())[0].map(({ name }) => name);
  }

  async manifest(loadId: string | undefined): Promise<Manifest> {
    const file = this.services.bucket.file(`spd_offenses/load_id=${loadId ?? ''}/manifest.json`);
    const manifest = parseManifest((await file.download())[0].toString());
    if (!manifest) throw new Error('there is no manifest that can be read');
    return manifest;
  }

  /** Newest raw version of each offense, less those removed later: offense, code and when it changed. */
  async held(): Promise<readonly string[]> {
    const rows = await this.query(`
      with versions as (
        select offense_id, nibrs_offense_code as code, snapshot_at, socrata_updated_at, false as is_removed from raw.spd_offenses
        union all
        select offense_id, null, noticed_at, null, true from raw.spd_removals
      ), newest as (
        select * from versions where true
        qualify row_number() over (partition by offense_id order by snapshot_at desc, socrata_updated_at desc) = 1
      )
      select concat(offense_id, ' ', code, ' ', cast(unix_millis(timestamp(socrata_updated_at)) as string)) as line
      from newest where not is_removed`);
    return rows.map(({ line }) => String(line)).sort();
  }

  /** The same of the portal. */
  async truth(): Promise<readonly string[]> {
    const rows = await this.dataset.rows();
    return rows
      .map((row) => {
        const updatedAt = new Date(`${row[':updated_at'] ?? ''}Z`.replace(' ', 'T'));
        return `${row['offense_id'] ?? ''} ${row['nibrs_offense_code'] ?? ''} ${updatedAt.getTime()}`;
      })
      .sort();
  }

  /** Expects lake and raw to hold what the portal has, each load's rows once, and nothing unfinished. */
  async expectWhole(): Promise<void> {
    expect(await this.held()).to.deep.equal(await this.truth());
    const names = await this.objects();
    expect(names.filter((name) => /progress\.json|lock\.json/.test(name))).to.deep.equal([]);
    const loads = [...new Set(names.map((name) => /load_id=([^/]+)/.exec(name)?.[1]))];
    const inRaw = await this.query('select load_id, count(*) as n from raw.spd_offenses group by load_id');
    const rowsInRaw = new Map(inRaw.map(({ load_id: loadId, n }) => [loadId, n]));
    for (const loadId of loads) {
      const { row_count: rows } = await this.manifest(loadId);
      expect(rowsInRaw.get(loadId) ?? 0, loadId).to.equal(rows);
    }
    expect([...rowsInRaw.keys()].filter((loadId) => !loads.includes(String(loadId)))).to.deep.equal([]);
  }
}

/** What the work throws. */
export const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as Error,
  );
