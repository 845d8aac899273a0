import type { JsonObject } from '../http/body.ts';
import type { Statement } from '../googlesql/ast.ts';
import { isScript, runScript } from '../script/interpreter.ts';
import { dropResult } from '../results/result-store.ts';
import { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { jobSession, type Warehouse, withRequestSession } from '../warehouse.ts';
import { childJob, keptChildren } from './child-jobs.ts';
import type { JobOutcome, RunningJob } from './job.ts';
import { bindParameters } from './parameters.ts';
import { processedBytes } from './processed-bytes.ts';
import type { QueryConfig } from './query-config.ts';
import { queryStatistics } from './query-statistics.ts';
import { ScriptRuns } from './script-runs.ts';
import { writeDestination } from './write-destination.ts';

/** Runs a query job: a statement or a script. `configuration` is the job's, as the request gave it. */
export async function runQueryJob(
  warehouse: Warehouse,
  job: RunningJob,
  config: QueryConfig,
  configuration: JsonObject,
): Promise<JobOutcome> {
  const { statements } = warehouse.statements.parse(config.text);
  const execution = await openExecution(warehouse, job, config);
  try {
    execution.parameters = await bindParameters(execution.session, config.parameters, execution.compileContext());
    if (config.destination !== undefined) {
      const outcome = await writeDestination(execution, config, statements);
      return jobOutcome(job, outcome, await processedBytes(warehouse, outcome.referencedTables), configuration);
    }
    return await runStatements(warehouse, execution, job, { statements, text: config.text, configuration });
  } finally {
    execution.session.close();
  }
}

/** Runs statements as a script; each is a child of the job, where BigQuery would call it a script too. */
async function runStatements(
  warehouse: Warehouse,
  execution: Execution,
  job: RunningJob,
  script: { readonly statements: readonly Statement[]; readonly text: string; readonly configuration: JsonObject },
): Promise<JobOutcome> {
  const { statements, text, configuration } = script;
  const isOfScript = isScript(statements);
  const runs = new ScriptRuns({
    capacity: keptChildren,
    drop: (name) => withRequestSession(warehouse, (session) => dropResult(session, name)),
  });
  let bytes = 0;
  try {
    await runScript(execution, statements, text, (run) => runs.add(run));
  } finally {
    for (const [index, run] of runs.first.entries()) {
      const read = await processedBytes(warehouse, run.outcome?.referencedTables ?? []);
      if (isOfScript) job.children.push(childJob(job, run, index, read));
      bytes += read;
    }
    for (const { table, times } of runs.reads) bytes += times * (await processedBytes(warehouse, [table]));
  }
  const children = isOfScript && runs.count > 0 ? runs.count : undefined;
  return jobOutcome(job, runs.last?.outcome, bytes, configuration, { isOfScript, children });
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
  main: StatementOutcome | undefined,
  bytes: number,
  configuration: JsonObject,
  script: { readonly isOfScript: boolean; readonly children: number | undefined } = {
    isOfScript: false,
    children: undefined,
  },
): JobOutcome {
  const { isOfScript, children } = script;
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
      ...(children !== undefined && { numChildJobs: String(children) }),
      query: queryStatistics(main, isOfScript, bytes),
    },
    ...(result && { result }),
    configuration: { ...configuration, query: { ...shown, ...(result && { destinationTable }) } },
  };
}

/** Dataset that a query's own answer seems to lie in; its table is called as the job is. */
export const anonymousDataset = '_anonymous';
