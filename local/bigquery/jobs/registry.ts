import { randomUUID } from 'node:crypto';
import { alreadyExists, faultText, notFound, toErrorProto, WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { isOutOfMemory } from '../engine/duckdb-errors.ts';
import { defaultLocation, jobSession, type Warehouse, withRequestSession } from '../warehouse.ts';
import type { JobOutcome, JobRecord, JobWork } from './job.ts';
import { deleteJob, listJobs, pruneJobs, readJob, readJobIds, writeJobs } from './job-store.ts';

/** Finished jobs that stay in memory, the newest: their pages are about to be asked for. */
const rememberedJobs = 128;

/** What a request says of the job it wants. */
export interface JobRequest {
  readonly projectId: string;
  /** Made up where the caller gives none. */
  readonly jobId: string | undefined;
  readonly configuration: JsonObject;
  /** Milliseconds after which it is stopped. */
  readonly timeoutMs?: number | undefined;
}

interface LiveJob {
  record: JobRecord;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** All jobs, running and finished. One id is one job, for ever. */
export class JobRegistry {
  readonly #warehouse: Warehouse;
  readonly #ids: Set<string>;
  readonly #running = new Map<string, LiveJob>();
  readonly #recent = new Map<string, JobRecord>();

  private constructor(warehouse: Warehouse, ids: readonly string[]) {
    this.#warehouse = warehouse;
    this.#ids = new Set(ids);
  }

  /** The registry of a warehouse, with the jobs that earlier processes finished. */
  static async open(warehouse: Warehouse): Promise<JobRegistry> {
    await pruneJobs(warehouse, Date.now());
    return new JobRegistry(warehouse, await readJobIds(warehouse));
  }

  /** Starts a job. Throws WarehouseError: duplicate where the id was used before, invalid where it is none. */
  insert(request: JobRequest, work: JobWork): JobRecord {
    const jobId = request.jobId ?? `job_${randomUUID()}`;
    if (!/^[\w-]{1,1024}$/.test(jobId)) throw new WarehouseError('invalid', `Invalid job ID "${jobId}"`);
    if (this.#ids.has(jobId)) throw alreadyExists('Job', `${request.projectId}:${defaultLocation}.${jobId}`);
    this.#ids.add(jobId);
    const record: JobRecord = {
      jobId,
      projectId: request.projectId,
      location: defaultLocation,
      configuration: request.configuration,
      createdAt: Date.now(),
      state: 'RUNNING',
      startedAt: Date.now(),
    };
    const controller = new AbortController();
    const job: LiveJob = { record, controller, done: Promise.resolve().then(() => this.#run(job, work)) };
    this.#running.set(jobId, job);
    if (request.timeoutMs !== undefined && request.timeoutMs > 0) this.#limitTime(job, request.timeoutMs);
    return record;
  }

  /** A job as it is now. Throws WarehouseError notFound. */
  async get(projectId: string, jobId: string): Promise<JobRecord> {
    const known = this.#running.get(jobId)?.record ?? this.#recent.get(jobId);
    if (known !== undefined) return known;
    const record = this.#ids.has(jobId) ? await readJob(this.#warehouse, jobId) : undefined;
    if (record === undefined) throw notFound('Job', `${projectId}:${defaultLocation}.${jobId}`);
    return record;
  }

  /** The job once it is done, or as it is after `timeoutMs`. Throws WarehouseError notFound. */
  async wait(projectId: string, jobId: string, timeoutMs: number): Promise<JobRecord> {
    const job = this.#running.get(jobId);
    if (job !== undefined && timeoutMs > 0) await within(job.done, timeoutMs);
    return this.get(projectId, jobId);
  }

  /** Asks a job to stop; one that is done stays as it is. Throws WarehouseError notFound. */
  async cancel(projectId: string, jobId: string): Promise<JobRecord> {
    const job = this.#running.get(jobId);
    if (job === undefined) return this.get(projectId, jobId);
    job.controller.abort(new WarehouseError('stopped', 'Job execution was cancelled: User requested cancellation'));
    return job.record;
  }

  /** Running jobs, then the newest finished ones, `limit` at most. */
  async list(limit: number): Promise<readonly JobRecord[]> {
    const running = [...this.#running.values()].map(({ record }) => record).reverse();
    return [...running, ...(await listJobs(this.#warehouse, limit))].slice(0, limit);
  }

  /** Forgets a finished job. Throws WarehouseError notFound, or invalid while it runs. */
  async delete(projectId: string, jobId: string): Promise<void> {
    const record = await this.get(projectId, jobId);
    if (record.state !== 'DONE') throw new WarehouseError('invalid', `Job ${jobId} is still running.`);
    this.#recent.delete(jobId);
    await deleteJob(this.#warehouse, record);
    this.#ids.delete(jobId);
  }

  /** Stops all jobs and waits until they have. */
  async close(): Promise<void> {
    const jobs = [...this.#running.values()];
    for (const { controller } of jobs) {
      controller.abort(
        new WarehouseError('stopped', 'Job execution was cancelled: the local warehouse is shutting down'),
      );
    }
    await Promise.all(jobs.map(({ done }) => done));
  }

  async #run(job: LiveJob, work: JobWork): Promise<void> {
    const { jobId, projectId } = job.record;
    const finished = (outcome: JobOutcome): JobRecord => finishedRecord(job.record, outcome);
    let record: JobRecord;
    let isRecorded = false;
    const children: JobRecord[] = [];
    try {
      const outcome = await work({ jobId, projectId, signal: job.controller.signal, finished, children });
      isRecorded = outcome.isRecorded ?? false;
      record = finished(outcome);
    } catch (error) {
      const fault = faultText(error);
      if (fault !== undefined) this.#warehouse.log(`job ${jobId} failed: ${fault}`);
      record = failedRecord(job.record, error);
      if (children.length > 0) record = { ...record, statistics: { numChildJobs: String(children.length) } };
    }
    if (!isRecorded) record = await this.#persist(record, children);
    job.record = record;
    this.#remember(record);
    this.#running.delete(jobId);
  }

  /** A job is done once its record is on disk; where the disk refuses, it is done with that error. */
  async #persist(record: JobRecord, children: readonly JobRecord[]): Promise<JobRecord> {
    try {
      await this.#write([...children, record]);
      for (const { jobId } of children) this.#ids.add(jobId);
      return record;
    } catch (error) {
      this.#warehouse.log(`job ${record.jobId} could not be recorded: ${String(error)}`);
      return record.errorResult === undefined ? failedRecord(record, error) : record;
    }
  }

  /** Where another job takes all memory, the records wait for their turn. */
  async #write(records: readonly JobRecord[]): Promise<void> {
    try {
      await withRequestSession(this.#warehouse, (session) => writeJobs(session, records));
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      const session = await jobSession(this.#warehouse);
      try {
        await session.withRoom(() => writeJobs(session, records));
      } finally {
        session.close();
      }
    }
  }

  #remember(record: JobRecord): void {
    this.#recent.set(record.jobId, record);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > rememberedJobs && oldest !== undefined) this.#recent.delete(oldest);
  }

  #limitTime(job: LiveJob, timeoutMs: number): void {
    const timer = setTimeout(() => {
      job.controller.abort(
        new WarehouseError('stopped', `Job execution was cancelled: Job timed out after ${timeoutMs / 1000}s`),
      );
    }, timeoutMs);
    void job.done.then(() => {
      clearTimeout(timer);
    });
  }
}

function finishedRecord(record: JobRecord, outcome: JobOutcome): JobRecord {
  const { statistics, result, errors, configuration } = outcome;
  return {
    ...record,
    ...(configuration && { configuration }),
    state: 'DONE',
    endedAt: Date.now(),
    statistics,
    ...(result && { result }),
    ...(errors && errors.length > 0 && { errors }),
  };
}

function failedRecord(record: JobRecord, error: unknown): JobRecord {
  const proto = toErrorProto(error);
  const details = error instanceof WarehouseError ? error.details : [];
  const { result: _result, ...rest } = record;
  return { ...rest, state: 'DONE', endedAt: Date.now(), errorResult: proto, errors: [proto, ...details] };
}

async function within(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((settle) => {
    timer = setTimeout(settle, milliseconds);
  });
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
