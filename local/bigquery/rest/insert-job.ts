import { removeFile } from '../../storage/durable.ts';
import type { JsonObject } from '../http/body.ts';
import { flag, optionalInteger, optionalObject, optionalText, requiredObject } from '../http/json-fields.ts';
import { dryRun } from '../jobs/dry-run.ts';
import { queryConfig } from '../jobs/query-config.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import type { SourceFile } from '../load/source-files.ts';
import { defaultLocation, type Warehouse } from '../warehouse.ts';
import { jobResource } from './job-resource.ts';
import { planJob } from './job-work.ts';

/**
 * Starts the job that a request describes, `upload` being the file that came with it; a dry run is answered at once.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/insert
 */
export async function insertJob(
  warehouse: Warehouse,
  jobs: JobRegistry,
  projectId: string,
  body: JsonObject,
  upload?: SourceFile,
): Promise<object> {
  const given = requiredObject(body, 'configuration');
  const jobId = optionalText(optionalObject(body, 'jobReference') ?? {}, 'jobId');
  const { configuration, work } = planJob(warehouse, given, upload);
  if (flag(given, 'dryRun')) {
    if (upload !== undefined) await removeFile(upload.path);
    return dryRunResource(warehouse, projectId, configuration);
  }
  const timeoutMs = optionalInteger(given, 'jobTimeoutMs');
  return jobResource(jobs.insert({ projectId, jobId, configuration, timeoutMs }, work));
}

/** A dry run leaves no job: nothing can be asked of it later. */
async function dryRunResource(warehouse: Warehouse, projectId: string, configuration: JsonObject): Promise<object> {
  const query = optionalObject(configuration, 'query');
  const { statistics } =
    query === undefined ? { statistics: {} } : await dryRun(warehouse, projectId, queryConfig(query));
  return {
    kind: 'bigquery#job',
    configuration,
    jobReference: { projectId, location: defaultLocation },
    statistics: { creationTime: String(Date.now()), ...statistics },
    status: { state: 'DONE' },
  };
}
