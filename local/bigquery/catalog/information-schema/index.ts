import type { CatalogColumn, TableEntry } from '../../googlesql/catalog.ts';
import type { WarehouseCatalog } from '../catalog.ts';
import type { RoutineRecord, TableRecord } from '../records.ts';
import { jobs } from './jobs.ts';
import { columnFieldPaths, columns } from './columns.ts';
import { keyColumnUsage, tableConstraints } from './constraints.ts';
import { schemaOptionRows, tableOptionRows } from './options.ts';
import { parameters, routines } from './routines.ts';
import { type MetadataRows, relationOfRows } from './rows.ts';
import { legacyTables, partitions } from './storage.ts';
import { schemata, tables, views } from './tables.ts';

/** What a view of INFORMATION_SCHEMA may look at: one dataset, or all of a region. */
interface Scope {
  readonly project: string;
  readonly datasetIds: readonly string[];
  readonly tables: () => readonly TableRecord[];
  readonly routines: () => readonly RoutineRecord[];
}

type View = (scope: Scope, catalog: WarehouseCatalog) => { columns: readonly CatalogColumn[]; relation: string };

const ofRows =
  (rows: (scope: Scope, catalog: WarehouseCatalog) => MetadataRows): View =>
  (scope, catalog) => {
    const found = rows(scope, catalog);
    return { columns: found.columns, relation: relationOfRows(found) };
  };

/** Whom jobs run as; kept here too, since the catalog knows nothing of jobs. */
const user = 'local@seattle-crime-local.iam.gserviceaccount.com';

const known: Readonly<Record<string, View>> = {
  SCHEMATA: ofRows(({ project }, catalog) => schemata(project, catalog.datasets())),
  SCHEMATA_OPTIONS: ofRows(({ project }, catalog) => schemaOptionRows(project, catalog.datasets())),
  TABLES: ofRows((scope) => tables(scope.project, scope.tables())),
  VIEWS: ofRows((scope) => views(scope.project, scope.tables())),
  COLUMNS: ofRows((scope) => columns(scope.project, scope.tables())),
  COLUMN_FIELD_PATHS: ofRows((scope) => columnFieldPaths(scope.project, scope.tables())),
  TABLE_OPTIONS: ofRows((scope) => tableOptionRows(scope.project, scope.tables())),
  TABLE_CONSTRAINTS: ofRows((scope) => tableConstraints(scope.project, scope.tables())),
  KEY_COLUMN_USAGE: ofRows((scope) => keyColumnUsage(scope.project, scope.tables())),
  PARAMETERS: ofRows((scope) => parameters(scope.project, scope.routines())),
  ROUTINES: ofRows((scope) => routines(scope.project, scope.routines())),
  PARTITIONS: (scope) => partitions(scope.project, scope.tables()),
  JOBS: () => jobs(user),
  JOBS_BY_PROJECT: () => jobs(user),
  JOBS_BY_USER: () => jobs(user),
};

/**
 * The relation behind a path that names INFORMATION_SCHEMA: `[project, dataset or region, 'INFORMATION_SCHEMA', view]`,
 * or without the third part's dataset for the whole project. Undefined where there is no such view or dataset.
 */
export function metadataView(catalog: WarehouseCatalog, path: readonly string[]): TableEntry | undefined {
  const at = path.findIndex((part) => part.toUpperCase() === 'INFORMATION_SCHEMA');
  const name = path[at + 1]?.toUpperCase() ?? '';
  const view = known[name];
  const [project = '', dataset] = path.slice(0, at);
  const scope = scopeOf(catalog, project, dataset);
  if (view === undefined || scope === undefined) return undefined;
  return entry(project, dataset ?? '', `INFORMATION_SCHEMA.${name}`, view(scope, catalog));
}

/** `__TABLES__` of a dataset. */
export function legacyTablesView(catalog: WarehouseCatalog, project: string, dataset: string): TableEntry | undefined {
  const scope = scopeOf(catalog, project, dataset);
  if (scope === undefined) return undefined;
  const rows = legacyTables(project, scope.tables());
  return entry(project, dataset, '__TABLES__', { columns: rows.columns, relation: relationOfRows(rows) });
}

function entry(
  projectId: string,
  datasetId: string,
  tableId: string,
  { columns: shown, relation }: ReturnType<View>,
): TableEntry {
  return { kind: 'table', reference: { projectId, datasetId, tableId }, columns: shown, relation, isWritable: false };
}

function scopeOf(catalog: WarehouseCatalog, project: string, dataset: string | undefined): Scope | undefined {
  const isWhole = dataset === undefined || /^region-/i.test(dataset);
  if (!isWhole && catalog.dataset(dataset) === undefined) return undefined;
  const datasetIds = isWhole ? catalog.datasets().map(({ datasetId }) => datasetId) : [dataset];
  return {
    project,
    datasetIds,
    tables: () => datasetIds.flatMap((id) => catalog.tables(id)),
    routines: () => datasetIds.flatMap((id) => catalog.routines(id)),
  };
}
