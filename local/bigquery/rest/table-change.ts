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
import { mergeLabels } from './labels.ts';

/** Changes a table as a PATCH (or PUT, where the body is whole) says. Gives the record as it is then. */
export async function changeTable(
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
    const fields =
      schema === undefined ? present.fields : await changeFields(scope, projectId, present, parseSchema(schema));
    const record = { ...changedProperties(present, body, isWhole), fields };
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
  const columns = clustering && optionalTexts(clustering, 'fields');
  const view = optionalObject(body, 'view');
  const query = view && optionalText(view, 'query');
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
    ...(query && present.view && { view: { ...present.view, query } }),
    lastModifiedTime: Math.max(Date.now(), present.lastModifiedTime + 1),
  };
}

/** Descriptions may change, REQUIRED may be relaxed, columns may be added at the end: the service allows no more. */
async function changeFields(
  { session }: WriteScope,
  projectId: string,
  table: TableRecord,
  wanted: readonly TableField[],
): Promise<readonly TableField[]> {
  const refuse = (why: string) =>
    new WarehouseError('invalid', `Provided Schema does not match Table ${tableName(projectId, table)}. ${why}`);
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
