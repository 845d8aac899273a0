import { bytesOfColumns } from '../catalog/size.ts';
import { isStaleName } from '../engine/duckdb-errors.ts';
import type { TableReference } from '../googlesql/catalog.ts';
import { type Warehouse, withRequestSession } from '../warehouse.ts';

/** Bytes that BigQuery would count for the columns that are read of these tables: https://cloud.google.com/bigquery/docs/estimate-costs */
export async function processedBytes(warehouse: Warehouse, tables: readonly TableReference[]): Promise<number> {
  const read = tables.flatMap(({ datasetId, tableId, columns }) => {
    const record = warehouse.catalog.table(datasetId, tableId);
    return record === undefined || record.type !== 'TABLE' || columns?.length === 0 ? [] : [{ record, columns }];
  });
  if (read.length === 0) return 0;
  return withRequestSession(warehouse, async (session) => {
    let bytes = 0;
    for (const { record, columns } of read) {
      try {
        bytes += await bytesOfColumns(session, record, columns);
      } catch (error) {
        // A table dropped since counts for nothing; what else goes wrong fails no job that has done its work.
        if (!isStaleName(error)) warehouse.log(`bytes of ${record.tableId} were not counted: ${String(error)}`);
      }
    }
    return bytes;
  });
}
