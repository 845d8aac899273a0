import { queryRows } from './lineage/query.ts';
import { tableRows, type LineageTable, type Rows } from './lineage/names.ts';
import { CONSTANT, type SourceColumn } from './lineage/value.ts';
import { parseQuery } from './parser/index.ts';

export type { LineageTable, SourceColumn };

/** What one column of a query is made from. Where both lists are empty it is a constant. */
export interface ColumnLineage {
  readonly column: string;
  /** Every column in the expression that computes it, through all steps of the query, its windows and conditions too. */
  readonly sources: readonly SourceColumn[];
  /** Tables of which it counts or numbers rows (`COUNT(*)`, `ROW_NUMBER()`, `EXISTS`). */
  readonly rowsOf: readonly string[];
}

/** What a query's answer is made from. */
export interface QueryLineage {
  readonly columns: readonly ColumnLineage[];
  /** Columns that decide which rows there are: those of filters, joins and grouping, at any step. */
  readonly rowsChosenBy: readonly SourceColumn[];
}

/**
 * The lineage of a query, read from its syntax: common tables (recursive ones too), joins, set operations, subqueries,
 * UNNEST, windows, aggregates and the fields of structs are followed; lineage ends at the tables of `findTable`.
 * @param query GoogleSQL that the warehouse takes; that it is valid is not checked again.
 * @param findTable the table of a path such as `['mart', 'mart_findings']`.
 * @throws GoogleSqlError for a name that is not found, and "not supported" for pipes, PIVOT and table functions.
 */
export function queryLineage(
  query: string,
  findTable: (path: readonly string[]) => LineageTable | undefined,
): QueryLineage {
  const tables = new Map<string, Rows>();
  const findRows = (path: readonly string[]): Rows | undefined => {
    const table = findTable(path);
    if (!table) return undefined;
    const rows = tables.get(table.name) ?? tableRows(table);
    tables.set(table.name, rows);
    return rows;
  };
  const { columns, chosenBy } = queryRows(parseQuery(query), {
    findRows,
    commonTables: new Map(),
    names: undefined,
    windows: new Map(),
    onChoice: () => undefined,
    counted: CONSTANT,
  });
  return {
    columns: columns.map(({ name, value }) => ({
      column: name,
      sources: inOrder(value.columns),
      rowsOf: [...value.rowsOf].sort(),
    })),
    rowsChosenBy: inOrder(chosenBy.columns),
  };
}

const inOrder = (columns: ReadonlySet<SourceColumn>): readonly SourceColumn[] =>
  [...columns].sort((a, b) => (`${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1));
