import { alreadyExists, notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import { type WriteScope, writeTables } from '../engine/write.ts';
import { duckType } from '../googlesql/types.ts';
import type { CatalogChange } from './change.ts';
import { datasetName } from './datasets.ts';
import { dropExpiredPartitions } from './expired-partitions.ts';
import { typeOfField } from './fields.ts';
import type { TableField, TableRecord } from './records.ts';
import { lockKey, relationOf } from './relations.ts';

/** Name of a table with its project, as messages have it. */
export const tableName = (projectId: string, table: { readonly datasetId: string; readonly tableId: string }): string =>
  `${projectId}:${table.datasetId}.${table.tableId}`;

/** How a new table is to meet one of its name. */
export interface Creation {
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
}

/** A table to be made. */
export interface NewTable {
  readonly record: TableRecord;
  /** DuckDB query whose columns are the table's, in order; without it the table is empty. */
  readonly source?: string | undefined;
  /** Work of the same transaction, told how many rows the table was filled with. */
  readonly alongside?: ((rows: number) => Promise<void>) | undefined;
}

/** Columns of a table in DuckDB's terms. A table without columns has one that no query sees: DuckDB wants one. */
function columnDefinitions(fields: readonly TableField[]): string {
  if (fields.length === 0) return '"$none" BOOLEAN';
  return fields
    .map((f) => `${quoteName(f.name)} ${duckType(typeOfField(f))}${f.mode === 'REQUIRED' ? ' NOT NULL' : ''}`)
    .join(', ');
}

/**
 * Makes a table or view, in one step for its readers. `plan` is asked once it is this writer's turn, so that it sees
 * the catalog as it is then. Answers `SKIP` where a table is there and `ifNotExists` is set.
 * @throws WarehouseError duplicate, notFound (the dataset), invalid (names that differ only in case).
 */
export async function createTable(
  scope: WriteScope,
  projectId: string,
  target: { readonly datasetId: string; readonly tableId: string },
  creation: Creation,
  plan: () => NewTable | Promise<NewTable>,
): Promise<'CREATE' | 'REPLACE' | 'SKIP'> {
  refuseBadName(target.tableId);
  return writeTables(scope, [lockKey(target)], async (change) => {
    const present = presentTable(scope, projectId, target);
    if (present !== undefined && !creation.orReplace) {
      if (creation.ifNotExists) return 'SKIP';
      throw alreadyExists('Table', tableName(projectId, target));
    }
    const { record, source, alongside } = await plan();
    if (present !== undefined && present.type !== record.type) {
      throw new WarehouseError(
        'invalid',
        `${tableName(projectId, target)} is not allowed for this operation because it is currently a ${present.type}.`,
        'query',
      );
    }
    const rows =
      record.type === 'TABLE' ? await fillTable(scope.session, relationOf(record), record.fields, source) : 0;
    if (record.type === 'TABLE' && source !== undefined) await dropExpiredPartitions(scope.session, record);
    await change.put({ kind: 'table', record });
    await alongside?.(rows);
    return present === undefined ? 'CREATE' : 'REPLACE';
  });
}

/**
 * Makes the DuckDB table, in the place of an older one, and answers how many rows it has. NOT NULL can't be said beside
 * AS, so such tables take two steps.
 */
export async function fillTable(
  session: Session,
  relation: string,
  fields: readonly TableField[],
  source: string | undefined,
  kind: 'TABLE' | 'TEMP TABLE' = 'TABLE',
): Promise<number> {
  const isPlain = fields.length > 0 && fields.every(({ mode }) => mode !== 'REQUIRED');
  if (source !== undefined && isPlain) {
    return session.change(`CREATE OR REPLACE ${kind} ${relation} AS ${source}`);
  }
  await session.run(`CREATE OR REPLACE ${kind} ${relation} (${columnDefinitions(fields)})`);
  return source === undefined ? 0 : session.change(`INSERT INTO ${relation} ${source}`);
}

function presentTable(
  { catalog }: WriteScope,
  projectId: string,
  record: { readonly datasetId: string; readonly tableId: string },
): TableRecord | undefined {
  if (catalog.dataset(record.datasetId) === undefined) {
    throw notFound('Dataset', datasetName(projectId, record.datasetId));
  }
  const present = catalog.table(record.datasetId, record.tableId);
  const similar = present ?? catalog.similarTable(record.datasetId, record.tableId);
  if (present === undefined && similar !== undefined) {
    throw new WarehouseError(
      'invalid',
      `not supported by the local warehouse: table ${record.tableId} beside ${similar.tableId}, whose name differs only in case.`,
    );
  }
  return present;
}

function refuseBadName(tableId: string): void {
  if (!/^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd} ]{1,1024}$/u.test(tableId)) {
    throw new WarehouseError('invalid', `Invalid table ID "${tableId}".`);
  }
}

/** Removes a table or view. Answers false where it is absent and `ifExists` is set. Throws WarehouseError notFound. */
export async function dropTable(
  scope: WriteScope,
  projectId: string,
  table: { readonly datasetId: string; readonly tableId: string },
  { ifExists = false, types }: { readonly ifExists?: boolean; readonly types?: readonly TableRecord['type'][] } = {},
): Promise<boolean> {
  return writeTables(scope, [lockKey(table)], async (change) => {
    const present = scope.catalog.table(table.datasetId, table.tableId);
    if (present === undefined) {
      if (ifExists) return false;
      throw notFound('Table', tableName(projectId, table));
    }
    if (types !== undefined && !types.includes(present.type)) {
      throw new WarehouseError(
        'invalidQuery',
        `Cannot drop ${tableName(projectId, table)} which has type ${present.type}. An object of type ${types.join(' or ')} was expected.`,
        'query',
      );
    }
    if (present.type === 'TABLE') await scope.session.run(`DROP TABLE ${relationOf(present)}`);
    await change.remove({ kind: 'table', datasetId: present.datasetId, objectId: present.tableId });
    return true;
  });
}

/** Notes that a table's rows changed, in the transaction that changed them. `record` is the table as it is now. */
export async function touchTable(change: CatalogChange, record: TableRecord): Promise<void> {
  // Two changes within a millisecond must still differ: etags are made of this time.
  const lastModifiedTime = Math.max(Date.now(), record.lastModifiedTime + 1);
  await change.put({ kind: 'table', record: { ...record, lastModifiedTime } });
}
