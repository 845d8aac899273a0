import type { TableEntry } from '../../googlesql/catalog.ts';
import type { WarehouseCatalog } from '../catalog.ts';

/** The relation behind a path that names INFORMATION_SCHEMA; undefined where there is no such view. */
export function metadataView(_catalog: WarehouseCatalog, _path: readonly string[]): TableEntry | undefined {
  return undefined;
}
