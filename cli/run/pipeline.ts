import { BigQuery } from '@google-cloud/bigquery';
import type { CompiledGraph, WrittenSite } from '../../dashboard/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { testedModels } from '../models/tested-models.ts';
import type { Place } from '../place.ts';
import type { Terminal } from '../terminal.ts';
import { readAnswers, type Answers } from './answers.ts';
import { readAssertionResults, type AssertionResult } from './assertion-results.ts';
import { graphActions } from './compiled-graph.ts';
import type { ActionResult, UnitTestResult } from './dataform-output.ts';
import { ingestSources, type IngestedSource, type SourcesToIngest } from './ingest-sources.ts';
import { buildModels, type ModelsOutcome } from './models.ts';
import { recordRun, recordUnitTests, type UnitTestRecord } from './ops-tables.ts';
import type { Stages } from './stages.ts';
import { type StageTime } from './stages.ts';
import { readUnitTests, requirePassed } from './unit-tests.ts';

/** What a run needs besides its place. */
export interface PipelineInput {
  readonly runId: string;
  readonly startedAt: Date;
  readonly sources: SourcesToIngest;
  /** Path of the file for `dataform --credentials`. */
  readonly credentials: string;
  /** Arguments that give Dataform's variables their values. */
  readonly variables: readonly string[];
  /** The compiled project, which may still be compiling. */
  readonly graph: Promise<CompiledGraph>;
}

/** What a run has come to so far; filled stage by stage, so that a failed one can be reported as well. */
export interface PipelineProgress {
  /** Whether the rows are made up; undefined until that is known. */
  isSimulated: boolean | undefined;
  ingested: readonly IngestedSource[];
  unitTests: readonly UnitTestResult[];
  actions: readonly ActionResult[];
  assertions: readonly AssertionResult[];
  answers: Answers | undefined;
  page: WrittenSite | undefined;
  readonly stages: readonly StageTime[];
}

/** Ingests, tests, builds, checks, records and answers. @throws StageError at the first stage that fails. */
export async function runPipeline(
  input: PipelineInput,
  place: Place,
  stages: Stages,
  progress: PipelineProgress,
  terminal: Terminal,
): Promise<void> {
  const client = new BigQuery({ projectId: place.projectId, location: place.location });
  const target = ['--default-database', place.projectId, '--default-location', place.location];
  const dataform = ['--credentials', input.credentials, ...target, ...input.variables];
  progress.ingested = await stages.run('Ingest', () => ingestSources(input.sources, place, terminal));
  const isSimulated = progress.ingested.some((source) => source.isSimulated);
  progress.isSimulated = isSimulated;
  const graph = graphActions(await stages.run('Compile', () => input.graph));
  await stages.run('Unit tests', async () => {
    progress.unitTests = await readUnitTests(dataform, place.environment, terminal);
    // Kept whether or not one failed.
    await recordUnitTests(client, { runId: input.runId, checkedAt: new Date() }, await withModels(progress.unitTests));
    requirePassed(progress.unitTests);
  });
  const built = await stages.run('Models and assertions', async () => {
    const outcome = await buildModels(dataform, place.environment, graph.length, terminal);
    progress.actions = outcome.actions;
    requireAccount(outcome);
    return outcome;
  });
  await stages.run('Results of the assertions', async () => {
    const names = graph.filter(({ kind }) => kind === 'assertion').map(({ target }) => target);
    progress.assertions = await readAssertionResults(client, names, built.actions);
    await recordRun(client, {
      runId: input.runId,
      startedAt: input.startedAt,
      endedAt: new Date(),
      status: built.exitCode === 0 ? 'succeeded' : 'failed',
      isSimulated,
      modelsBuilt: built.actions.filter(({ kind, status }) => kind === 'model' && status === 'successful').length,
      assertions: progress.assertions,
    });
    requireSuccess(built, progress.assertions, 'ops.assertion_failures holds these rows.');
  });
  progress.answers = await stages.run('Answers', () => readAnswers(client));
}

async function withModels(results: readonly UnitTestResult[]): Promise<readonly UnitTestRecord[]> {
  const models = await testedModels();
  return results.map(({ name, isPassed }) => ({ test: name, model: models.get(name), isPassed }));
}

/** Dataform fails before its first action on a bad project or an unreachable warehouse. */
export function requireAccount({ exitCode, actions, failures }: ModelsOutcome): void {
  if (exitCode === 0 || actions.length > 0) return;
  throw new CliError(`dataform run ended with exit code ${exitCode}:\n${failures.join('\n')}`, ExitCode.warehouse);
}

/** Rows printed of each failing assertion. */
const printedRows = 5;

/** @param whereRows tells where all the rows are that an assertion found. @throws CliError where something failed. */
export function requireSuccess(
  { exitCode, actions, failures }: ModelsOutcome,
  assertions: readonly AssertionResult[],
  whereRows: string,
): void {
  const broken = actions.filter(({ kind, status }) => kind !== 'assertion' && status === 'failed');
  if (broken.length > 0) {
    const names = broken.map(({ target }) => target).join(', ');
    throw new CliError(
      `Models failed: ${names}.\n${failures.join('\n')}`,
      ExitCode.warehouse,
      'Mend the model and run the same command again.',
    );
  }
  const failed = assertions.filter(({ status }) => status === 'failed');
  if (failed.length > 0) {
    throw new CliError(
      failed.flatMap(failedAssertionLines).join('\n'),
      ExitCode.assertion,
      `${whereRows} What depends on the models above was not built.`,
    );
  }
  if (exitCode !== 0) {
    throw new CliError(`dataform run ended with exit code ${exitCode}:\n${failures.join('\n')}`, ExitCode.warehouse);
  }
}

/** A failed assertion with the first of its rows. */
export function failedAssertionLines({ assertion, failingRows, samples }: AssertionResult): readonly string[] {
  const rows = failingRows === 1 ? '1 failing row' : `${failingRows ?? 0} failing rows`;
  return [`Assertion ${assertion} failed: ${rows}.`, ...samples.slice(0, printedRows).map((sample) => `  ${sample}`)];
}
