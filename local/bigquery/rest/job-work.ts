import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { requiredObject } from '../http/json-fields.ts';
import { copyConfig, runCopyJob } from '../jobs/copy-job.ts';
import { extractConfig, runExtractJob } from '../jobs/extract-job.ts';
import type { JobWork } from '../jobs/job.ts';
import { queryConfig } from '../jobs/query-config.ts';
import { runQueryJob } from '../jobs/query-job.ts';
import { loadConfig } from '../load/load-config.ts';
import { runLoadJob } from '../load/load-job.ts';
import type { SourceFile } from '../load/source-files.ts';
import type { Warehouse } from '../warehouse.ts';

/** A job's configuration with its type, and what it is to do. */
export interface PlannedJob {
  readonly configuration: JsonObject;
  readonly work: JobWork;
}

/**
 * Understands a job's configuration. `upload` is the file that came with the request.
 * @throws WarehouseError for a kind of job that is not supported
 */
export function planJob(warehouse: Warehouse, given: JsonObject, upload?: SourceFile): PlannedJob {
  if (upload !== undefined && given['load'] === undefined) {
    throw new WarehouseError('invalid', 'Media can only be uploaded for a load job.');
  }
  if (given['query'] !== undefined) {
    const config = queryConfig(requiredObject(given, 'query'));
    const configuration = { ...given, jobType: 'QUERY' };
    return { configuration, work: (job) => runQueryJob(warehouse, job, config, configuration) };
  }
  if (given['load'] !== undefined) {
    const config = loadConfig(requiredObject(given, 'load'), upload !== undefined);
    return { configuration: { ...given, jobType: 'LOAD' }, work: (job) => runLoadJob(warehouse, job, config, upload) };
  }
  if (given['copy'] !== undefined) {
    const config = copyConfig(requiredObject(given, 'copy'));
    return { configuration: { ...given, jobType: 'COPY' }, work: (job) => runCopyJob(warehouse, job, config) };
  }
  if (given['extract'] !== undefined) {
    const config = extractConfig(requiredObject(given, 'extract'));
    return { configuration: { ...given, jobType: 'EXTRACT' }, work: (job) => runExtractJob(warehouse, job, config) };
  }
  throw new WarehouseError('required', 'Required parameter is missing: configuration');
}
