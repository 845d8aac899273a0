import type { Catalog, RoutineEntry, TableEntry } from '../googlesql/catalog.ts';
import type { WarehouseCatalog } from './catalog.ts';
import { columnOfField } from './fields.ts';
import { legacyTablesView, metadataView } from './information-schema/index.ts';
import type { RoutineRecord, TableRecord } from './records.ts';
import { relationOf } from './relations.ts';

/** Temporary objects of a session. */
interface SessionObjects {
  readonly tables: ReadonlyMap<string, TableEntry>;
  /** By lower-case name. */
  readonly functions: ReadonlyMap<string, RoutineEntry>;
}

/** Answers the analyzer: what a path names, in the catalog and in one session. Every project is the same namespace. */
export class CatalogLookup implements Catalog {
  readonly #catalog: WarehouseCatalog;
  readonly #session: SessionObjects;

  constructor(catalog: WarehouseCatalog, session: SessionObjects) {
    this.#catalog = catalog;
    this.#session = session;
  }

  findTable(path: readonly string[]): TableEntry | undefined {
    const [first = '', second = '', third = ''] = path;
    if (path.length === 1) return this.#session.tables.get(first);
    if (path.some((part) => part.toUpperCase() === 'INFORMATION_SCHEMA')) return metadataView(this.#catalog, path);
    if (path.length !== 3) return undefined;
    if (third === '__TABLES__') return legacyTablesView(this.#catalog, first, second);
    if (second === '_SESSION') return this.#session.tables.get(third);
    const record = this.#catalog.table(second, third);
    return record && tableEntry(first, record);
  }

  findRoutine(path: readonly string[]): RoutineEntry | undefined {
    const [first = '', second = '', third = ''] = path;
    if (path.length === 1) return this.#session.functions.get(first.toLowerCase());
    const record = path.length === 2 ? this.#catalog.routine(first, second) : this.#catalog.routine(second, third);
    return record && routineEntry(record);
  }

  hasDataset(_projectId: string, datasetId: string): boolean {
    return this.#catalog.dataset(datasetId) !== undefined;
  }
}

/** What the analyzer is told of a table or view. */
function tableEntry(projectId: string, record: TableRecord): TableEntry {
  const reference = { projectId, datasetId: record.datasetId, tableId: record.tableId };
  if (record.view !== undefined) {
    const { query, columnNames } = record.view;
    return { kind: 'view', reference, query, ...(columnNames && { columnNames }) };
  }
  return { kind: 'table', reference, columns: record.fields.map(columnOfField), relation: relationOf(record) };
}

function routineEntry(record: RoutineRecord): RoutineEntry | undefined {
  if (record.kind === 'procedure') return undefined;
  return {
    kind: record.kind,
    name: record.routineId,
    arguments: record.arguments.map(({ name, type }) => ({ name, type })),
    body: record.body,
    ...(record.returns !== undefined && { returns: record.returns }),
  };
}
