import { BigQuery } from '@google-cloud/bigquery';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { readAssertionResults, type AssertionResult } from '../run/assertion-results.ts';
import { compileProject, graphActions, type GraphAction } from '../run/compiled-graph.ts';
import type { UnitTestResult } from '../run/dataform-output.ts';
import { buildModels, type ModelsOutcome } from '../run/models.ts';
import { requireAccount, requireSuccess, type PipelineProgress } from '../run/pipeline.ts';
import type { Stages } from '../run/stages.ts';
import { readUnitTests, requirePassed } from '../run/unit-tests.ts';
import type { Terminal } from '../terminal.ts';
import {
  changedActions,
  modelName,
  namedModels,
  UnknownModelError,
  withAssertions,
  withDependencies,
  withDependents,
} from './selection.ts';
import { testedModel, testFiles, withRevision, withSlice } from './temporary-project.ts';

/** Which models to run. */
export interface ModelsToRun {
  readonly models: readonly string[] | undefined;
  readonly includeDeps: boolean;
  /** A revision of git: what differs from it, and what depends on that. */
  readonly changedSince: string | undefined;
}

/** True where only some models are asked for. */
export function isSelection({ models, changedSince }: ModelsToRun): boolean {
  return models !== undefined || changedSince !== undefined;
}

/** The actions to run, assertions included. @throws CliError where a name or the revision is unknown. */
export async function selectActions(
  wanted: ModelsToRun,
  graph: readonly GraphAction[],
  compileParameters: readonly string[],
): Promise<ReadonlySet<string>> {
  try {
    const named = namedModels(graph, wanted.models ?? []);
    const { changedSince } = wanted;
    const changed =
      changedSince === undefined
        ? new Set<string>()
        : changedActions(
            graphActions(await withRevision(changedSince, (directory) => compileProject(compileParameters, directory))),
            graph,
          );
    const targets = new Set([
      ...(wanted.includeDeps ? withDependencies(graph, named) : named),
      ...withDependents(graph, changed),
    ]);
    return withAssertions(graph, targets);
  } catch (error) {
    if (!(error instanceof UnknownModelError)) throw error;
    const { message, similar } = error;
    throw new CliError(
      message,
      ExitCode.usage,
      similar.length > 0 ? `Did you mean ${similar.join(', ')}?` : '`npx dataform compile` lists the models.',
    );
  }
}

/** Tests, builds and checks the given actions and nothing else, on the rows that raw holds. @throws StageError */
export async function runActions(
  actions: ReadonlySet<string>,
  graph: readonly GraphAction[],
  dataform: Dataform,
  place: Place,
  stages: Stages,
  progress: Pick<PipelineProgress, 'unitTests' | 'actions' | 'assertions'>,
  terminal: Terminal,
): Promise<void> {
  await stages.run('Unit tests', async () => {
    progress.unitTests = await runTests(await testsOfModels(actions), graph, dataform, place, terminal);
    requirePassed(progress.unitTests);
  });
  await stages.run('Models and assertions', async () => {
    const { built, assertions } = await buildActions(actions, graph, dataform, place, terminal);
    progress.actions = built.actions;
    progress.assertions = assertions;
    requireAccount(built);
    requireSuccess(built, assertions, 'The view of that name in the dataset assertions holds all such rows.');
  });
}

/** How `dataform` is called. */
export interface Dataform {
  /** Credentials, project and location. */
  readonly parameters: readonly string[];
  /** Builds incremental models from all rows, not only from new ones. */
  readonly fullRefresh: boolean;
}

/** Builds and checks the given actions and nothing else. A failed one does not throw. */
export async function buildActions(
  actions: ReadonlySet<string>,
  graph: readonly GraphAction[],
  { parameters, fullRefresh }: Dataform,
  place: Place,
  terminal: Terminal,
): Promise<{ readonly built: ModelsOutcome; readonly assertions: readonly AssertionResult[] }> {
  const client = new BigQuery({ projectId: place.projectId, location: place.location });
  // Bare names, which are unique: Dataform takes a dotted one only with the project's name before it.
  const names = ['--actions', ...[...actions].map(modelName)];
  const options = [...parameters, ...(fullRefresh ? ['--full-refresh'] : []), ...names];
  const chosen = graph.filter(({ target }) => actions.has(target));
  const built = await withSlice(graph, new Set(chosen.map(({ fileName }) => fileName)), (directory) =>
    buildModels(options, place.environment, actions.size, terminal, directory),
  );
  const assertions = chosen.filter(({ kind }) => kind === 'assertion').map(({ target }) => target);
  return { built, assertions: await readAssertionResults(client, assertions, built.actions) };
}

/** The files of the unit tests of the models among `actions`. */
async function testsOfModels(actions: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const models = new Set([...actions].map(modelName));
  const wanted = new Set<string>();
  for (const file of await testFiles()) if (models.has(await testedModel(file))) wanted.add(file);
  return wanted;
}

/** Runs the unit tests of some files, by path within the project. Dataform knows only all tests of a project. */
export async function runTests(
  files: ReadonlySet<string>,
  graph: readonly GraphAction[],
  { parameters }: Dataform,
  place: Place,
  terminal: Terminal,
): Promise<readonly UnitTestResult[]> {
  if (files.size === 0) return [];
  const models = new Set(await Promise.all([...files].map(testedModel)));
  const tested = graph.filter(({ target }) => models.has(modelName(target))).map(({ fileName }) => fileName);
  return withSlice(graph, new Set([...files, ...tested]), (directory) =>
    readUnitTests(parameters, place.environment, terminal, directory),
  );
}
