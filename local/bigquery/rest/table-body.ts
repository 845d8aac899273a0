import { fieldOf, parseSchema } from '../catalog/fields.ts';
import type { TableRecord } from '../catalog/records.ts';
import { WarehouseError } from '../errors.ts';
import { compileStatement } from '../googlesql/compile.ts';
import { parseStatement } from '../googlesql/parser/index.ts';
import { CatalogLookup } from '../catalog/lookup.ts';
import type { JsonObject } from '../http/body.ts';
import {
  flag,
  optionalLabels,
  optionalObject,
  optionalText,
  optionalTexts,
  requiredObject,
  requiredText,
} from '../http/json-fields.ts';
import { partitioningOf } from '../jobs/table-layout.ts';
import { withDescriptions } from '../statements/columns.ts';
import { defaultLocation, sessionUser, type Warehouse } from '../warehouse.ts';
import { mergeLabels } from './labels.ts';

/** Parts of a table that are known of but not kept here, by name. */
const refused = ['externalDataConfiguration', 'snapshotDefinition', 'cloneDefinition', 'biglakeConfiguration'];

/** Properties of a table that change no answer here and are given back as they came. */
export const keptProperties = [
  'resourceTags',
  'encryptionConfiguration',
  'maxStaleness',
  'tableReplicationInfo',
] as const;

/** The table or view that the body of an insert describes. Throws WarehouseError, or GoogleSqlError for a view's query. */
export function newTable(warehouse: Warehouse, projectId: string, datasetId: string, body: JsonObject): TableRecord {
  for (const key of refused) {
    if (body[key] !== undefined) throw new WarehouseError('invalid', `not supported by the local warehouse: ${key}`);
  }
  const tableId = requiredText(requiredObject(body, 'tableReference'), 'tableId');
  const now = Date.now();
  const given = parseSchema(optionalObject(body, 'schema'));
  const description = optionalText(body, 'description');
  const friendlyName = optionalText(body, 'friendlyName');
  const expirationTime = optionalText(body, 'expirationTime');
  const labels = mergeLabels(undefined, optionalLabels(body, 'labels'));
  const clustering = optionalObject(body, 'clustering');
  const columns = clustering && optionalTexts(clustering, 'fields');
  const properties = Object.fromEntries(
    keptProperties.flatMap((key) => (body[key] === undefined || body[key] === null ? [] : [[key, body[key]]])),
  );
  return {
    datasetId,
    tableId,
    type: 'TABLE',
    fields: given,
    ...viewPart(warehouse, projectId, body, given),
    ...(description && { description }),
    ...(friendlyName && { friendlyName }),
    ...(labels && { labels }),
    ...(expirationTime && { expirationTime }),
    ...partitioningOf(optionalObject(body, 'timePartitioning'), optionalObject(body, 'rangePartitioning')),
    ...(flag(body, 'requirePartitionFilter') && { requirePartitionFilter: true }),
    ...(columns && { clustering: columns }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...constraintsOf(body),
    creationTime: now,
    lastModifiedTime: now,
  };
}

/** Keys as the body gives them: nothing here reads them, so they are kept as they are. */
export function constraintsOf(body: JsonObject): Pick<TableRecord, 'tableConstraints'> {
  const given = optionalObject(body, 'tableConstraints');
  return given === undefined ? {} : { tableConstraints: given };
}

/** A view's own part; its query is analysed now, so that a wrong one is refused. */
function viewPart(
  warehouse: Warehouse,
  projectId: string,
  body: JsonObject,
  described: TableRecord['fields'],
): Partial<TableRecord> {
  const view = optionalObject(body, 'view');
  const materialized = optionalObject(body, 'materializedView');
  const definition = view ?? materialized;
  if (definition === undefined) return {};
  if (flag(definition, 'useLegacySql')) {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: a view of legacy SQL');
  }
  const text = requiredText(definition, 'query');
  const fields = viewFields(warehouse, projectId, text);
  const type = view === undefined ? 'MATERIALIZED_VIEW' : 'VIEW';
  return { type, fields: withDescriptions(fields, described), view: { query: text } };
}

/** The columns of a view's query. Throws GoogleSqlError for a wrong one. */
export function viewFields(warehouse: Warehouse, projectId: string, text: string): TableRecord['fields'] {
  const catalog = new CatalogLookup(warehouse.catalog, { tables: new Map(), functions: new Map() });
  const context = { catalog, defaultProject: projectId, location: defaultLocation, sessionUser, text };
  const compiled = compileStatement(parseStatement(text), context);
  if (compiled.kind !== 'query') throw new WarehouseError('invalidQuery', 'A view must be a query.', 'query');
  return compiled.columns.map(({ name, type }) => fieldOf(name, type));
}
