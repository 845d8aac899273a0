import type { DuckDBConnection } from '@duckdb/node-api';
import type { Session } from '../engine/session.ts';
import { CatalogChange } from './change.ts';
import type { DatasetRecord, RoutineRecord, TableRecord } from './records.ts';
import { keyOf, readRecords, type RecordKey, type StoredRecord } from './store.ts';

/** Everything the warehouse holds, in memory: read from the database file at start, changed only through `change`. */
export class WarehouseCatalog {
  readonly #datasets = new Map<string, DatasetRecord>();
  readonly #tables = new Map<string, Map<string, TableRecord>>();
  readonly #routines = new Map<string, Map<string, RoutineRecord>>();
  #version = 0;

  /** Rises with each change: what was compiled against an older one may name what is gone. */
  get version(): number {
    return this.#version;
  }

  /** Reads the catalog of a database whose metadata tables exist. */
  static async load(connection: DuckDBConnection): Promise<WarehouseCatalog> {
    const catalog = new WarehouseCatalog();
    for (const stored of await readRecords(connection)) catalog.#put(stored);
    return catalog;
  }

  /** All datasets by name. */
  datasets(): readonly DatasetRecord[] {
    return sorted(this.#datasets);
  }

  dataset(datasetId: string): DatasetRecord | undefined {
    return this.#datasets.get(datasetId);
  }

  /** A dataset whose name is `datasetId` but for case. */
  similarDataset(datasetId: string): DatasetRecord | undefined {
    return similar(this.#datasets, datasetId);
  }

  /** Tables and views of a dataset by name, without those whose time is over. */
  tables(datasetId: string): readonly TableRecord[] {
    return this.storedTables(datasetId).filter(isAlive);
  }

  /** Tables and views of a dataset by name, those whose time is over too: what the file holds. */
  storedTables(datasetId: string): readonly TableRecord[] {
    return sorted(this.#tables.get(datasetId) ?? new Map<string, TableRecord>());
  }

  table(datasetId: string, tableId: string): TableRecord | undefined {
    const record = this.#tables.get(datasetId)?.get(tableId);
    return record !== undefined && isAlive(record) ? record : undefined;
  }

  /** A table whose name is `tableId` but for case. */
  similarTable(datasetId: string, tableId: string): TableRecord | undefined {
    const record = similar(this.#tables.get(datasetId), tableId);
    return record !== undefined && isAlive(record) ? record : undefined;
  }

  /** Routines of a dataset by name. */
  routines(datasetId: string): readonly RoutineRecord[] {
    return sorted(this.#routines.get(datasetId) ?? new Map<string, RoutineRecord>());
  }

  /** A routine; its name counts in any case. */
  routine(datasetId: string, routineId: string): RoutineRecord | undefined {
    return this.#routines.get(datasetId)?.get(routineId.toLowerCase());
  }

  /** Begins a change that is written in `session`'s transaction and seen here after its commit. */
  change(session: Session): CatalogChange {
    return new CatalogChange(session, (put, removed) => {
      for (const key of removed) this.#remove(key);
      for (const stored of put) this.#put(stored);
      this.#version += 1;
    });
  }

  #put(stored: StoredRecord): void {
    const { datasetId, objectId } = keyOf(stored);
    if (stored.kind === 'dataset') this.#datasets.set(datasetId, stored.record);
    else if (stored.kind === 'table') inner(this.#tables, datasetId).set(objectId, stored.record);
    else inner(this.#routines, datasetId).set(objectId.toLowerCase(), stored.record);
  }

  #remove({ kind, datasetId, objectId }: RecordKey): void {
    if (kind === 'dataset') {
      this.#datasets.delete(datasetId);
      this.#tables.delete(datasetId);
      this.#routines.delete(datasetId);
    } else if (kind === 'table') this.#tables.get(datasetId)?.delete(objectId);
    else this.#routines.get(datasetId)?.delete(objectId.toLowerCase());
  }
}

/** Whether a table has not expired: https://cloud.google.com/bigquery/docs/managing-tables#updating_a_tables_expiration_time */
const isAlive = ({ expirationTime }: TableRecord): boolean =>
  expirationTime === undefined || Number(expirationTime) > Date.now();

function inner<T>(outer: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = outer.get(key) ?? new Map<string, T>();
  outer.set(key, found);
  return found;
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function similar<T>(map: ReadonlyMap<string, T> | undefined, name: string): T | undefined {
  const lower = name.toLowerCase();
  for (const [key, value] of map ?? []) if (key.toLowerCase() === lower) return value;
  return undefined;
}
