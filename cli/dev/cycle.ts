import { BigQuery } from '@google-cloud/bigquery';
import { describeFailure } from '../describe-failure.ts';
import { buildActions, runTests, type Dataform } from '../models/run-models.ts';
import type { Place } from '../place.ts';
import type { AssertionResult } from '../run/assertion-results.ts';
import type { ProjectGraph } from '../run/compiled-graph.ts';
import type { ActionResult, UnitTestResult } from '../run/dataform-output.ts';
import type { ModelsOutcome } from '../run/models.ts';
import type { Terminal } from '../terminal.ts';
import { afterWork, changedWork, type ChangedWork, type DoneWork } from './changed-work.ts';
import { compileSaved } from './compile-saved.ts';
import { readRowCounts, type RowCount } from './row-counts.ts';

/** What one save led to. */
export interface CycleReport {
  /** The files that were saved, by path within the project. */
  readonly files: readonly string[];
  /** From the save to the result. */
  readonly seconds: number;
  readonly compileSeconds: number;
  readonly unitTests: readonly UnitTestResult[];
  readonly actions: readonly ActionResult[];
  readonly assertions: readonly AssertionResult[];
  /** Of the models that were built. */
  readonly rowCounts: readonly RowCount[];
  /** What the compiler or Dataform said where something failed. */
  readonly errors: readonly string[];
  /** Incremental models that changed, of which rows are kept as they were. */
  readonly incremental: readonly string[];
  /** Models that are in the project no more; their tables stay. */
  readonly gone: readonly string[];
}

/** What a cycle works with. */
export interface CyclePlace {
  readonly place: Place;
  readonly dataform: Dataform;
  /** Arguments of `dataform compile`. */
  readonly compileParameters: readonly string[];
  readonly terminal: Terminal;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Files that were saved, and when the first of them was. */
export interface Saves {
  readonly files: readonly string[];
  /** By the clock of {@link CyclePlace.now}. */
  readonly at: number;
}

/** What one cycle leaves to the next. */
export interface CycleState {
  readonly done: DoneWork;
  /** The project as it compiled last; undefined before the first time. */
  readonly graph: ProjectGraph | undefined;
}

/**
 * Compiles, and does what is not done: unit tests and models side by side, then their assertions. Nothing that a file
 * under work can bring about throws: it is told in the report.
 */
export async function runCycle(
  state: CycleState,
  { files, at }: Saves,
  cycle: CyclePlace,
): Promise<{ readonly report: CycleReport; readonly state: CycleState }> {
  const nothing = {
    ...{ files, unitTests: [], actions: [], assertions: [], rowCounts: [], errors: [], incremental: [], gone: [] },
  };
  const seconds = (from: number) => (cycle.now() - from) / 1000;
  cycle.terminal.progress('Compiling …');
  const started = cycle.now();
  const graph = await compileSaved(files, state.graph, cycle.compileParameters).catch(failedPart);
  const compileSeconds = seconds(started);
  if (!('actions' in graph)) {
    // Without a graph the next save compiles all: a file that is still broken must not be left out of sight.
    const report = { ...nothing, errors: graph.errors, compileSeconds, seconds: seconds(at) };
    return { report, state: { ...state, graph: undefined } };
  }
  const work = changedWork(state.done, graph);
  const { statuses, ...results } = await doWork(work, graph, cycle);
  const { gone } = work;
  const incremental = cycle.dataform.fullRefresh ? [] : work.incremental;
  return {
    report: { ...nothing, ...results, incremental, gone, compileSeconds, seconds: seconds(at) },
    state: { done: afterWork(graph, work, { statuses, unitTests: results.unitTests }), graph },
  };
}

/** A part of a cycle that came to nothing, with its reason. */
interface FailedPart {
  readonly errors: readonly string[];
}

const failedPart = (error: unknown): FailedPart => ({ errors: describeFailure(error).lines });

async function doWork(work: ChangedWork, graph: ProjectGraph, { place, dataform, terminal }: CyclePlace) {
  const files = new Set(work.tests.map(({ fileName }) => fileName));
  const [tests, models] = await Promise.all([
    runTests(files, graph.actions, dataform, place, terminal).catch(failedPart),
    (work.actions.size === 0
      ? Promise.resolve({ built: nothingBuilt, assertions: [] })
      : buildActions(work.actions, graph.actions, dataform, place, terminal)
    ).catch(failedPart),
  ]);
  const isBuilt = 'built' in models;
  const { built, assertions } = isBuilt ? models : { built: nothingBuilt, assertions: [] };
  const statuses = new Map(built.actions.map(({ target, status }) => [target, status]));
  const targets = built.actions.filter(({ kind, status }) => kind === 'model' && status === 'successful');
  const client = new BigQuery({ projectId: place.projectId, location: place.location });
  const counts = await readRowCounts(
    client,
    targets.map(({ target }) => target),
  ).catch(failedPart);
  return {
    statuses,
    unitTests: 'errors' in tests ? [] : tests,
    actions: built.actions,
    assertions,
    rowCounts: 'errors' in counts ? [] : counts,
    errors: [tests, models, counts].flatMap((part) => ('errors' in part ? part.errors : [])).concat(built.failures),
  };
}

const nothingBuilt: ModelsOutcome = { exitCode: 0, actions: [], failures: [] };
