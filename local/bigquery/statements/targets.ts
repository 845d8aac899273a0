import { WarehouseError } from '../errors.ts';
import type { TargetPath } from '../googlesql/compile.ts';

/** A table's place in the catalog. */
export interface TableTarget {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

/** The table or routine that DDL names: the compiler completes names to three parts. Throws WarehouseError. */
export function tableTarget(path: TargetPath): TableTarget {
  const [projectId, datasetId, tableId] = path;
  if (projectId === undefined || datasetId === undefined || tableId === undefined || path.length !== 3) {
    throw new WarehouseError(
      'invalid',
      `Table "${path.join('.')}" must be qualified with a dataset (e.g. dataset.table).`,
    );
  }
  return { projectId, datasetId, tableId };
}

/** The dataset that DDL names: with its project, or alone. */
export function datasetTarget(
  path: TargetPath,
  defaultProject: string,
): { readonly projectId: string; readonly datasetId: string } {
  const [first = '', second] = path;
  return second === undefined
    ? { projectId: defaultProject, datasetId: first }
    : { projectId: first, datasetId: second };
}
