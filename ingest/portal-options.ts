import type { FeedShape } from './core/feed-shapes.ts';
import type { RequestedMode } from './core/load-decision.ts';
import type { PortalMode } from './core/manifest.ts';
import type { PortalLimits } from './portal/portal.ts';

/** The city's portal and its dataset of offenses. */
export const LIVE_PORTAL = { url: 'https://data.seattle.gov', dataset: 'tazs-3rd5' } as const;

/** What to load from a portal, and where to. */
export interface PortalIngestOptions {
  /** Origin of the portal, such as `https://data.seattle.gov`. */
  readonly portal: string;
  /** Id of the dataset; it names the dataset wherever it is served. */
  readonly dataset: string;
  /** App token; asks by SODA3 instead of SODA2. */
  readonly token?: string;
  /** Path of a file that maps the dataset's column names to the feed's. */
  readonly mapping?: string;
  /** Default `auto`: nothing, incremental or full, by the state of lake and portal. */
  readonly mode?: RequestedMode;
  /** First and last day (both included) of offense dates, `YYYY-MM-DD`: the mode is then `window`. */
  readonly since?: string;
  readonly until?: string;
  /** Says what would be done and writes nothing. */
  readonly isDryRun?: boolean;
  /** `gs://BUCKET` or `gs://BUCKET/PREFIX`; the bucket exists. */
  readonly lake: string;
  /** Project of the warehouse and the lake; by default the environment's. */
  readonly projectId?: string;
  /** Of the dataset, if it has to be made, and of the jobs; such as `US`. */
  readonly location: string;
  /** What DuckDB may use for converting, in megabytes; the process takes more. 64 or above. */
  readonly memoryLimitMegabytes: number;
  /** A folder made below it holds pages and parts on the way. */
  readonly temporaryDirectory: string;
  readonly limits?: Partial<PortalLimits>;
  /** Keys after which a part of the keys held by month is closed: what a removal makes the ingester look at. Default 10,000. */
  readonly ledgerKeys?: number;
}

/** What came of it. */
export interface PortalIngestSummary {
  /** `completed`: the lake had the load, raw did not; `planned`: a dry run. */
  readonly outcome: 'loaded' | 'completed' | 'nothing-to-do' | 'planned';
  /** Undefined where nothing is to do. */
  readonly mode: PortalMode | undefined;
  /** Why this mode, or why nothing. */
  readonly reason: string;
  /** The load made, or the newest there is; undefined for a dry run without any. */
  readonly loadId: string | undefined;
  /** Portal and dataset. */
  readonly source: string;
  readonly feedShape: FeedShape;
  readonly isSimulated: boolean;
  /** When the portal said this, by its clock. */
  readonly snapshotAt: Date;
  /** Rows of the load in `raw.spd_offenses`; of a dry run those expected. */
  readonly rows: number;
  readonly quarantined: number;
  /** Offenses that the load found removed. */
  readonly removals: number;
  /** Rows that the portal holds; undefined where it was not counted. */
  readonly portalRows: number | undefined;
  /** Whether an interrupted load was gone on with. */
  readonly isResumed: boolean;
  /** Whether all keys were compared. */
  readonly isAudited: boolean;
  /** Answers of the portal. */
  readonly requests: number;
  /** `gs://` address of the load's directory. */
  readonly address: string | undefined;
  readonly jobs: readonly string[];
  readonly warnings: readonly string[];
}
