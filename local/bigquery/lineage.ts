import { columnOfField } from './catalog/fields.ts';
import type { TableField } from './catalog/records.ts';
import { queryLineage, type QueryLineage } from './googlesql/lineage.ts';

export type { QueryLineage };

/** A field of a table's schema as the API gives it. */
export interface SchemaField {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly SchemaField[];
}

/**
 * The lineage of a query over tables whose schemas are those of the BigQuery API.
 * @param tables by `dataset.name`; a query may name them with the project as well.
 * @throws GoogleSqlError as `queryLineage`, WarehouseError for a field of a type that is not known.
 */
export function tablesLineage(query: string, tables: ReadonlyMap<string, readonly SchemaField[]>): QueryLineage {
  return queryLineage(query, (path) => {
    const name = path.slice(-2).join('.');
    const fields = tables.get(name);
    return fields && { name, columns: fields.map((field) => columnOfField(field as TableField)) };
  });
}
