import { typeOfField } from '../catalog/fields.ts';
import type { TableField, TableRecord } from '../catalog/records.ts';
import { lockKey, relationOf } from '../catalog/relations.ts';
import { rowWidth } from '../catalog/size.ts';
import { createTable, tableName, touchTable } from '../catalog/tables.ts';
import { notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type WriteScope, writeTables } from '../engine/write.ts';
import { sameType } from '../googlesql/types.ts';
import type { JsonObject } from '../http/body.ts';
import { objects, optionalObject, optionalText, requiredObject } from '../http/json-fields.ts';
import { jobSession, type Warehouse } from '../warehouse.ts';
import { type Destination, destinationOf, type Dispositions, dispositionsOf } from './destination.ts';
import type { JobOutcome, RunningJob } from './job.ts';
import { writeJob } from './job-store.ts';
import { storedColumns } from './stored-columns.ts';
import { dispose } from './write-destination.ts';

/** `configuration.copy` of a job, understood. */
export interface CopyConfig extends Dispositions {
  readonly sources: readonly Destination[];
  readonly destination: Destination;
  readonly expirationTime: string | undefined;
}

/** Reads what a copy is to do: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationTableCopy */
export function copyConfig(given: JsonObject): CopyConfig {
  const operation = optionalText(given, 'operationType') ?? 'COPY';
  if (operation !== 'COPY' && operation !== 'CLONE' && operation !== 'OPERATION_TYPE_UNSPECIFIED') {
    throw new WarehouseError('invalid', `not supported by the local warehouse: copy of operationType ${operation}`);
  }
  const single = optionalObject(given, 'sourceTable');
  const sources = single === undefined ? objects(given, 'sourceTables') : [single];
  if (sources.length === 0) throw new WarehouseError('required', 'Required parameter is missing: sourceTable');
  return {
    sources: sources.map(destinationOf),
    destination: destinationOf(requiredObject(given, 'destinationTable')),
    expirationTime: optionalText(given, 'destinationExpirationTime'),
    ...dispositionsOf(given, 'WRITE_EMPTY'),
  };
}

type Target = Destination & { readonly projectId: string };

/** Runs a copy job: the rows, the table's metadata and the job's own record are one transaction. */
export async function runCopyJob(warehouse: Warehouse, job: RunningJob, config: CopyConfig): Promise<JobOutcome> {
  const session = await jobSession(warehouse, job.signal);
  const { catalog, locks } = warehouse;
  const scope: WriteScope = { session, catalog, locks, signal: job.signal };
  const target: Target = { ...config.destination, projectId: config.destination.projectId ?? job.projectId };
  let outcome: JobOutcome | undefined;
  const record = async (rows: number, fields: readonly TableField[]): Promise<void> => {
    const copiedLogicalBytes = String(rows * rowWidth(fields));
    outcome = { statistics: { copy: { copiedRows: String(rows), copiedLogicalBytes } }, isRecorded: true };
    await writeJob(session, job.finished(outcome));
  };
  try {
    const way = await dispose(scope, config, target);
    if (way === 'append') await append(scope, job, config, target, record);
    else await make(scope, job, config, target, record);
  } finally {
    session.close();
  }
  if (outcome === undefined) throw new Error('A copy ended without an outcome.');
  return outcome;
}

/** The tables to copy as they are now, all of one schema. */
function sourceRecords({ catalog }: WriteScope, job: RunningJob, config: CopyConfig): readonly TableRecord[] {
  const records = config.sources.map((source) => {
    const name = tableName(source.projectId ?? job.projectId, source);
    const record = catalog.table(source.datasetId, source.tableId);
    if (record === undefined) throw notFound('Table', name);
    if (record.type !== 'TABLE') {
      throw new WarehouseError(
        'invalid',
        `${name} is not allowed for this operation because it is currently a ${record.type}.`,
      );
    }
    return record;
  });
  const [first, ...others] = records;
  for (const other of others) if (first !== undefined) refuseDifferent(job, first, other);
  return records;
}

function refuseDifferent(job: RunningJob, wanted: TableRecord, given: TableRecord): void {
  const byName = new Map(given.fields.map((field) => [field.name.toLowerCase(), field]));
  const isSame =
    given.fields.length <= wanted.fields.length &&
    wanted.fields.every((field) => {
      const other = byName.get(field.name.toLowerCase());
      return other === undefined ? field.mode !== 'REQUIRED' : sameType(typeOfField(field), typeOfField(other));
    }) &&
    given.fields.every(({ name }) => wanted.fields.some((field) => field.name.toLowerCase() === name.toLowerCase()));
  if (!isSame) {
    throw new WarehouseError(
      'invalid',
      `Provided Schema does not match Table ${tableName(job.projectId, wanted)}: ${tableName(job.projectId, given)} has another.`,
    );
  }
}

/** The rows of all `sources`, their columns those of `fields` by name. */
function rowsSql(sources: readonly TableRecord[], fields: readonly TableField[]): string {
  const selects = sources.map((source) => {
    const names = new Set(source.fields.map(({ name }) => name.toLowerCase()));
    const columns = fields.map(({ name }) =>
      names.has(name.toLowerCase()) ? quoteName(name) : `NULL AS ${quoteName(name)}`,
    );
    return `SELECT ${columns.join(', ')} FROM ${relationOf(source)}`;
  });
  return selects.join(' UNION ALL ');
}

async function make(
  scope: WriteScope,
  job: RunningJob,
  config: CopyConfig,
  target: Target,
  record: (rows: number, fields: readonly TableField[]) => Promise<void>,
): Promise<void> {
  await createTable(scope, target.projectId, target, { orReplace: true, ifNotExists: false }, () => {
    const sources = sourceRecords(scope, job, config);
    const [model] = sources;
    if (model === undefined) throw new Error('A copy without a source.');
    const { expirationTime: _expires, ...kept } = model;
    const now = Date.now();
    const made: TableRecord = {
      ...kept,
      datasetId: target.datasetId,
      tableId: target.tableId,
      ...(config.expirationTime && { expirationTime: config.expirationTime }),
      creationTime: now,
      lastModifiedTime: now,
    };
    const source = made.fields.length === 0 ? undefined : rowsSql(sources, made.fields);
    return { record: made, source, alongside: (rows) => record(rows, made.fields) };
  });
}

async function append(
  scope: WriteScope,
  job: RunningJob,
  config: CopyConfig,
  target: Target,
  record: (rows: number, fields: readonly TableField[]) => Promise<void>,
): Promise<void> {
  await writeTables(scope, [lockKey(target)], async (change) => {
    const present = scope.catalog.table(target.datasetId, target.tableId);
    if (present === undefined) throw notFound('Table', tableName(target.projectId, target));
    const sources = sourceRecords(scope, job, config);
    for (const source of sources) refuseDifferent(job, present, source);
    const columns = present.fields.map(({ name }) => quoteName(name)).join(', ');
    const rows = await scope.session.change(
      `INSERT INTO ${relationOf(present)} (${columns}) SELECT ${storedColumns(present.fields)} FROM (${rowsSql(sources, present.fields)})`,
    );
    await touchTable(change, present);
    await record(rows, present.fields);
  });
}
