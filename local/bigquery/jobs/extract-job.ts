import { bytesOfColumns } from '../catalog/size.ts';
import { relationOf } from '../catalog/relations.ts';
import { tableName } from '../catalog/tables.ts';
import { notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type ExportFormat, exportFormat } from '../export/export-format.ts';
import { exportRows } from '../export/export-rows.ts';
import { exportedObject } from '../export/lake-object.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, optionalText, optionalTexts, requiredObject } from '../http/json-fields.ts';
import { jobSession, type Warehouse } from '../warehouse.ts';
import { type Destination, destinationOf } from './destination.ts';
import type { JobOutcome, RunningJob } from './job.ts';

/** `configuration.extract` of a job, understood. */
export interface ExtractConfig {
  readonly source: Destination;
  readonly uri: string;
  readonly format: ExportFormat;
}

/** Reads what an extract is to do: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationExtract */
export function extractConfig(given: JsonObject): ExtractConfig {
  if (given['sourceModel'] !== undefined) {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: extract of a model');
  }
  const single = optionalText(given, 'destinationUri');
  const [uri, ...others] = optionalTexts(given, 'destinationUris') ?? (single === undefined ? [] : [single]);
  if (uri === undefined) throw new WarehouseError('required', 'Required parameter is missing: destinationUris');
  if (others.length > 0) {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: extract to several destinationUris');
  }
  exportedObject(uri);
  const format = exportFormat({
    format: optionalText(given, 'destinationFormat'),
    compression: optionalText(given, 'compression'),
    delimiter: optionalText(given, 'fieldDelimiter'),
    header: given['printHeader'] === undefined ? undefined : flag(given, 'printHeader'),
  });
  return { source: destinationOf(requiredObject(given, 'sourceTable')), uri, format };
}

/** Runs an extract job: one object of the lake holds the table's rows. */
export async function runExtractJob(
  warehouse: Warehouse,
  job: RunningJob,
  { source, uri, format }: ExtractConfig,
): Promise<JobOutcome> {
  const name = tableName(source.projectId ?? job.projectId, source);
  const record = warehouse.catalog.table(source.datasetId, source.tableId);
  if (record === undefined) throw notFound('Table', name);
  if (record.type !== 'TABLE') {
    throw new WarehouseError(
      'invalid',
      `${name} is not allowed for this operation because it is currently a ${record.type}.`,
    );
  }
  const session = await jobSession(warehouse, job.signal);
  try {
    const inputBytes = String(await bytesOfColumns(session, record));
    const columns = record.fields.map((field) => quoteName(field.name)).join(', ');
    const rows = { sql: `SELECT ${columns} FROM ${relationOf(record)}`, fields: record.fields };
    await exportRows(session, warehouse.lakeDirectory, rows, uri, format);
    return { statistics: { extract: { destinationUriFileCounts: ['1'], inputBytes } } };
  } finally {
    session.close();
  }
}
