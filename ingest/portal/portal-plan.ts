import type { FeedShape } from '../core/feed-shapes.ts';

/** Where each of the portal's columns goes. */
export interface PortalPlan {
  readonly shape: FeedShape;
  /** What to ask the portal for: the system fields, then every column of the dataset. */
  readonly select: readonly string[];
  /** What to ask for where only keys are wanted: the system fields and the offense's id. */
  readonly keySelect: readonly string[];
  /** The dataset's columns; one without a raw column goes to `_extra` under its API name. */
  readonly columns: readonly PlannedColumn[];
  /** Raw columns of the shape that the dataset lacks; they are null. */
  readonly missing: readonly string[];
  /** SHA-256 of the columns' API names and types, sorted, in hex. */
  readonly fingerprint: string;
  /** What the reader should know: new columns, missing ones. */
  readonly warnings: readonly string[];
}

export interface PlannedColumn {
  /** API name. */
  readonly name: string;
  readonly type: string;
  readonly rawColumn: string | undefined;
}
