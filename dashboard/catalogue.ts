/** What the catalogue page loads: written by the build, read in the browser. Pure types. */

/** Folder of the definitions that a model stands in. */
export const layers = ['sources', 'staging', 'fact', 'mart'] as const;
export type Layer = (typeof layers)[number];

/** What a check found when it last ran; null where no run has recorded it. */
export type CheckStatus = 'passed' | 'failed' | 'skipped' | null;

/** A model or source as the list and the graph show it. */
export interface ModelSummary {
  /** Unique in the project. */
  readonly name: string;
  readonly dataset: string;
  readonly layer: Layer;
  readonly kind: 'source' | 'table' | 'view' | 'incremental';
  /** The grain: the description's first sentence. */
  readonly grain: string;
  readonly owner: string | null;
  readonly columns: readonly string[];
  /** Models and sources that it reads, by name. */
  readonly reads: readonly string[];
  /** Null of a view, and of what the warehouse does not hold. */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly modifiedAt: string | null;
  readonly checks: { readonly passed: number; readonly failed: number; readonly notRun: number };
}

/** `data/models.json`. */
export interface ModelList {
  readonly models: readonly ModelSummary[];
}

/** A model and a column of it. */
export type ColumnName = readonly [model: string, column: string];

export interface ModelColumn {
  readonly name: string;
  /** As GoogleSQL writes it; null where the warehouse does not hold the table. */
  readonly type: string | null;
  readonly description: string;
  /** The columns of the models it reads that it is made from; null where that is not known. */
  readonly madeFrom: readonly ColumnName[] | null;
  /** Models whose rows it counts or numbers. */
  readonly countsRowsOf: readonly string[];
}

export interface ModelCheck {
  readonly name: string;
  readonly kind: 'unique key' | 'conditions on rows' | 'assertion across models' | 'unit test';
  /** What it claims: key columns, conditions, or the description. */
  readonly claims: readonly string[];
  readonly status: CheckStatus;
  readonly failingRows: number | null;
  readonly checkedAt: string | null;
}

export interface Download {
  readonly format: 'CSV' | 'Parquet';
  /** Relative to the site's root. */
  readonly path: string;
  readonly bytes: number;
}

/** `data/models/NAME.json`. */
export interface ModelDetail {
  readonly name: string;
  readonly description: string;
  readonly fileName: string;
  readonly tags: readonly string[];
  readonly partitionedBy: string | null;
  readonly clusteredBy: readonly string[];
  readonly columns: readonly ModelColumn[];
  /** Columns that decide which rows there are, by filters, joins and grouping. */
  readonly rowsChosenBy: readonly ColumnName[];
  /** Why the lineage of the columns is not known; null where it is. */
  readonly lineageNote: string | null;
  readonly checks: readonly ModelCheck[];
  /** Null of a source. */
  readonly sql: string | null;
  readonly downloads: readonly Download[];
  /** Why there is no download; null where there is one. */
  readonly downloadNote: string | null;
}

/** `data/lineage.json`: of each model, what each column is made from. */
export type LineageFile = Readonly<Record<string, Readonly<Record<string, readonly ColumnName[]>>>>;
