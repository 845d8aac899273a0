import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, optionalInteger, optionalObject, optionalText } from '../http/json-fields.ts';
import type { Route } from '../http/router.ts';
import { dryRun } from '../jobs/dry-run.ts';
import type { JobRecord } from '../jobs/job.ts';
import { queryConfig } from '../jobs/query-config.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import { maximumPageRows, pageRequest } from '../results/page.ts';
import { defaultLocation, type Warehouse } from '../warehouse.ts';
import { planJob } from './job-work.ts';
import { queryAnswer } from './query-answer.ts';

/** Milliseconds that a request waits for its job where it does not say. */
const defaultTimeoutMs = 10_000;

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query and getQueryResults. */
export function queryRoutes(warehouse: Warehouse, jobs: JobRegistry): readonly Route[] {
  const requests = new RequestIds();
  return [
    {
      method: 'POST',
      path: '/projects/:projectId/queries',
      answer: async ({ path: { projectId = '' }, body }) => {
        const { timeoutMs = defaultTimeoutMs, limit, isInt64 } = queryOptions(body);
        const configuration = configurationOf(body);
        if (flag(body, 'dryRun')) return dryRunAnswer(warehouse, projectId, body);
        const requestId = optionalText(body, 'requestId');
        const jobId = requests.jobOf(requestId) ?? insert(warehouse, jobs, projectId, configuration);
        requests.remember(requestId, jobId);
        const record = await jobs.wait(projectId, jobId, timeoutMs);
        return queryAnswer(warehouse, record, { start: 0, limit }, isInt64, 'bigquery#queryResponse');
      },
    },
    {
      method: 'GET',
      path: '/projects/:projectId/queries/:jobId',
      answer: async ({ path: { projectId = '', jobId = '' }, query }) => {
        const timeoutMs = Number(query.get('timeoutMs') ?? defaultTimeoutMs);
        const record = await jobs.wait(projectId, jobId, Number.isFinite(timeoutMs) ? timeoutMs : defaultTimeoutMs);
        refuseOtherJobs(record);
        const isInt64 = wantsInt64(
          query.get('formatOptions.useInt64Timestamp'),
          query.get('formatOptions.timestampOutputFormat'),
        );
        return queryAnswer(warehouse, record, pageRequest(query), isInt64, 'bigquery#getQueryResultsResponse');
      },
    },
  ];
}

function insert(warehouse: Warehouse, jobs: JobRegistry, projectId: string, configuration: JsonObject): string {
  const planned = planJob(warehouse, configuration);
  const timeoutMs = optionalInteger(configuration, 'jobTimeoutMs');
  return jobs.insert({ projectId, jobId: undefined, configuration: planned.configuration, timeoutMs }, planned.work)
    .jobId;
}

const ofTheRequest = new Set([
  'kind',
  'maxResults',
  'timeoutMs',
  'dryRun',
  'labels',
  'formatOptions',
  'requestId',
  'location',
  'jobCreationMode',
  'jobTimeoutMs',
]);

/** The configuration of the job that a synchronous query is. */
function configurationOf(body: JsonObject): JsonObject {
  const query = Object.fromEntries(Object.entries(body).filter(([key]) => !ofTheRequest.has(key)));
  const labels = optionalObject(body, 'labels');
  const jobTimeoutMs = optionalText(body, 'jobTimeoutMs');
  return { query, ...(labels && { labels }), ...(jobTimeoutMs && { jobTimeoutMs }) };
}

function queryOptions(body: JsonObject): { timeoutMs?: number; limit: number; isInt64: boolean } {
  const format = optionalObject(body, 'formatOptions') ?? {};
  const timeoutMs = optionalInteger(body, 'timeoutMs');
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    limit: Math.min(optionalInteger(body, 'maxResults') ?? maximumPageRows, maximumPageRows),
    isInt64: wantsInt64(
      String(flag(format, 'useInt64Timestamp')),
      optionalText(format, 'timestampOutputFormat') ?? null,
    ),
  };
}

/** Whether TIMESTAMPs are to be whole microseconds. Throws WarehouseError for a format that is not written here. */
export function wantsInt64(flagText: string | null, format: string | null): boolean {
  if (format === 'ISO8601_STRING') {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: timestampOutputFormat ISO8601_STRING');
  }
  return flagText === 'true' || format === 'INT64';
}

function refuseOtherJobs(record: JobRecord): void {
  if (record.configuration['query'] === undefined) {
    throw new WarehouseError('invalid', `Job ${record.jobId} is not a query job.`);
  }
}

async function dryRunAnswer(warehouse: Warehouse, projectId: string, body: JsonObject): Promise<object> {
  const { statistics } = await dryRun(warehouse, projectId, queryConfig(body));
  const schema = (statistics['query'] as JsonObject)['schema'];
  return {
    kind: 'bigquery#queryResponse',
    jobReference: { projectId, location: defaultLocation },
    jobComplete: true,
    totalBytesProcessed: statistics['totalBytesProcessed'],
    cacheHit: false,
    ...(schema !== undefined && { schema }),
  };
}

/** Requests that carry an id are the same when they carry the same: a client's repetition makes no second job. */
class RequestIds {
  readonly #jobs = new Map<string, string>();

  jobOf(requestId: string | undefined): string | undefined {
    return requestId === undefined ? undefined : this.#jobs.get(requestId);
  }

  remember(requestId: string | undefined, jobId: string): void {
    if (requestId === undefined) return;
    this.#jobs.set(requestId, jobId);
    const [oldest] = this.#jobs.keys();
    if (this.#jobs.size > 1000 && oldest !== undefined) this.#jobs.delete(oldest);
  }
}
