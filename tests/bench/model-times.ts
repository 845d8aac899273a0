import { BigQuery } from '@google-cloud/bigquery';
import { startLocalServices } from '../../local/services.ts';
import type { Measurement } from './measurement.ts';

const part = 'models';
/** Models that are named, the slowest first. */
const named = 10;

const name = String.raw`\`[^\`]*?((?:staging|fact|mart|assertions)\.\w+)\``;

/**
 * The jobs of a run's models and assertions, by what each creates, else by the first table that it names. Those of
 * `dataform run` alone, since an assertion is read once more for its failing rows.
 */
const jobTimes = `
  select
    coalesce(regexp_extract(query, r'(?i)create or replace (?:table|view)\\s+${name}'), regexp_extract(query, r'${name}')) as target,
    sum(timestamp_diff(end_time, start_time, millisecond)) / 1000 as seconds
  from \`region-us\`.INFORMATION_SCHEMA.JOBS
  where
    parent_job_id is null
    and starts_with(job_id, 'dataform-')
    and (
      statement_type in ('CREATE_TABLE_AS_SELECT', 'CREATE_VIEW', 'SCRIPT')
      or starts_with(query, 'select sum(1) as row_count')
    )
  group by target
  order by seconds desc, target`;

interface JobTime {
  readonly target: string;
  readonly seconds: number;
}

/**
 * How long each of the slowest models took to build in the run that a warehouse remembers, beside all of them; and all
 * assertions. Models are built several at a time, so the times add up to more than the run took.
 * @throws Error where the warehouse remembers no run.
 */
export async function measureModels(dataDir: string, log: (line: string) => void): Promise<readonly Measurement[]> {
  const services = await startLocalServices({ dataDir, log });
  try {
    process.env['METADATA_SERVER_DETECTION'] = 'none';
    const apiEndpoint = new URL(services.bigqueryUrl).origin;
    const client = new BigQuery({ projectId: services.environment['GOOGLE_CLOUD_PROJECT'] ?? '', apiEndpoint });
    const [rows] = await client.query({ query: jobTimes, useQueryCache: false });
    return modelMeasurements(rows as readonly JobTime[]);
  } finally {
    await services.stop();
  }
}

function modelMeasurements(times: readonly JobTime[]): readonly Measurement[] {
  const isAssertion = ({ target }: JobTime) => target.startsWith('assertions.');
  const models = times.filter((time) => !isAssertion(time));
  if (models.length === 0) throw new Error('The warehouse remembers no job that built a model.');
  const sum = (list: readonly JobTime[]) => list.reduce((total, { seconds }) => total + seconds, 0);
  const floor = sum(models);
  const measured = (what: string, value: number): Measurement => ({ part, name: what, unit: 's', value, floor });
  return [
    measured(`all ${models.length} models, added up`, floor),
    ...models.slice(0, named).map(({ target, seconds }) => measured(`${target}; floor: all models`, seconds)),
    measured('all assertions; floor: all models', sum(times.filter(isAssertion))),
  ];
}
