import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, objects, optionalObject, optionalText, optionalTexts, requiredText } from '../http/json-fields.ts';
import type { DefaultDataset } from '../statements/execution.ts';
import { type SchemaUpdate, schemaUpdateOf } from './schema-update.ts';
import { partitioningOf } from './table-layout.ts';
import { type Destination, destinationOf, type Dispositions, dispositionsOf } from './destination.ts';

/** `configuration.query` of a job, or the body of a synchronous query, understood. */
export interface QueryConfig extends Dispositions {
  readonly text: string;
  readonly defaultDataset: DefaultDataset | undefined;
  /** As the API gives them: https://cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
  readonly parameters: readonly JsonObject[];
  readonly destination: Destination | undefined;
  /** Layout of a table that the query makes. */
  readonly layout: ReturnType<typeof partitioningOf>;
  readonly update: SchemaUpdate;
  readonly clustering: readonly string[] | undefined;
}

/** Characters that a query may have: https://cloud.google.com/bigquery/quotas#query_jobs */
const maximumLength = 1024 * 1024;

/** Properties that would change what a query does or answers, with the values that do not. */
const refused: Readonly<Record<string, readonly unknown[]>> = {
  tableDefinitions: [],
  userDefinedFunctionResources: [],
  createSession: [false],
  continuous: [false],
  systemVariables: [],
};

function refuseUnsupported(given: JsonObject): void {
  for (const [key, harmless] of Object.entries(refused)) {
    const value = given[key];
    const isEmpty =
      value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
    if (!isEmpty && !harmless.includes(value)) {
      throw new WarehouseError('notImplemented', `not supported by the local warehouse: ${key}`);
    }
  }
  for (const property of objects(given, 'connectionProperties')) {
    const key = requiredText(property, 'key');
    const isUtc = key === 'time_zone' && /^(?:Etc\/)?UTC$/.test(optionalText(property, 'value') ?? '');
    if (!isUtc && key !== 'query_label' && key !== 'service_account') {
      throw new WarehouseError('notImplemented', `not supported by the local warehouse: connection property ${key}`);
    }
  }
  const mode = optionalText(given, 'parameterMode');
  const isNamed = objects(given, 'queryParameters').some((parameter) => optionalText(parameter, 'name'));
  if (mode !== undefined && mode !== '' && mode.toUpperCase() !== 'NAMED' && mode.toUpperCase() !== 'POSITIONAL') {
    throw new WarehouseError('invalid', `Invalid value for parameterMode: ${mode}`);
  }
  if (mode?.toUpperCase() === 'POSITIONAL' && isNamed) {
    throw new WarehouseError('invalid', 'Query parameters must have no names where parameterMode is POSITIONAL.');
  }
}

/** Reads what a query is to do. Throws WarehouseError for legacy SQL, and for tables that lie elsewhere. */
export function queryConfig(given: JsonObject): QueryConfig {
  if (flag(given, 'useLegacySql')) {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: legacy SQL; set useLegacySql to false.');
  }
  refuseUnsupported(given);
  const dataset = optionalObject(given, 'defaultDataset');
  const destination = optionalObject(given, 'destinationTable');
  const projectId = dataset && optionalText(dataset, 'projectId');
  const clustering = optionalObject(given, 'clustering');
  return {
    text: queryText(given),
    defaultDataset: dataset && { ...(projectId && { projectId }), datasetId: requiredText(dataset, 'datasetId') },
    parameters: objects(given, 'queryParameters'),
    destination: destination && destinationOf(destination),
    layout: partitioningOf(optionalObject(given, 'timePartitioning'), optionalObject(given, 'rangePartitioning')),
    update: schemaUpdateOf(given),
    clustering: clustering && optionalTexts(clustering, 'fields'),
    ...dispositionsOf(given, 'WRITE_EMPTY'),
  };
}

function queryText(given: JsonObject): string {
  const text = requiredText(given, 'query');
  if (text.length <= maximumLength) return text;
  throw new WarehouseError(
    'invalid',
    'The query is too large. The maximum standard SQL query length is 1024.00K characters, including comments and white space characters.',
  );
}
