import type { Path } from '../ast.ts';
import type { RoutineEntry, TableEntry } from '../catalog.ts';
import type { CompileContext } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';

const METADATA = 'INFORMATION_SCHEMA';

/** The whole name of a table or routine: the default project and dataset fill in what the path leaves out. */
export function wholePath(path: Path, context: CompileContext, what: string): readonly string[] {
  const names = path.map((part) => part.name);
  const { defaultProject, defaultDataset } = context;
  const metadata = names.findIndex((name) => name.toUpperCase() === METADATA);
  if (metadata >= 0) return metadataPath(names, metadata, context);
  if (names.length >= 3) return names;
  if (names.length === 2) return [defaultProject, ...names];
  if (!defaultDataset) {
    const message = `${what} "${names.join('.')}" must be qualified with a dataset (e.g. dataset.${what.toLowerCase()}).`;
    throw new GoogleSqlError(message, undefined, 'invalid');
  }
  return [defaultDataset.projectId ?? defaultProject, defaultDataset.datasetId, ...names];
}

function metadataPath(names: readonly string[], at: number, context: CompileContext): readonly string[] {
  const owner = names.slice(0, at);
  const view = names.slice(at).map((name) => name.toUpperCase());
  const isWhole = owner.length > 1 || owner[0] === context.defaultProject;
  return [...(isWhole ? [] : [context.defaultProject]), ...owner, ...view];
}

/** The table or view of that name; throws as BigQuery does where there is none, without a position. */
export function findTable(path: Path, context: CompileContext): TableEntry {
  const { catalog } = context;
  const [first] = path;
  const temporary = path.length === 1 && first ? catalog.findTable([first.name]) : undefined;
  if (temporary) return temporary;
  const whole = wholePath(path, context, 'Table');
  const last = whole.at(-1) ?? '';
  const entry = last.endsWith('*')
    ? catalog.findWildcard?.(whole.slice(0, -1), last.slice(0, -1))
    : catalog.findTable(whole);
  if (entry) return entry;
  const [project = '', dataset = ''] = whole;
  const location = `was not found in location ${context.location ?? 'US'}`;
  if (!catalog.hasDataset(project, dataset)) {
    throw new GoogleSqlError(`Not found: Dataset ${project}:${dataset} ${location}`, undefined, 'notFound');
  }
  const name = `${project}:${whole.slice(1).join('.')}`;
  throw new GoogleSqlError(`Not found: Table ${name} ${location}`, undefined, 'notFound');
}

/** The SQL function of that name, if there is one. */
export function findRoutine(path: Path, context: CompileContext): RoutineEntry | undefined {
  const names = path.map((part) => part.name);
  if (names.length === 1) {
    const temporary = context.catalog.findRoutine(names);
    if (temporary || !context.defaultDataset) return temporary;
  }
  return context.catalog.findRoutine(wholePath(path, context, 'Function'));
}

/** The whole name of a table, view or routine to be made. */
export const targetPath = (path: Path, context: CompileContext, isTemporary: boolean): readonly string[] => {
  if (!isTemporary) return wholePath(path, context, 'Table');
  const [first] = path;
  if (!first || path.length > 1) {
    throw new GoogleSqlError('A temporary object has a name of one part', first?.position);
  }
  return [first.name];
};

/** The whole name of what a statement changes or drops: a temporary table's where there is one. */
export function existingPath(path: Path, context: CompileContext): readonly string[] {
  const [first] = path;
  const isTemporary = first !== undefined && path.length === 1 && context.catalog.findTable([first.name]) !== undefined;
  // Without a default dataset a name of one part can be a temporary table's only, which is gone or was never there.
  if (first && path.length === 1 && (isTemporary || !context.defaultDataset)) return [first.name];
  return wholePath(path, context, 'Table');
}

/** The project and name of a dataset. */
export function schemaPath(path: Path, context: CompileContext): readonly string[] {
  const names = path.map((part) => part.name);
  return names.length === 1 ? [context.defaultProject, ...names] : names;
}
