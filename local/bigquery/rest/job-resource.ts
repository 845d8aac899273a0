import type { JobRecord } from '../jobs/job.ts';
import { sessionUser } from '../warehouse.ts';
import { etagOf } from './resources.ts';

/** A job as the API shows it: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
export function jobResource(record: JobRecord): object {
  const { jobId, projectId, location, configuration, state, errorResult, errors, statistics } = record;
  return {
    kind: 'bigquery#job',
    etag: etagOf({ jobId, state }),
    id: `${projectId}:${location}.${jobId}`,
    user_email: sessionUser,
    configuration,
    jobReference: { projectId, jobId, location },
    statistics: { ...times(record), ...statistics },
    status: { state, ...(errorResult && { errorResult }), ...(errors && { errors }) },
  };
}

/** A job as its list shows it. */
export function jobListItem(record: JobRecord): object {
  const { state, errorResult } = record;
  return { ...jobResource(record), kind: 'bigquery#job', state, ...(errorResult && { errorResult }) };
}

function times({ createdAt, startedAt, endedAt }: JobRecord): object {
  return {
    creationTime: String(createdAt),
    ...(startedAt !== undefined && { startTime: String(startedAt) }),
    ...(endedAt !== undefined && { endTime: String(endedAt) }),
    ...(startedAt !== undefined && endedAt !== undefined && { finalExecutionDurationMs: String(endedAt - startedAt) }),
  };
}
