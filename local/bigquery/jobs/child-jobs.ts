import { createHash } from 'node:crypto';
import type { JsonObject } from '../http/body.ts';
import { toErrorProto } from '../errors.ts';
import type { StatementRun } from '../script/statement-run.ts';
import { defaultLocation } from '../warehouse.ts';
import type { JobRecord, RunningJob } from './job.ts';
import { queryStatistics } from './query-statistics.ts';

/** Child jobs of one script that are kept; what a longer loop runs is counted only. */
export const keptChildren = 1000;

/**
 * The job that a script's statement is to those who list the script's children, `index` from 0:
 * https://cloud.google.com/bigquery/docs/multi-statement-queries#view_results
 */
export function childJob(parent: RunningJob, run: StatementRun, index: number, bytes: number): JobRecord {
  const { jobId: parentJobId, projectId } = parent;
  const { outcome, error, text, startedAt, endedAt } = run;
  const proto = error === undefined ? undefined : toErrorProto(error);
  const digest = createHash('md5').update(parentJobId).digest('hex');
  return {
    jobId: `script_job_${digest}_${index}`,
    projectId,
    location: defaultLocation,
    parentJobId,
    configuration: { jobType: 'QUERY', query: { query: text, useLegacySql: false, priority: 'INTERACTIVE' } },
    createdAt: startedAt,
    startedAt,
    endedAt,
    state: 'DONE',
    statistics: {
      parentJobId,
      totalBytesProcessed: String(bytes),
      scriptStatistics: { evaluationKind: 'STATEMENT', stackFrames: stackFrames(run) },
      ...(outcome && { query: queryStatistics(outcome, false, bytes) }),
    },
    ...(proto && { errorResult: proto, errors: [proto] }),
    ...(outcome?.result && { result: outcome.result }),
  };
}

/** The statement, then the calls that led to it. */
function stackFrames({ start, end, location, text, callers }: StatementRun): readonly JsonObject[] {
  const own = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(location !== undefined && { procedureId: location }),
    text,
  };
  const outer = callers.map(({ line, column, location: procedureId }) => ({
    startLine: line,
    startColumn: column,
    ...(procedureId !== undefined && { procedureId }),
  }));
  return [own, ...outer];
}
