import { alreadyExists, notFound, WarehouseError } from '../errors.ts';
import type { WriteScope } from '../engine/write.ts';
import { writeTables } from '../engine/write.ts';
import type { DatasetRecord } from './records.ts';
import { relationOf, schemaOf } from './relations.ts';

/** Name of a dataset with its project, as messages have it. */
export const datasetName = (projectId: string, datasetId: string): string => `${projectId}:${datasetId}`;

/** Queue key of what changes the list of datasets or one dataset as a whole. */
const datasetKey = (datasetId: string): string => datasetId.toLowerCase();

/**
 * Makes a dataset. Answers false where it is there already and `ifNotExists` says that this is no fault.
 * @throws WarehouseError duplicate, or invalid for a name that BigQuery or DuckDB would not have.
 */
export async function createDataset(
  scope: WriteScope,
  projectId: string,
  record: DatasetRecord,
  ifNotExists = false,
): Promise<boolean> {
  const { datasetId } = record;
  if (!/^\w{1,1024}$/.test(datasetId)) {
    throw new WarehouseError(
      'invalid',
      `Invalid dataset ID "${datasetId}". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.`,
    );
  }
  return writeTables(scope, [datasetKey(datasetId)], async (change) => {
    if (scope.catalog.dataset(datasetId) !== undefined) {
      if (ifNotExists) return false;
      throw alreadyExists('Dataset', datasetName(projectId, datasetId));
    }
    const similar = scope.catalog.similarDataset(datasetId);
    if (similar !== undefined) {
      throw new WarehouseError(
        'invalid',
        `not supported by the local warehouse: dataset ${datasetId} beside ${similar.datasetId}, whose name differs only in case.`,
      );
    }
    await scope.session.run(`CREATE SCHEMA IF NOT EXISTS ${schemaOf(datasetId)}`);
    await change.put({ kind: 'dataset', record });
    return true;
  });
}

/** Puts `record` in the place of the dataset's present one. */
export async function updateDataset(scope: WriteScope, record: DatasetRecord): Promise<void> {
  await writeTables(scope, [datasetKey(record.datasetId)], (change) => change.put({ kind: 'dataset', record }));
}

/**
 * Removes a dataset, with what it holds if `deleteContents`. Answers false where it is absent and `ifExists` is set.
 * @throws WarehouseError notFound, or resourceInUse where it holds tables.
 */
export async function deleteDataset(
  scope: WriteScope,
  projectId: string,
  datasetId: string,
  { deleteContents, ifExists = false }: { readonly deleteContents: boolean; readonly ifExists?: boolean },
): Promise<boolean> {
  const { catalog, session } = scope;
  return writeTables(scope, [datasetKey(datasetId)], async (change) => {
    const name = datasetName(projectId, datasetId);
    if (catalog.dataset(datasetId) === undefined) {
      if (ifExists) return false;
      throw notFound('Dataset', name);
    }
    const tables = catalog.tables(datasetId);
    if (tables.length > 0 && !deleteContents) {
      throw new WarehouseError('resourceInUse', `Dataset ${name} is still in use`);
    }
    for (const table of catalog.storedTables(datasetId)) {
      if (table.type === 'TABLE') await session.run(`DROP TABLE ${relationOf(table)}`);
      await change.remove({ kind: 'table', datasetId, objectId: table.tableId });
    }
    for (const routine of catalog.routines(datasetId)) {
      await change.remove({ kind: 'routine', datasetId, objectId: routine.routineId });
    }
    await session.run(`DROP SCHEMA ${schemaOf(datasetId)}`);
    await change.remove({ kind: 'dataset', datasetId, objectId: '' });
    return true;
  });
}
