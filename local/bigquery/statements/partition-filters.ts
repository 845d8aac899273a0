import type { WarehouseCatalog } from '../catalog/catalog.ts';
import type { TableRecord } from '../catalog/records.ts';
import { WarehouseError } from '../errors.ts';
import type { Statement } from '../googlesql/ast.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { parseQuery } from '../googlesql/parser/index.ts';

/** Where a filter can stand: WHERE, ON of a join and of MERGE. */
const filters = new Set(['where', 'on', 'condition']);

/**
 * Refuses a statement that reads a table with `require_partition_filter` and names the partition's column in no filter:
 * https://cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries
 */
export function checkPartitionFilters(
  statement: Statement,
  compiled: CompiledStatement,
  catalog: WarehouseCatalog,
): void {
  if (compiled.kind === 'createView') return;
  const needed = compiled.referencedTables.flatMap((reference) => {
    if (isTargetOnly(compiled, reference)) return [];
    const record = catalog.table(reference.datasetId, reference.tableId);
    const column = record?.requirePartitionFilter ? partitionColumn(record) : undefined;
    return column === undefined ? [] : [{ reference, column }];
  });
  if (needed.length === 0) return;
  const views = compiled.referencedTables.flatMap(({ datasetId, tableId }) => {
    const query = catalog.table(datasetId, tableId)?.view?.query;
    return query === undefined ? [] : [parseQuery(query)];
  });
  const named = new Set<string>();
  for (const node of [statement, ...views]) gather(node, false, named);
  const missing = needed.find(({ column }) => !named.has(column.toLowerCase()));
  if (missing === undefined) return;
  const { projectId, datasetId, tableId } = missing.reference;
  throw new WarehouseError(
    'invalidQuery',
    `Cannot query over table '${projectId}.${datasetId}.${tableId}' without a filter over column(s) '${missing.column}' that can be used for partition elimination`,
    'query',
  );
}

/** INSERT and TRUNCATE read nothing of their target. */
function isTargetOnly(
  compiled: CompiledStatement,
  reference: { readonly datasetId: string; readonly tableId: string },
): boolean {
  if (compiled.kind !== 'insert' && compiled.kind !== 'truncate') return false;
  const target = compiled.target.reference;
  return target.datasetId === reference.datasetId && target.tableId === reference.tableId;
}

const partitionColumn = ({ timePartitioning, rangePartitioning }: TableRecord): string | undefined =>
  timePartitioning?.field ?? rangePartitioning?.field;

/** Adds the names that stand in filters under `node`, in lower case. */
function gather(node: unknown, isFilter: boolean, named: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  if (isFilter && 'kind' in node && node.kind === 'identifier' && 'name' in node)
    named.add(String(node.name).toLowerCase());
  for (const [key, value] of Object.entries(node)) gather(value, isFilter || filters.has(key), named);
}
