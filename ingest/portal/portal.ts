import type { IngestEffects } from '../options.ts';

/** A column as the portal's metadata describes it. */
export interface PortalColumn {
  /** Name in the API, such as `offense_id`. */
  readonly fieldName: string;
  /** Name that people see. */
  readonly name: string;
  /** The portal's type, such as `text`, `number` or `calendar_date`. */
  readonly type: string;
}

/** What the portal says of a dataset. */
export interface PortalMetadata {
  readonly name: string;
  /** Last change of any row, to the second. */
  readonly rowsUpdatedAt: Date;
  /** Whether the portal declares the rows to be made up. */
  readonly isSimulated: boolean;
  /** In the portal's order, without hidden and system ones. */
  readonly columns: readonly PortalColumn[];
  /** The portal's clock at the answer (its `Date` header), to the second. */
  readonly readAt: Date;
}

/** Place of a row in the order of the pages; both as the portal prints them. */
export interface RowKey {
  readonly updatedAt: string;
  readonly id: string;
}

/**
 * A verified answer with at least one row, in a file of its own: one JSON array of objects.
 * No `:id` comes twice in it, nor does the one asked after. Whether rows of one instant rise by `:id` cannot be seen: the
 * portal orders by a number that the printed id conceals.
 */
export interface SpooledPage {
  readonly path: string;
  readonly rows: number;
  /** Of the file, uncompressed. */
  readonly bytes: number;
  /** Of the page's last row. */
  readonly last: RowKey;
  /** Method, address and query, without the token: what quarantined rows name as their source. */
  readonly request: string;
}

interface Spooling {
  /** The columns asked for, in full; `:id`, `:created_at` and `:updated_at` must be among them. */
  readonly select: readonly string[];
  /** An existing folder for the pages; whoever asked removes them when they are done with. */
  readonly folder: string;
}

/** Rows by `(:updated_at, :id)`. */
export interface PageRequest extends Spooling {
  /** A condition in SoQL. */
  readonly where?: string;
  /** Only rows behind this one. */
  readonly after?: RowKey;
}

/** Rows by `:id`. */
export interface KeyPageRequest extends Spooling {
  readonly where?: string;
  /** Only rows behind this one. */
  readonly afterId?: string;
}

/** Some rows by their `:id`. */
export interface RowsByIdRequest extends Spooling {
  /** The portal's row identifiers, in any order, any number. Those the portal no longer has are not in the pages. */
  readonly ids: readonly string[];
}

/**
 * One dataset of a Socrata portal. Every call repeats what may pass and throws PortalError when it does not.
 * Iterations end at an empty answer, fetch ahead by at most two pages, and stop fetching when left early.
 */
export interface Portal {
  /** For messages: never a token in it. */
  readonly address: string;
  /** @throws PortalError */
  readonly metadata: () => Promise<PortalMetadata>;
  /** Rows that the portal has now, or those of them for which the condition holds. @throws PortalError */
  readonly count: (where?: string) => Promise<number>;
  /**
   * Rows by what an expression gives, as text, such as `date_trunc_ym(report_date_time)`; empty for those where it gives nothing.
   * @throws PortalError
   */
  readonly countsBy: (expression: string, where?: string) => Promise<ReadonlyMap<string, number>>;
  /** In the order of `(:updated_at, :id)`. @throws PortalError */
  readonly pages: (request: PageRequest) => AsyncIterable<SpooledPage>;
  /** In the order of `:id`. @throws PortalError */
  readonly keyPages: (request: KeyPageRequest) => AsyncIterable<SpooledPage>;
  /** Only rows asked for. @throws PortalError */
  readonly rowsById: (request: RowsByIdRequest) => AsyncIterable<SpooledPage>;
  /** Whether the newest answer with rows or counts was of a copy that lacks the portal's newest changes. */
  readonly isBehind: () => boolean;
  /** Ends the connections that are kept. */
  readonly close: () => void;
}

/** What to connect to, and how. */
export interface PortalOptions {
  /** Origin of the portal, such as `https://data.seattle.gov`; a path before `/resource` and `/api` is kept. */
  readonly url: string;
  /** Id of the dataset, such as `tazs-3rd5`. */
  readonly dataset: string;
  /** App token: SODA3 with it, SODA2 without. Sent as a header and never shown. */
  readonly token?: string;
  readonly effects: IngestEffects;
  readonly limits?: Partial<PortalLimits>;
}

/** Bounds of the client; times in milliseconds. */
export interface PortalLimits {
  /** Until the connection stands. */
  readonly connectTimeout: number;
  /** Without a byte arriving; large answers take the portal a while to begin. */
  readonly idleTimeout: number;
  /** For one whole answer. */
  readonly answerTimeout: number;
  /** Rows of the first page. */
  readonly firstPageRows: number;
  readonly fewestPageRows: number;
  /** At most 50,000, which is SODA2's bound. */
  readonly mostPageRows: number;
  /** What a page should take; the rows of the next ones are chosen by it. */
  readonly pageTime: number;
  /** Requests of one call, the first included. */
  readonly attempts: number;
  /** Waits between them, over all calls of this connection. */
  readonly waitBudget: number;
}
