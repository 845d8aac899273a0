import type { ColumnName } from '../../catalogue.ts';
import type { GraphModel } from './graph-models.ts';
import type { TableField, TableMetadata } from './table-metadata.ts';

interface SourceColumn {
  /** `dataset.name`. */
  readonly table: string;
  readonly column: string;
}

/** What the columns of a query are made from. */
export interface QueryLineage {
  readonly columns: readonly {
    readonly column: string;
    readonly sources: readonly SourceColumn[];
    readonly rowsOf: readonly string[];
  }[];
  /** Columns that decide which rows there are. */
  readonly rowsChosenBy: readonly SourceColumn[];
}

/** Reads a query's lineage; `tables` are those it may name, by `dataset.name`. Throws where it cannot tell. */
export type ReadLineage = (query: string, tables: ReadonlyMap<string, readonly TableField[]>) => QueryLineage;

/** A model's lineage by its columns, or why it is not known. */
export interface ModelLineage {
  readonly columns: ReadonlyMap<
    string,
    { readonly madeFrom: readonly ColumnName[]; readonly countsRowsOf: readonly string[] }
  >;
  readonly rowsChosenBy: readonly ColumnName[];
  readonly note: string | null;
}

const unknown = (note: string | null): ModelLineage => ({ columns: new Map(), rowsChosenBy: [], note });

/** Where the columns of a model come from. A source's come from outside, which needs no word. */
export function modelLineage(
  { sql, kind }: GraphModel,
  tables: ReadonlyMap<string, TableMetadata>,
  readLineage: ReadLineage | undefined,
): ModelLineage {
  if (kind === 'source' || sql === null) return unknown(null);
  if (!readLineage) return unknown('This page was built without a reader of lineage.');
  try {
    const fields = new Map([...tables].map(([name, table]) => [name, table.fields]));
    const lineage = readLineage(sql, fields);
    return {
      columns: new Map(
        lineage.columns.map(({ column, sources, rowsOf }) => [
          column,
          { madeFrom: sources.map(columnName), countsRowsOf: rowsOf.map(bareName) },
        ]),
      ),
      rowsChosenBy: lineage.rowsChosenBy.map(columnName),
      note: null,
    };
  } catch (error) {
    // A statement that is read no further than this is a gap in the page, not a reason to have none.
    return unknown(`Not told for this model: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const columnName = ({ table, column }: SourceColumn): ColumnName => [bareName(table), column];

/** Names are unique without their dataset. */
const bareName = (table: string): string => table.slice(table.indexOf('.') + 1);
