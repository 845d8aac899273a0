import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { requiredObject } from '../http/json-fields.ts';
import type { JobWork } from '../jobs/job.ts';
import { queryConfig } from '../jobs/query-config.ts';
import { runQueryJob } from '../jobs/query-job.ts';
import { loadConfig } from '../load/load-config.ts';
import { runLoadJob } from '../load/load-job.ts';
import type { Warehouse } from '../warehouse.ts';

/** A job's configuration with its type, and what it is to do. */
export interface PlannedJob {
  readonly configuration: JsonObject;
  readonly work: JobWork;
}

/** Understands a job's configuration. Throws WarehouseError for a kind of job that is not supported. */
export function planJob(warehouse: Warehouse, given: JsonObject): PlannedJob {
  if (given['query'] !== undefined) {
    const config = queryConfig(requiredObject(given, 'query'));
    const configuration = { ...given, jobType: 'QUERY' };
    return { configuration, work: (job) => runQueryJob(warehouse, job, config, configuration) };
  }
  if (given['load'] !== undefined) {
    const config = loadConfig(requiredObject(given, 'load'));
    return { configuration: { ...given, jobType: 'LOAD' }, work: (job) => runLoadJob(warehouse, job, config) };
  }
  const kind = ['copy', 'extract'].find((name) => given[name] !== undefined);
  if (kind !== undefined) throw new WarehouseError('invalid', `not supported by the local warehouse: ${kind} jobs`);
  throw new WarehouseError('required', 'Required parameter is missing: configuration');
}
