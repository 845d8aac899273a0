import type { TableReference } from '../googlesql/catalog.ts';
import type { ResultSet } from '../results/result-store.ts';

/** Rows that DML changed, by what was done to them. */
export interface DmlStats {
  readonly insertedRowCount?: string;
  readonly updatedRowCount?: string;
  readonly deletedRowCount?: string;
}

/** What came of one statement, in the words of the API's `statistics.query`. */
export interface StatementOutcome {
  /** `SELECT`, `CREATE_TABLE_AS_SELECT`, `MERGE` … */
  readonly statementType: string;
  readonly referencedTables: readonly TableReference[];
  /** The answer of a query. */
  readonly result?: ResultSet;
  readonly affectedRows?: number;
  readonly dmlStats?: DmlStats;
  readonly exportStatistics?: { readonly fileCount: string; readonly rowCount: string };
  readonly ddlOperation?: 'CREATE' | 'REPLACE' | 'SKIP' | 'DROP' | 'ALTER';
  readonly ddlTable?: TableReference;
  readonly ddlDataset?: { readonly projectId: string; readonly datasetId: string };
  readonly ddlRoutine?: { readonly projectId: string; readonly datasetId: string; readonly routineId: string };
}
