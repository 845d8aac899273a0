import tables from './raw-tables.json' with { type: 'json' };

/** A column of a raw table; the types are GoogleSQL's. */
export interface RawColumn {
  readonly name: string;
  readonly type: 'STRING' | 'INTEGER' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP';
  readonly mode: 'NULLABLE' | 'REQUIRED';
  readonly description: string;
}

export interface RawTable {
  readonly name: string;
  readonly description: string;
  /** DATE column whose days are the partitions. */
  readonly partitionBy: string;
  readonly clusterBy: readonly string[];
  readonly columns: readonly RawColumn[];
}

/** The dataset of the raw tables. */
export const RAW_DATASET: string = tables.dataset;

/** The raw tables as `raw-tables.json` describes them, which Terraform reads too. */
export const RAW_TABLES = tables.tables as readonly RawTable[];

/** @throws Error where there is no such table: a slip in this folder */
export function rawTable(name: string): RawTable {
  const found = RAW_TABLES.find((table) => table.name === name);
  if (!found) throw new Error(`raw-tables.json describes no table ${name}`);
  return found;
}
