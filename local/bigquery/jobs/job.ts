import type { ErrorProto } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import type { ResultSet } from '../results/result-store.ts';

/** What the warehouse keeps of a job. Times are milliseconds since 1970. */
export interface JobRecord {
  readonly jobId: string;
  readonly projectId: string;
  readonly location: string;
  /** As the request gave it, with `jobType`. */
  readonly configuration: JsonObject;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** The script that it is a statement of. */
  readonly parentJobId?: string;
  readonly state: 'PENDING' | 'RUNNING' | 'DONE';
  readonly errorResult?: ErrorProto;
  /** All errors, those of single rows of a load too. */
  readonly errors?: readonly ErrorProto[];
  /** `query` or `load` of the API's statistics, and what stands beside them. */
  readonly statistics?: JsonObject;
  readonly result?: ResultSet;
}

/** What a job that succeeded leaves. */
export interface JobOutcome {
  readonly statistics: JsonObject;
  readonly result?: ResultSet;
  /** Faults that did not fail it: rows that a load left out. */
  readonly errors?: readonly ErrorProto[];
  /** What the configuration becomes: a query's names the table of its answer. */
  readonly configuration?: JsonObject;
  /** Its record was written in the transaction of its work. */
  readonly isRecorded?: boolean;
}

/** A job at work, as its work sees it. */
export interface RunningJob {
  readonly jobId: string;
  readonly projectId: string;
  /** Fires when it is cancelled or runs out of time. */
  readonly signal: AbortSignal;
  /** The record that the job will have if it ends now with `outcome`; to be written with its data. */
  readonly finished: (outcome: JobOutcome) => JobRecord;
  /** Jobs that it has had done within itself: added by its work, kept with it whether it fails or not. */
  readonly children: JobRecord[];
}

/** What a job does. What it throws fails the job. */
export type JobWork = (job: RunningJob) => Promise<JobOutcome>;
