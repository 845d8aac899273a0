import { parseSchema, typeOfField } from '../catalog/fields.ts';
import type { TableField, TableRecord } from '../catalog/records.ts';
import { lockKey, relationOf } from '../catalog/relations.ts';
import { tableName } from '../catalog/tables.ts';
import { notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type WriteScope, writeTables } from '../engine/write.ts';
import { duckType, sameType } from '../googlesql/types.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, optionalLabels, optionalObject, optionalText, optionalTexts } from '../http/json-fields.ts';
import { schemaMismatch } from '../jobs/schema-update.ts';
import { partitioningOf } from '../jobs/table-layout.ts';
import { withDescriptions } from '../statements/columns.ts';
import type { Warehouse } from '../warehouse.ts';
import { mergeLabels } from './labels.ts';
import { constraintsOf, keptProperties, viewFields } from './table-body.ts';

/** Changes a table as a PATCH (or PUT, where the body is whole) says. Gives the record as it is then. */
export async function changeTable(
  warehouse: Warehouse,
  scope: WriteScope,
  projectId: string,
  table: TableRecord,
  body: JsonObject,
  isWhole: boolean,
): Promise<TableRecord> {
  return writeTables(scope, [lockKey(table)], async (change) => {
    const present = scope.catalog.table(table.datasetId, table.tableId);
    if (present === undefined) throw notFound('Table', tableName(projectId, table));
    const schema = optionalObject(body, 'schema');
    const query = viewQuery(projectId, present, body);
    const before =
      query === undefined
        ? present
        : { ...present, fields: withDescriptions(viewFields(warehouse, projectId, query), present.fields) };
    const fields =
      schema === undefined ? before.fields : await changeFields(scope, projectId, before, parseSchema(schema));
    const changed = changedProperties(present, body, isWhole);
    const record = { ...changed, fields, ...(query !== undefined && { view: { query } }) };
    await change.put({ kind: 'table', record });
    return record;
  });
}

function changedProperties(present: TableRecord, body: JsonObject, isWhole: boolean): TableRecord {
  const {
    description: _1,
    friendlyName: _2,
    expirationTime: _3,
    labels: _4,
    requirePartitionFilter: _5,
    clustering: _6,
    properties: _7,
    ...rest
  } = present;
  const text = (key: 'description' | 'friendlyName' | 'expirationTime') =>
    (isWhole || key in body ? optionalText(body, key) : present[key]) || undefined;
  const [description, friendlyName, expirationTime] = [
    text('description'),
    text('friendlyName'),
    text('expirationTime'),
  ];
  const labels = mergeLabels(isWhole ? undefined : present.labels, optionalLabels(body, 'labels'));
  const clustering = optionalObject(body, 'clustering');
  const columns = 'clustering' in body ? clustering && optionalTexts(clustering, 'fields') : present.clustering;
  const properties: Record<string, unknown> = { ...present.properties };
  for (const key of keptProperties) {
    if (body[key] === null) Reflect.deleteProperty(properties, key);
    else if (body[key] !== undefined) properties[key] = body[key];
  }
  const isFilterRequired =
    'requirePartitionFilter' in body ? flag(body, 'requirePartitionFilter') : present.requirePartitionFilter;
  return {
    ...rest,
    ...(description && { description }),
    ...(friendlyName && { friendlyName }),
    ...(expirationTime && { expirationTime }),
    ...(labels && { labels }),
    ...(isFilterRequired && { requirePartitionFilter: true }),
    ...(columns && { clustering: columns }),
    ...layout(present, body),
    ...constraintsOf(body),
    ...(Object.keys(properties).length > 0 && { properties }),
    lastModifiedTime: Math.max(Date.now(), present.lastModifiedTime + 1),
  };
}

/** A view's new query; undefined where the body names none. Throws WarehouseError where the table is no view. */
function viewQuery(projectId: string, present: TableRecord, body: JsonObject): string | undefined {
  const view = optionalObject(body, present.type === 'MATERIALIZED_VIEW' ? 'materializedView' : 'view');
  const query = view && optionalText(view, 'query');
  if (query === undefined || query === present.view?.query) return undefined;
  if (present.type !== 'VIEW' || flag(view ?? {}, 'useLegacySql')) {
    throw new WarehouseError('invalid', `Cannot change the query of ${tableName(projectId, present)}.`);
  }
  return query;
}

/** Partitioning stays as it was made, but for the time its partitions are kept. Throws WarehouseError. */
function layout(present: TableRecord, body: JsonObject): Pick<TableRecord, 'timePartitioning'> {
  const time = optionalObject(body, 'timePartitioning');
  const given = partitioningOf(time, optionalObject(body, 'rangePartitioning'));
  if (given.rangePartitioning !== undefined || given.timePartitioning !== undefined) {
    const { timePartitioning, rangePartitioning } = present;
    const isSame =
      given.timePartitioning === undefined
        ? JSON.stringify(given.rangePartitioning) === JSON.stringify(rangePartitioning)
        : given.timePartitioning.type === timePartitioning?.type &&
          given.timePartitioning.field === timePartitioning.field;
    if (!isSame) throw new WarehouseError('invalid', 'Cannot change partitioning spec for a table.');
  }
  return given.timePartitioning === undefined ? {} : { timePartitioning: given.timePartitioning };
}

/** Descriptions may change, REQUIRED may be relaxed, columns may be added at the end: the service allows no more. */
async function changeFields(
  { session }: WriteScope,
  projectId: string,
  table: TableRecord,
  wanted: readonly TableField[],
): Promise<readonly TableField[]> {
  const refuse = schemaMismatch(projectId, table);
  const byName = new Map(wanted.map((field) => [field.name.toLowerCase(), field]));
  const kept: TableField[] = [];
  for (const field of table.fields) {
    const given = byName.get(field.name.toLowerCase());
    if (given === undefined) throw refuse(`Field ${field.name} is missing in new schema`);
    byName.delete(field.name.toLowerCase());
    if (!sameType(typeOfField(field), typeOfField(given))) {
      throw refuse(`Field ${field.name} has changed type from ${field.type} to ${given.type}`);
    }
    if (field.mode !== given.mode && !(field.mode === 'REQUIRED' && given.mode === 'NULLABLE')) {
      throw refuse(`Field ${field.name} has changed mode from ${field.mode} to ${given.mode}`);
    }
    if (field.mode !== given.mode) {
      await session.run(`ALTER TABLE ${relationOf(table)} ALTER COLUMN ${quoteName(field.name)} DROP NOT NULL`);
    }
    kept.push({ ...given, name: field.name });
  }
  for (const field of byName.values()) {
    if (table.type !== 'TABLE') throw refuse(`Field ${field.name} is not in the view`);
    if (field.mode === 'REQUIRED')
      throw refuse(`Cannot add required fields to an existing schema. (field: ${field.name})`);
    await session.run(
      `ALTER TABLE ${relationOf(table)} ADD COLUMN ${quoteName(field.name)} ${duckType(typeOfField(field))}`,
    );
    kept.push(field);
  }
  return kept;
}
