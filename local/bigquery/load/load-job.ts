import type { TableRecord } from '../catalog/records.ts';
import { lockKey, relationOf } from '../catalog/relations.ts';
import { rowWidth } from '../catalog/size.ts';
import { createTable, tableName, touchTable } from '../catalog/tables.ts';
import { isExpected, notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type WriteScope, writeTables } from '../engine/write.ts';
import { defaultValues } from '../jobs/default-values.ts';
import { fitSchema } from '../jobs/schema-update.ts';
import { storedColumns } from '../jobs/stored-columns.ts';
import { dispose } from '../jobs/write-destination.ts';
import type { JobOutcome, RunningJob } from '../jobs/job.ts';
import { writeJob } from '../jobs/job-store.ts';
import { mergeLabels } from '../rest/labels.ts';
import { jobSession, type Warehouse } from '../warehouse.ts';
import { removeFile } from '../../storage/durable.ts';
import type { LoadConfig } from './load-config.ts';
import { unreadable } from './load-errors.ts';
import { type LoadPlan, planLoad } from './load-plan.ts';
import { type SourceFile, sourceFiles } from './source-files.ts';

/**
 * Runs a load job: its rows, its table's metadata and its own record are one transaction. `upload` is the file that
 * came with the request, which goes when the job ends.
 */
export async function runLoadJob(
  warehouse: Warehouse,
  job: RunningJob,
  config: LoadConfig,
  upload?: SourceFile,
): Promise<JobOutcome> {
  if (upload === undefined)
    return runLoad(warehouse, job, config, await sourceFiles(warehouse.lakeDirectory, config.sourceUris));
  try {
    return await runLoad(warehouse, job, config, [upload]);
  } finally {
    await removeFile(upload.path);
  }
}

async function runLoad(
  warehouse: Warehouse,
  job: RunningJob,
  config: LoadConfig,
  files: readonly SourceFile[],
): Promise<JobOutcome> {
  const session = await jobSession(warehouse, job.signal);
  try {
    const { catalog, locks } = warehouse;
    const scope: LoadScope = { warehouse, session, catalog, locks, signal: job.signal };
    return await load(scope, job, config, files);
  } catch (error) {
    throw asLoadError(error);
  } finally {
    session.close();
  }
}

/** What a load writes in. */
interface LoadScope extends WriteScope {
  readonly warehouse: Warehouse;
}

async function load(
  scope: LoadScope,
  job: RunningJob,
  config: LoadConfig,
  files: readonly SourceFile[],
): Promise<JobOutcome> {
  const { session } = scope;
  const target = { ...config.destination, projectId: config.destination.projectId ?? job.projectId };
  const present = scope.catalog.table(target.datasetId, target.tableId);
  const way = await dispose(scope, config, target);
  const known = config.schema ?? (way === 'append' && present?.fields.length ? present.fields : undefined);
  const fallback = config.format === 'PARQUET' || config.autodetect ? undefined : present?.fields;
  const wanted = known ?? (fallback?.length ? fallback : undefined);
  const defaults = defaultValues(scope.warehouse, target.projectId, wanted ?? []);
  const plan = await planLoad(session, config, files, wanted, defaults);

  let outcome: JobOutcome | undefined;
  const record = async (rows: number): Promise<void> => {
    outcome = { statistics: statistics(files, plan, rows), errors: plan.errors, isRecorded: true };
    await writeJob(session, job.finished(outcome));
  };
  const isEmptyTable = present?.fields.length === 0;
  if (way === 'make' || isEmptyTable) {
    await createTable(scope, target.projectId, target, { orReplace: true, ifNotExists: false }, () => ({
      record: tableRecord(config, plan, present, target),
      source: plan.fields.length === 0 ? undefined : `SELECT ${storedColumns(plan.fields)} FROM (${plan.sql})`,
      alongside: record,
    }));
  } else await append(scope, config, target, plan, record);
  if (outcome === undefined) throw new Error('A load ended without an outcome.');
  return outcome;
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

async function append(
  scope: LoadScope,
  config: LoadConfig,
  target: { readonly projectId: string; readonly datasetId: string; readonly tableId: string },
  plan: LoadPlan,
  alongside: (rows: number) => Promise<void>,
): Promise<void> {
  await writeTables(scope, [lockKey(target)], async (change) => {
    const present = scope.catalog.table(target.datasetId, target.tableId);
    if (present === undefined) throw notFound('Table', tableName(target.projectId, target));
    const fields = await fitSchema(scope.session, target.projectId, present, plan.fields, config.update);
    const given = fields.filter(({ name }) => plan.fields.some((field) => sameName(field.name, name)));
    const defaults = defaultValues(scope.warehouse, target.projectId, fields);
    const absent = fields.filter((field) => !given.includes(field) && defaults.has(field.name));
    const columns = [...given, ...absent].map(({ name }) => quoteName(name)).join(', ');
    const values = [storedColumns(given), ...absent.map(({ name }) => defaults.get(name) ?? '')].join(', ');
    const rows = await scope.session.change(
      `INSERT INTO ${relationOf(present)} (${columns}) SELECT ${values} FROM (${plan.sql})`,
    );
    await touchTable(change, { ...present, fields });
    await alongside(rows);
  });
}

/** The table that the load makes; one that it replaces leaves its layout and its words. */
function tableRecord(
  config: LoadConfig,
  plan: LoadPlan,
  present: TableRecord | undefined,
  target: { readonly datasetId: string; readonly tableId: string },
): TableRecord {
  const now = Date.now();
  const labels = mergeLabels(present?.labels, config.labels);
  const description = config.description ?? present?.description;
  return {
    ...(present?.timePartitioning && { timePartitioning: present.timePartitioning }),
    ...(present?.rangePartitioning && { rangePartitioning: present.rangePartitioning }),
    ...(present?.clustering && { clustering: present.clustering }),
    datasetId: target.datasetId,
    tableId: target.tableId,
    type: 'TABLE',
    fields: plan.fields,
    ...config.layout,
    ...(description && { description }),
    ...(labels && { labels }),
    creationTime: present?.creationTime ?? now,
    lastModifiedTime: now,
  };
}

function statistics(files: readonly SourceFile[], plan: LoadPlan, rows: number): JobOutcome['statistics'] {
  const inputBytes = files.reduce((sum, { size }) => sum + size, 0);
  return {
    load: {
      inputFiles: String(files.length),
      inputFileBytes: String(inputBytes),
      outputRows: String(rows),
      outputBytes: String(rows * rowWidth(plan.fields)),
      badRecords: String(plan.badRecords),
    },
  };
}

/** DuckDB's complaint about a file is the load's: BigQuery calls it `invalid`. */
function asLoadError(error: unknown): unknown {
  if (!(error instanceof WarehouseError) || error.reason !== 'invalidQuery') return error;
  if (isExpected(error.cause)) return error;
  return unreadable(error.message.replaceAll(/\/[^\s"']*\//g, ''), error);
}
