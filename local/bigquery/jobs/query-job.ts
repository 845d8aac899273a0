import type { JsonObject } from '../http/body.ts';
import { bytesOfColumns } from '../catalog/size.ts';
import type { TableReference } from '../googlesql/catalog.ts';
import { parseScript } from '../googlesql/parser/index.ts';
import { isScript, runScript } from '../script/interpreter.ts';
import { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { jobSession, type Warehouse, withRequestSession } from '../warehouse.ts';
import type { JobOutcome, RunningJob } from './job.ts';
import { bindParameters } from './parameters.ts';
import type { QueryConfig } from './query-config.ts';
import { queryStatistics } from './query-statistics.ts';
import { writeDestination } from './write-destination.ts';

/** Runs a query job: a statement or a script. `configuration` is the job's, as the request gave it. */
export async function runQueryJob(
  warehouse: Warehouse,
  job: RunningJob,
  config: QueryConfig,
  configuration: JsonObject,
): Promise<JobOutcome> {
  const { statements } = parseScript(config.text);
  const execution = await openExecution(warehouse, job, config);
  try {
    execution.parameters = await bindParameters(execution.session, config.parameters, execution.compileContext());
    const outcomes: StatementOutcome[] = [];
    if (config.destination !== undefined) outcomes.push(await writeDestination(execution, config, statements));
    else await runScript(execution, statements, config.text, (outcome) => outcomes.push(outcome));
    const bytes = await processedBytes(
      warehouse,
      outcomes.flatMap(({ referencedTables }) => referencedTables),
    );
    return jobOutcome(job, isScript(statements), outcomes, bytes, configuration);
  } finally {
    execution.session.close();
  }
}

async function openExecution(warehouse: Warehouse, job: RunningJob, config: QueryConfig): Promise<Execution> {
  const { signal, projectId, jobId } = job;
  const session = await jobSession(warehouse, signal);
  const { defaultDataset } = config;
  return new Execution({ warehouse, session, signal, projectId, jobId, defaultDataset, parameters: [] });
}

/** The answer and the statistics of a script are those of the last statement that is no scripting statement. */
function jobOutcome(
  { projectId, jobId }: RunningJob,
  isOfScript: boolean,
  outcomes: readonly StatementOutcome[],
  bytes: number,
  configuration: JsonObject,
): JobOutcome {
  const main = outcomes.at(-1);
  const result = main?.result;
  const shown = configuration['query'] as JsonObject;
  const place = result?.place;
  const destinationTable =
    place?.kind === 'table'
      ? { projectId, datasetId: place.datasetId, tableId: place.tableId }
      : { projectId, datasetId: anonymousDataset, tableId: jobId };
  return {
    statistics: {
      totalBytesProcessed: String(bytes),
      query: queryStatistics(main, isOfScript, bytes),
    },
    ...(result && { result }),
    configuration: { ...configuration, query: { ...shown, ...(result && { destinationTable }) } },
  };
}

/** Dataset that a query's own answer seems to lie in; its table is called as the job is. */
export const anonymousDataset = '_anonymous';

/** Bytes that BigQuery would count for the columns that are read of these tables: https://cloud.google.com/bigquery/docs/estimate-costs */
export async function processedBytes(warehouse: Warehouse, tables: readonly TableReference[]): Promise<number> {
  const read = tables.flatMap(({ datasetId, tableId, columns }) => {
    const record = warehouse.catalog.table(datasetId, tableId);
    return record === undefined || record.type !== 'TABLE' || columns?.length === 0 ? [] : [{ record, columns }];
  });
  if (read.length === 0) return 0;
  return withRequestSession(warehouse, async (session) => {
    let bytes = 0;
    for (const { record, columns } of read) {
      // A table dropped since counts for nothing.
      bytes += await bytesOfColumns(session, record, columns).catch(() => 0);
    }
    return bytes;
  });
}
