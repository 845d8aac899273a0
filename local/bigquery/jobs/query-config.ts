import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, objects, optionalObject, optionalText, optionalTexts, requiredText } from '../http/json-fields.ts';
import type { DefaultDataset } from '../statements/execution.ts';
import { type Destination, destinationOf, type Dispositions, dispositionsOf } from './destination.ts';

/** `configuration.query` of a job, or the body of a synchronous query, understood. */
export interface QueryConfig extends Dispositions {
  readonly text: string;
  readonly defaultDataset: DefaultDataset | undefined;
  /** As the API gives them: https://cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
  readonly parameters: readonly JsonObject[];
  readonly destination: Destination | undefined;
  readonly timePartitioning: JsonObject | undefined;
  readonly clustering: readonly string[] | undefined;
}

/** Reads what a query is to do. Throws WarehouseError for legacy SQL, and for tables that lie elsewhere. */
export function queryConfig(given: JsonObject): QueryConfig {
  if (flag(given, 'useLegacySql')) {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: legacy SQL; set useLegacySql to false.');
  }
  if (optionalObject(given, 'tableDefinitions') !== undefined) {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: tableDefinitions');
  }
  const dataset = optionalObject(given, 'defaultDataset');
  const destination = optionalObject(given, 'destinationTable');
  const projectId = dataset && optionalText(dataset, 'projectId');
  const clustering = optionalObject(given, 'clustering');
  return {
    text: requiredText(given, 'query'),
    defaultDataset: dataset && { ...(projectId && { projectId }), datasetId: requiredText(dataset, 'datasetId') },
    parameters: objects(given, 'queryParameters'),
    destination: destination && destinationOf(destination),
    timePartitioning: optionalObject(given, 'timePartitioning'),
    clustering: clustering && optionalTexts(clustering, 'fields'),
    ...dispositionsOf(given, 'WRITE_EMPTY'),
  };
}
