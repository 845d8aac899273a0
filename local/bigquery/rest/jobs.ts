import type { Route } from '../http/router.ts';
import type { JobRecord } from '../jobs/job.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import { pageOfList } from '../results/page.ts';
import type { Warehouse } from '../warehouse.ts';
import { insertJob } from './insert-job.ts';
import { jobListItem, jobResource } from './job-resource.ts';

/** Jobs that a list looks back on, at most. */
const listedJobs = 10_000;
/** Milliseconds that a question after a job waits for its end: the clients, told that it runs, ask again after 500. */
const patience = 400;

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs */
export function jobRoutes(warehouse: Warehouse, jobs: JobRegistry): readonly Route[] {
  const all = '/projects/:projectId/jobs';
  return [
    {
      method: 'POST',
      path: all,
      answer: ({ path: { projectId = '' }, body }) => insertJob(warehouse, jobs, projectId, body),
    },
    {
      method: 'GET',
      path: all,
      answer: async ({ query }) => {
        const states = query.getAll('stateFilter').map((state) => state.toUpperCase());
        const [from, to] = [query.get('minCreationTime'), query.get('maxCreationTime')];
        const parent = query.get('parentJobId') ?? undefined;
        const isFull = query.get('projection')?.toLowerCase() === 'full';
        const matches = ({ state, createdAt, parentJobId }: JobRecord) =>
          parentJobId === parent &&
          (states.length === 0 || states.includes(state)) &&
          (from === null || createdAt >= Number(from)) &&
          (to === null || createdAt <= Number(to));
        const { items, nextPageToken } = pageOfList((await jobs.list(listedJobs)).filter(matches), query);
        return {
          kind: 'bigquery#jobList',
          jobs: items.map((record) => jobListItem(record, isFull)),
          ...(nextPageToken && { nextPageToken }),
        };
      },
    },
    {
      method: 'GET',
      path: `${all}/:jobId`,
      answer: async ({ path: { projectId = '', jobId = '' } }) =>
        jobResource(await jobs.wait(projectId, jobId, patience)),
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
