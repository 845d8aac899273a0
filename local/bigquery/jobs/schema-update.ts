import { typeOfField } from '../catalog/fields.ts';
import type { TableField, TableRecord } from '../catalog/records.ts';
import { relationOf } from '../catalog/relations.ts';
import { tableName } from '../catalog/tables.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import { WarehouseError } from '../errors.ts';
import { duckType, sameType } from '../googlesql/types.ts';
import type { JsonObject } from '../http/body.ts';
import { optionalTexts } from '../http/json-fields.ts';

/** What a job that adds rows may do to the table's columns. */
export interface SchemaUpdate {
  readonly allowFieldAddition: boolean;
  readonly allowFieldRelaxation: boolean;
}

/** Reads `schemaUpdateOptions`. */
export function schemaUpdateOf(given: JsonObject): SchemaUpdate {
  const options = optionalTexts(given, 'schemaUpdateOptions') ?? [];
  return {
    allowFieldAddition: options.includes('ALLOW_FIELD_ADDITION'),
    allowFieldRelaxation: options.includes('ALLOW_FIELD_RELAXATION'),
  };
}

/** The error of a schema that a table cannot take, made of why. */
export const schemaMismatch =
  (projectId: string, table: TableRecord) =>
  (why: string): WarehouseError =>
    new WarehouseError('invalid', `Provided Schema does not match Table ${tableName(projectId, table)}. ${why}`);

/**
 * Fits a table to rows with the columns `given`, which are added as far as the job may, and gives the table's columns
 * then. To be called in the transaction that adds the rows.
 * @throws WarehouseError where a column is of another type, is new, or is no longer required
 * @see https://cloud.google.com/bigquery/docs/managing-table-schemas
 */
export async function fitSchema(
  session: Session,
  projectId: string,
  table: TableRecord,
  given: readonly TableField[],
  { allowFieldAddition, allowFieldRelaxation }: SchemaUpdate,
): Promise<readonly TableField[]> {
  const refuse = schemaMismatch(projectId, table);
  const byName = new Map(given.map((field) => [field.name.toLowerCase(), field]));
  const kept: TableField[] = [];
  for (const field of table.fields) {
    const other = byName.get(field.name.toLowerCase());
    byName.delete(field.name.toLowerCase());
    const isMissing = other === undefined && field.mode === 'REQUIRED';
    if (other !== undefined && (field.mode === 'REPEATED') !== (other.mode === 'REPEATED')) {
      throw refuse(`Field ${field.name} has changed mode from ${field.mode} to ${other.mode}`);
    }
    if (other !== undefined && !sameType(typeOfField(field), typeOfField(other))) {
      throw refuse(`Field ${field.name} has changed type from ${field.type} to ${other.type}`);
    }
    if (isMissing || (field.mode === 'REQUIRED' && other?.mode === 'NULLABLE')) {
      if (!allowFieldRelaxation) {
        if (isMissing) throw refuse(`Field ${field.name} is missing in new schema`);
        throw refuse(`Field ${field.name} has changed mode from REQUIRED to NULLABLE`);
      }
      await session.run(`ALTER TABLE ${relationOf(table)} ALTER COLUMN ${quoteName(field.name)} DROP NOT NULL`);
      kept.push({ ...field, mode: 'NULLABLE' });
    } else kept.push(field);
  }
  for (const field of byName.values()) {
    if (!allowFieldAddition || field.mode === 'REQUIRED') throw refuse(`Cannot add fields (field: ${field.name})`);
    const column = `${quoteName(field.name)} ${duckType(typeOfField(field))}`;
    await session.run(`ALTER TABLE ${relationOf(table)} ADD COLUMN ${column}`);
    kept.push(field);
  }
  return kept;
}
