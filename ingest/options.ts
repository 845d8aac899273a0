import { setTimeout } from 'node:timers/promises';

/** What to ingest, and where to. */
export interface IngestOptions {
  /** Path of a CSV export, plain or gzip. */
  readonly source: string;
  /** `gs://BUCKET` or `gs://BUCKET/PREFIX`; the bucket exists. */
  readonly lake: string;
  /** Project of the warehouse and the lake; by default the environment's (`GOOGLE_CLOUD_PROJECT`, credentials). */
  readonly projectId?: string;
  /** Of the dataset, if it has to be made, and of the jobs; such as `US`. */
  readonly location: string;
  /** When the source said this; by default its newest report. */
  readonly snapshotAt?: Date;
  readonly isSimulated: boolean;
  /** What DuckDB may use; the process takes 130 to 290 MB more. 64 or above. */
  readonly memoryLimitMegabytes: number;
  /** A folder made below it holds the converted parts while they are uploaded. */
  readonly temporaryDirectory: string;
}

/** How far a load has come. */
export interface IngestProgress {
  /** `rows`: fetching rows; `keys`: listing all keys. */
  readonly stage: 'rows' | 'keys';
  readonly rows: number;
  /** Rows expected in this stage. */
  readonly expected: number;
}

/** The world outside, to be replaced in tests. */
export interface IngestEffects {
  /** Told, line by line, what is being done. */
  readonly log: (message: string) => void;
  /** Told of every request to the portal that succeeded; by default nobody. */
  readonly trace?: (message: string) => void;
  /** How far a load from a portal has come; by default nobody is told. */
  readonly progress?: (progress: IngestProgress) => void;
  /**
   * Called after each durable step, with what was done: `write NAME` and `remove NAME` of an object, `job TABLE` once
   * a load job is started. What it throws ends the run there.
   */
  readonly onStep?: (step: string) => void | Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects early where the signal says so. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
  /** 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/** The real world, saying nothing. */
export const defaultEffects: IngestEffects = {
  log: () => undefined,
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal && { signal }),
  random: Math.random,
};

/** What came of it. */
export interface IngestSummary {
  readonly loadId: string;
  /** `already-loaded`: lake and raw had the load before; `completed`: the lake had it, raw did not. */
  readonly outcome: 'loaded' | 'completed' | 'already-loaded';
  readonly source: string;
  readonly feedShape: 'legacy' | 'current';
  readonly isSimulated: boolean;
  readonly snapshotAt: Date;
  /** Rows of the load in `raw.spd_offenses`. */
  readonly rows: number;
  /** Records of the load in `raw.spd_quarantine`. */
  readonly quarantined: number;
  /** `gs://` address of the load's directory. */
  readonly address: string;
  /** Ids of the load jobs that this run started or awaited. */
  readonly jobs: readonly string[];
  /** What the reader should know, such as ignored report times. */
  readonly warnings: readonly string[];
}
