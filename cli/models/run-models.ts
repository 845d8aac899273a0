import { BigQuery } from '@google-cloud/bigquery';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { readAssertionResults } from '../run/assertion-results.ts';
import { compileProject, graphActions, type GraphAction } from '../run/compiled-graph.ts';
import { buildModels } from '../run/models.ts';
import { requireAccount, requireSuccess, type PipelineProgress } from '../run/pipeline.ts';
import type { Stages } from '../run/stages.ts';
import { runUnitTests } from '../run/unit-tests.ts';
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
import { testedModel, testFiles, withPartOfProject, withRevision } from './temporary-project.ts';

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
  dataform: readonly string[],
  place: Place,
  stages: Stages,
  progress: Pick<PipelineProgress, 'unitTests' | 'actions' | 'assertions'>,
  terminal: Terminal,
): Promise<void> {
  const client = new BigQuery({ projectId: place.projectId, location: place.location });
  progress.unitTests = await stages.run('Unit tests', () => testModels(actions, dataform, place, terminal));
  await stages.run('Models and assertions', async () => {
    // Bare names, which are unique: Dataform takes a dotted one only with the project's name before it.
    const names = [...actions].map(modelName);
    const built = await buildModels([...dataform, '--actions', ...names], place.environment, actions.size, terminal);
    progress.actions = built.actions;
    requireAccount(built);
    const assertions = graph.filter(({ kind, target }) => kind === 'assertion' && actions.has(target));
    progress.assertions = await readAssertionResults(
      client,
      assertions.map(({ target }) => target),
      built.actions,
    );
    requireSuccess(built, progress.assertions);
  });
}

/** Runs the unit tests of the models among `actions`; Dataform knows only all tests of a project, so it is given a part of ours. */
async function testModels(
  actions: ReadonlySet<string>,
  dataform: readonly string[],
  place: Place,
  terminal: Terminal,
): Promise<PipelineProgress['unitTests']> {
  const models = new Set([...actions].map(modelName));
  const files = await testFiles();
  const left = new Set<string>();
  for (const file of files) {
    const model = await testedModel(file);
    if (model !== undefined && !models.has(model)) left.add(file);
  }
  if (left.size === files.length) return [];
  return withPartOfProject(
    (path) => !left.has(path),
    (directory) => runUnitTests(dataform, place.environment, terminal, directory),
  );
}
