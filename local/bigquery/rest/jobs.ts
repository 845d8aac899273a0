import { requiredObject, optionalInteger, optionalObject, optionalText, flag } from '../http/json-fields.ts';
import type { JsonObject } from '../http/body.ts';
import type { Route } from '../http/router.ts';
import { dryRun } from '../jobs/dry-run.ts';
import type { JobRecord } from '../jobs/job.ts';
import { queryConfig } from '../jobs/query-config.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import { pageOfList } from '../results/page.ts';
import { defaultLocation, type Warehouse } from '../warehouse.ts';
import { jobListItem, jobResource } from './job-resource.ts';
import { planJob } from './job-work.ts';

/** Jobs that a list looks back on, at most. */
const listedJobs = 10_000;

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs */
export function jobRoutes(warehouse: Warehouse, jobs: JobRegistry): readonly Route[] {
  const all = '/projects/:projectId/jobs';
  return [
    {
      method: 'POST',
      path: all,
      answer: async ({ path: { projectId = '' }, body }) => {
        const configuration = requiredObject(body, 'configuration');
        const reference = optionalObject(body, 'jobReference') ?? {};
        const jobId = optionalText(reference, 'jobId');
        if (flag(configuration, 'dryRun')) return dryRunResource(warehouse, projectId, configuration);
        const planned = planJob(warehouse, configuration);
        const timeoutMs = optionalInteger(configuration, 'jobTimeoutMs');
        const request = { projectId, jobId, configuration: planned.configuration, timeoutMs };
        return jobResource(jobs.insert(request, planned.work));
      },
    },
    {
      method: 'GET',
      path: all,
      answer: async ({ query }) => {
        const states = query.getAll('stateFilter').map((state) => state.toUpperCase());
        const [from, to] = [query.get('minCreationTime'), query.get('maxCreationTime')];
        const matches = ({ state, createdAt }: JobRecord) =>
          (states.length === 0 || states.includes(state)) &&
          (from === null || createdAt >= Number(from)) &&
          (to === null || createdAt <= Number(to));
        const { items, nextPageToken } = pageOfList((await jobs.list(listedJobs)).filter(matches), query);
        return { kind: 'bigquery#jobList', jobs: items.map(jobListItem), ...(nextPageToken && { nextPageToken }) };
      },
    },
    {
      method: 'GET',
      path: `${all}/:jobId`,
      answer: async ({ path: { projectId = '', jobId = '' } }) => jobResource(await jobs.get(projectId, jobId)),
    },
    {
      method: 'POST',
      path: `${all}/:jobId/cancel`,
      answer: async ({ path: { projectId = '', jobId = '' } }) => ({
        kind: 'bigquery#jobCancelResponse',
        job: jobResource(await jobs.cancel(projectId, jobId)),
      }),
    },
    {
      method: 'DELETE',
      path: `${all}/:jobId/delete`,
      answer: async ({ path: { projectId = '', jobId = '' } }) => {
        await jobs.delete(projectId, jobId);
        return undefined;
      },
    },
  ];
}

/** A dry run leaves no job: nothing can be asked of it later. */
async function dryRunResource(warehouse: Warehouse, projectId: string, configuration: JsonObject): Promise<object> {
  const { statistics } = await dryRun(warehouse, projectId, queryConfig(requiredObject(configuration, 'query')));
  return {
    kind: 'bigquery#job',
    configuration: { ...configuration, jobType: 'QUERY' },
    jobReference: { projectId, location: defaultLocation },
    statistics: { creationTime: String(Date.now()), ...statistics },
    status: { state: 'DONE' },
  };
}
