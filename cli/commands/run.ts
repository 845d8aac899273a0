import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { BigQuery } from '@google-cloud/bigquery';
import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { buildPage, pageDirectory } from '../dashboard/build-page.ts';
import { servePage, serveUntilStopped } from '../dashboard/serve-page.ts';
import { builtDataDirectory, ingestDataDirectory } from '../data-directory.ts';
import { writeDataformCredentials } from '../dataform-credentials.ts';
import { describeFailure } from '../describe-failure.ts';
import { ExitCode } from '../exit-codes.ts';
import { ensureLocalBucket } from '../local-bucket.ts';
import { isSelection, runActions, selectActions, type ModelsToRun } from '../models/run-models.ts';
import { selectionLines } from '../models/selection-text.ts';
import { day, singleText } from '../option-values.ts';
import { placeOptions, sourceOptions, type PlaceOptions, type SourceOptions } from '../options.ts';
import { openPlace, type Place } from '../place.ts';
import { answerLines } from '../run/answers-text.ts';
import { compileProject, graphActions } from '../run/compiled-graph.ts';
import { junitReport } from '../run/junit.ts';
import { runPipeline, type PipelineProgress } from '../run/pipeline.ts';
import { jsonReport, type RunReport } from '../run/report.ts';
import { readIsSimulated } from '../run/simulated.ts';
import { isSimulatedSource } from '../run/source-kind.ts';
import { StageError, Stages } from '../run/stages.ts';
import { unlessStopped } from '../signals.ts';
import type { Terminal } from '../terminal.ts';

interface RunOptions extends PlaceOptions, SourceOptions, ModelsToRun {
  readonly fullRefresh: boolean;
  readonly asOf: string | undefined;
  readonly json: boolean;
  readonly junit: string | undefined;
  readonly serve: boolean;
}

/** `crime run`: the whole way, from the source to the answers and the page. */
export const runCommand: Command<RunOptions> = {
  name: 'run',
  description: 'Ingest, test, build and check everything, print the answers and serve the page of them.',
  options: (parser) =>
    sourceOptions(placeOptions(parser))
      .option('json', { type: 'boolean', default: false, description: 'Print the results as one JSON object.' })
      .option('junit', {
        type: 'string',
        coerce: singleText('junit'),
        requiresArg: true,
        description: 'File for models and assertions as JUnit XML.',
      })
      .option('models', {
        type: 'string',
        array: true,
        requiresArg: true,
        description: 'Ingests nothing; tests, builds and checks only these models.',
      })
      .option('include-deps', {
        type: 'boolean',
        default: false,
        description: 'With --models: what they read as well.',
      })
      .option('changed-since', {
        coerce: singleText('changed-since'),
        requiresArg: true,
        description:
          'Ingests nothing; tests, builds and checks the models whose SQL differs from this git revision, and what reads them.',
      })
      .option('full-refresh', {
        type: 'boolean',
        default: false,
        description: 'With --models or --changed-since: builds incremental models from all rows.',
      })
      .option('as-of', {
        coerce: day('as-of'),
        requiresArg: true,
        description: 'The day the models take for today, YYYY-MM-DD; else the last that is over in the rows.',
      })
      .check(({ models, changedSince, includeDeps, fullRefresh, asOf }) => {
        if (includeDeps && models === undefined) throw new Error('--include-deps goes with --models.');
        if (fullRefresh && models === undefined && changedSince === undefined) {
          throw new Error('--full-refresh goes with --models or --changed-since.');
        }
        // The day is kept in dim_run, which the other models read.
        if (
          asOf !== undefined &&
          (changedSince !== undefined || (models !== undefined && !models.includes('dim_run')))
        ) {
          throw new Error('--as-of is for a whole run, or for --models with dim_run, which keeps the day.');
        }
        return true;
      })
      .conflicts('models', ['source', 'portal', 'changed-since'])
      .conflicts('changed-since', ['source', 'portal'])
      .option('serve', {
        type: 'boolean',
        default: true,
        description: 'With --no-serve the page is made and not served: the command ends.',
      })
      .example('$0 run', 'Simulated rows, from a portal on this machine to the answers')
      .example('$0 run --source live --since 2025-01-01', 'The city’s own rows of a while, for a first look')
      .example('$0 run --source export.csv.gz', 'The same for an export of the city’s feed')
      .example('$0 run --as-of 2026-03-31', 'As if that day were today')
      .example('$0 run --models mart_findings', 'One model, its unit tests and its assertions')
      .example('$0 run --changed-since HEAD', 'What was edited, and what depends on it')
      .example('$0 run --no-serve --json --junit run.xml', 'For CI') as unknown as Argv<RunOptions>,
  run: async (options, { terminal }) => {
    const stages = new Stages(terminal, () => performance.now());
    const progress: PipelineProgress = {
      isSimulated: undefined,
      ingested: [],
      unitTests: [],
      actions: [],
      assertions: [],
      answers: undefined,
      page: undefined,
      stages: stages.times,
    };
    const runId = randomUUID();
    const failure = await (isSelection(options)
      ? runModelsIn(options, stages, progress, terminal)
      : runIn(options, runId, stages, progress, terminal));
    const pageToServe = options.serve && failure === undefined ? progress.page : undefined;
    const site = pageToServe && (await servePage(pageToServe.directory, undefined));
    const report = runReport(runId, progress, site?.url, failure);
    if (options.json) terminal.print(jsonReport(report));
    else if (isSelection(options)) selectionLines(report).forEach(terminal.print);
    else answerLines(report).forEach(terminal.print);
    // After the results, so that a report that cannot be written hides nothing.
    if (options.junit !== undefined) await writeJunit(options.junit, report);
    if (failure !== undefined) throw failure;
    if (site !== undefined) await serveUntilStopped(site, terminal);
    return ExitCode.ok;
  },
};

async function writeJunit(path: string, report: RunReport): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, junitReport(report));
}

/** Does work with the services open. @returns the stage that failed, if one did. */
async function withPlace(
  options: RunOptions,
  dataDir: string,
  stages: Stages,
  terminal: Terminal,
  work: (place: Place) => Promise<void>,
): Promise<StageError | undefined> {
  try {
    const place = await stages.run('Services', () => openPlace(options, dataDir, terminal));
    try {
      await unlessStopped(() => work(place));
    } finally {
      await place.stop();
    }
  } catch (error) {
    if (error instanceof StageError) return error;
    throw error;
  }
  return undefined;
}

/** Runs the whole. @returns the stage that failed, if one did. */
async function runIn(
  options: RunOptions,
  runId: string,
  stages: Stages,
  progress: PipelineProgress,
  terminal: Terminal,
): Promise<StageError | undefined> {
  const startedAt = new Date();
  const dataDir = ingestDataDirectory(options.dataDir, await isSimulatedSource(options));
  // Compiling needs no service, so it goes on while the rows are ingested; its failure waits for its stage.
  const variables = dataformVariables(options);
  const database = options.project === undefined ? [] : ['--default-database', options.project];
  const graph = compileProject([...database, ...variables]);
  graph.catch(() => undefined);
  return withPlace(options, dataDir, stages, terminal, async (place) => {
    await stages.run('Bucket', () => ensureLocalBucket(place));
    const credentials = await writeDataformCredentials(place, dataDir);
    const sources = { ...options, dataDir };
    const run = { runId, startedAt, sources, credentials, variables, graph };
    await runPipeline(run, place, stages, progress, terminal);
    const compiled = await graph;
    progress.page = await stages.run('Page', () => buildPage(place, compiled, pageDirectory(dataDir), terminal));
  });
}

/** Runs the models that the options select. @returns the stage that failed, if one did. */
async function runModelsIn(
  options: RunOptions,
  stages: Stages,
  progress: PipelineProgress,
  terminal: Terminal,
): Promise<StageError | undefined> {
  const dataDir = builtDataDirectory(options);
  return withPlace(options, dataDir, stages, terminal, async (place) => {
    const client = new BigQuery({ projectId: place.projectId, location: place.location });
    progress.isSimulated = await readIsSimulated(client);
    const target = ['--default-database', place.projectId, ...dataformVariables(options)];
    const [graph, actions] = await stages.run('Compile', async () => {
      const compiled = graphActions(await compileProject(target));
      return [compiled, await selectActions(options, compiled, target)] as const;
    });
    const credentials = await writeDataformCredentials(place, dataDir);
    const parameters = ['--credentials', credentials, ...target, '--default-location', place.location];
    const dataform = { parameters, fullRefresh: options.fullRefresh };
    if (actions.size > 0) await runActions(actions, graph, dataform, place, stages, progress, terminal);
  });
}

/** Variables of `dataform.json` as Dataform's commands take them. */
function dataformVariables({ asOf }: RunOptions): readonly string[] {
  return asOf === undefined ? [] : ['--vars', `as_of=${asOf}`];
}

function runReport(
  runId: string,
  progress: PipelineProgress,
  url: string | undefined,
  failure: StageError | undefined,
): RunReport {
  return {
    runId,
    ...progress,
    page: progress.page && { directory: progress.page.directory, url },
    failure:
      failure === undefined
        ? undefined
        : { stage: failure.stage, message: describeFailure(failure.cause).lines.join('\n') },
  };
}
