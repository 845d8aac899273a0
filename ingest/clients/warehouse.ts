import { BigQuery, type TableSchema } from '@google-cloud/bigquery';
import { statusOf } from '../core/retry.ts';
import { MixedWarehouseError, WarehouseError } from '../errors.ts';
import { oldestKeptDay } from '../core/retention.ts';
import type { IngestEffects } from '../options.ts';
import { RAW_DATASET, RAW_TABLES, type RawColumn, type RawTable } from '../raw-tables.ts';
import { attempts } from './retrying.ts';

/** A load job as the warehouse reports it. */
export interface JobState {
  readonly state: 'running' | 'succeeded' | 'failed';
  /** Why it failed. */
  readonly message: string;
}

/** What the ingester needs of a warehouse. All calls may be repeated. */
export interface Warehouse {
  /** Makes what is missing of the raw dataset and its tables. @throws WarehouseError */
  readonly ensureRaw: () => Promise<void>;
  /** @throws MixedWarehouseError where raw holds rows of the other kind */
  readonly checkKind: (isSimulated: boolean) => Promise<void>;
  /** Whether the raw table holds rows of the load. @throws WarehouseError */
  readonly holdsLoad: (table: string, loadId: string) => Promise<boolean>;
  /**
   * First day whose rows the raw table still keeps, `YYYY-MM-DD`; undefined where it keeps all. Rows of days before it
   * are gone as soon as they are loaded.
   * @throws WarehouseError
   */
  readonly oldestDay: (table: string) => Promise<string | undefined>;
  /** The job, or undefined if there never was one. @throws WarehouseError */
  readonly findJob: (jobId: string) => Promise<JobState | undefined>;
  /** Starts a job that appends Parquet objects to a raw table; one of that id that exists is left alone. */
  readonly startLoad: (jobId: string, table: string, addresses: readonly string[]) => Promise<void>;
}

/** What the ingester reads of a table. */
interface TableMetadata {
  readonly schema?: TableSchema;
  readonly timePartitioning?: { readonly expirationMs?: string };
}

const MISSING = 404;
const EXISTS = 409;

const schemaOf = (columns: readonly RawColumn[]): TableSchema => ({
  fields: columns.map(({ name, type, mode, description }) => ({ name, type, mode, description })),
});

/** Refuses types that differ; gives the schema with the columns that are missing, or undefined if none is. */
function widenedSchema(table: RawTable, current: TableSchema | undefined): TableSchema | undefined {
  const held = new Map((current?.fields ?? []).map((field) => [field.name, field]));
  const canonical = (type: string | undefined): string | undefined =>
    type === 'BOOL' ? 'BOOLEAN' : type === 'INT64' ? 'INTEGER' : type;
  for (const { name, type } of table.columns) {
    const field = held.get(name);
    if (field && canonical(field.type) !== type) {
      throw new WarehouseError(
        `${RAW_DATASET}.${table.name}`,
        `column ${name} is ${field.type ?? 'unknown'}, expected ${type}; move that table away: it is made anew, ` +
          'and crime ingest reload --load all fills it from the lake',
      );
    }
  }
  const missing = table.columns.filter(({ name }) => !held.has(name));
  if (missing.length === 0) return undefined;
  return { fields: [...(current?.fields ?? []), ...(schemaOf(missing).fields ?? [])] };
}

/**
 * The raw tables in BigQuery. @see https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs
 * @param location of the jobs, and of the dataset if it has to be made
 */
export function connectWarehouse(projectId: string | undefined, location: string, effects: IngestEffects): Warehouse {
  // The client's own retries would make waits that nobody sees; they are ours.
  const bigquery = new BigQuery({ ...(projectId !== undefined && { projectId }), location, autoRetry: false });
  const dataset = bigquery.dataset(RAW_DATASET);

  const attempt = attempts(effects, (resource, explanation, cause) => new WarehouseError(resource, explanation, cause));

  const metadataOf = async (table: string): Promise<TableMetadata | undefined> =>
    attempt(
      'read the table',
      `${RAW_DATASET}.${table}`,
      async () => (await dataset.table(table).getMetadata())[0] as TableMetadata,
      MISSING,
      undefined,
    );

  const query = (
    table: string,
    sql: string,
    params: Readonly<Record<string, string>>,
  ): Promise<readonly Record<string, unknown>[]> =>
    attempt(
      'query',
      `${RAW_DATASET}.${table}`,
      async () => {
        const [job] = await bigquery.createQueryJob({ query: sql, params, location });
        return (await job.getQueryResults())[0] as readonly Record<string, unknown>[];
      },
      MISSING,
      [],
    );

  /** How long each table keeps a partition, in milliseconds; undefined for ever. */
  const retentions = new Map<string, number | undefined>();

  async function retentionOf(table: string): Promise<number | undefined> {
    if (!retentions.has(table)) {
      const { expirationMs } = (await metadataOf(table))?.timePartitioning ?? {};
      retentions.set(table, expirationMs === undefined ? undefined : Number(expirationMs));
    }
    return retentions.get(table);
  }

  async function ensureTable(table: RawTable): Promise<void> {
    const resource = `${RAW_DATASET}.${table.name}`;
    const found = await metadataOf(table.name);
    if (!found) {
      const description = {
        description: table.description,
        schema: schemaOf(table.columns),
        timePartitioning: { type: 'DAY', field: table.partitionBy },
        clustering: { fields: [...table.clusterBy] },
      };
      effects.log(`Making table ${resource}`);
      await attempt('make the table', resource, () => dataset.createTable(table.name, description), EXISTS, undefined);
      return;
    }
    const schema = widenedSchema(table, found.schema);
    if (!schema) return;
    effects.log(`Adding columns to table ${resource}`);
    await attempt('add columns', resource, () => dataset.table(table.name).setMetadata({ schema }), EXISTS, undefined);
  }

  return {
    ensureRaw: async () => {
      const found = await attempt('read the dataset', RAW_DATASET, () => dataset.getMetadata(), MISSING, undefined);
      if (!found) {
        effects.log(`Making dataset ${RAW_DATASET}`);
        await attempt(
          'make the dataset',
          RAW_DATASET,
          () => bigquery.createDataset(RAW_DATASET, { location }),
          EXISTS,
          undefined,
        );
      }
      for (const table of RAW_TABLES) await ensureTable(table);
    },
    checkKind: async (isSimulated) => {
      for (const { name: table } of RAW_TABLES) {
        if (!(await metadataOf(table))) continue;
        const rows = await query(table, `select distinct is_simulated from \`${RAW_DATASET}.${table}\``, {});
        const held = rows.map((row) => row['is_simulated'] === true);
        if (held.some((kind) => kind !== isSimulated))
          throw new MixedWarehouseError(`${RAW_DATASET}.${table}`, !isSimulated);
      }
    },
    holdsLoad: async (table, loadId) => {
      const sql = `select load_id from \`${RAW_DATASET}.${table}\` where load_id = @load_id limit 1`;
      return (await query(table, sql, { load_id: loadId })).length > 0;
    },
    oldestDay: async (table) => {
      const retention = await retentionOf(table);
      return retention === undefined ? undefined : oldestKeptDay(effects.now(), retention);
    },
    findJob: async (jobId) => {
      const read = async (): Promise<JobState> => jobState((await bigquery.job(jobId, { location }).getMetadata())[0]);
      return attempt('read the job', `job ${jobId}`, read, MISSING, undefined);
    },
    startLoad: async (jobId, table, addresses) => {
      const load = {
        sourceUris: [...addresses],
        sourceFormat: 'PARQUET',
        destinationTable: { projectId: bigquery.projectId, datasetId: RAW_DATASET, tableId: table },
        createDisposition: 'CREATE_NEVER',
        writeDisposition: 'WRITE_APPEND',
      };
      const start = async (): Promise<void> => {
        await bigquery.createJob({ configuration: { load }, jobId, location }).catch((error: unknown) => {
          // A job that failed at once is there all the same: its state is read like any other's.
          if (statusOf(error) !== undefined) throw error;
        });
      };
      await attempt('start the job', `job ${jobId}`, start, EXISTS, undefined);
    },
  };
}

/** @see https://cloud.google.com/bigquery/docs/reference/rest/v2/ErrorProto */
interface ErrorProto {
  readonly message?: string;
  readonly location?: string;
}

/** Row-level reasons told of a failed job; the warehouse itself stops at a handful. */
const MOST_REASONS = 20;

/** @see https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#jobstatus */
function jobState(metadata: unknown): JobState {
  const { status } = metadata as { status?: { state?: string; errorResult?: ErrorProto; errors?: ErrorProto[] } };
  if (status?.state !== 'DONE') return { state: 'running', message: '' };
  if (!status.errorResult) return { state: 'succeeded', message: '' };
  const reasons = [status.errorResult, ...(status.errors ?? [])].map(reasonOf).filter((reason) => reason !== '');
  const distinct = [...new Set(reasons)];
  const more = distinct.length > MOST_REASONS ? [`and ${distinct.length - MOST_REASONS} more`] : [];
  return { state: 'failed', message: [...distinct.slice(0, MOST_REASONS), ...more].join('; ') };
}

/** What went wrong and where: the place is a file of the load, often with a row or a column in the message. */
function reasonOf({ message = '', location = '' }: ErrorProto): string {
  return location === '' || message.includes(location) ? message : `${message} (in ${location})`;
}
