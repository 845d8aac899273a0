import { matchObjects } from '../../storage/objects.ts';
import { fieldOf } from '../catalog/fields.ts';
import { WarehouseError } from '../errors.ts';
import { exportFormat } from '../export/export-format.ts';
import { exportRows } from '../export/export-rows.ts';
import { exportedObject } from '../export/lake-object.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import type { Execution } from './execution.ts';
import { evaluateOptions, type OptionValues, optionText, refuseUnknownOptions } from './options.ts';
import type { StatementOutcome } from './outcome.ts';

type ExportData = Extract<CompiledStatement, { kind: 'exportData' }>;

const known = ['compression', 'field_delimiter', 'format', 'header', 'overwrite', 'uri', 'use_avro_logical_types'];

/** EXPORT DATA: https://cloud.google.com/bigquery/docs/reference/standard-sql/export-statements */
export async function runExportData(execution: Execution, compiled: ExportData): Promise<StatementOutcome> {
  const { session, warehouse } = execution;
  const options = await evaluateOptions(session, compiled.options);
  refuseUnknownOptions(options, known);
  const uri = required(options, 'uri');
  const format = exportFormat({
    format: required(options, 'format'),
    compression: optionText(options, 'compression'),
    delimiter: optionText(options, 'field_delimiter'),
    header: optionText(options, 'header') === 'true',
  });
  const { bucket, name } = exportedObject(uri);
  if (!uri.includes('*')) {
    throw new WarehouseError('invalidQuery', `Option 'uri' must contain a single wildcard: ${uri}`, 'query');
  }
  if (optionText(options, 'overwrite') !== 'true') {
    const present = await matchObjects(warehouse.lakeDirectory, bucket, /^gs:\/\/[^/]+\/(.+)$/s.exec(uri)?.[1] ?? name);
    if (present.length > 0) {
      throw new WarehouseError(
        'invalidQuery',
        `Invalid export destination uri: ${uri} is not empty; set the option overwrite to true to replace what it holds`,
        'query',
      );
    }
  }
  const { sql, columns } = compiled.query;
  const fields = columns.map(({ name: column, type }) => fieldOf(column, type));
  const rowCount = await exportRows(session, warehouse.lakeDirectory, { sql, fields }, uri, format);
  return {
    statementType: 'EXPORT_DATA',
    referencedTables: compiled.referencedTables,
    exportStatistics: { fileCount: '1', rowCount: String(rowCount) },
  };
}

function required(options: OptionValues, name: string): string {
  const text = optionText(options, name);
  if (text === undefined)
    throw new WarehouseError('invalidQuery', `Option '${name}' is required for EXPORT DATA`, 'query');
  return text;
}
