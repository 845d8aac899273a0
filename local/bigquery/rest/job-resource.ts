import type { JsonObject } from '../http/body.ts';
import type { JobRecord } from '../jobs/job.ts';
import { sessionUser } from '../warehouse.ts';
import { etagOf } from './resources.ts';

/** A job as the API shows it: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
export function jobResource(record: JobRecord): JsonObject {
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

/** A job as its list shows it; its configuration only where it `isFull`. */
export function jobListItem(record: JobRecord, isFull: boolean): object {
  const { state, errorResult } = record;
  const { configuration, ...rest } = jobResource(record);
  return { ...rest, ...(isFull && { configuration }), state, ...(errorResult && { errorResult }) };
}

function times({ createdAt, startedAt, endedAt }: JobRecord): object {
  return {
    creationTime: String(createdAt),
    ...(startedAt !== undefined && { startTime: String(startedAt) }),
    ...(endedAt !== undefined && { endTime: String(endedAt) }),
    ...(startedAt !== undefined &&
      endedAt !== undefined && {
        finalExecutionDurationMs: String(endedAt - startedAt),
        // Slots are not counted here: a job has one for as long as it runs.
        totalSlotMs: String(endedAt - startedAt),
      }),
  };
}
