import { withAssertions, withDependents } from '../models/selection.ts';
import type { ActionStatus, UnitTestResult } from '../run/dataform-output.ts';
import type { GraphAction, GraphTest, ProjectGraph } from '../run/compiled-graph.ts';

/** What is done, as the text of each action and unit test that last succeeded, by its key. */
export type DoneWork = ReadonlyMap<string, string>;

/** What is to do. */
export interface ChangedWork {
  /** Models that differ from what was last built, those that read them, and assertions, `dataset.name`. */
  readonly actions: ReadonlySet<string>;
  /** Unit tests that differ from what last passed. */
  readonly tests: readonly GraphTest[];
  /** Incremental models that differ: rows that they hold already may stay as they were. */
  readonly incremental: readonly string[];
  /** Models that are in the project no more. */
  readonly gone: readonly string[];
}

const actionKey = (target: string) => `action ${target}`;
const testKey = (name: string) => `test ${name}`;

/** All of a project, as if it had succeeded. */
export function allDone({ actions, tests }: ProjectGraph): DoneWork {
  return new Map([
    ...actions.map(({ target, content }) => [actionKey(target), content] as const),
    ...tests.map(({ name, content }) => [testKey(name), content] as const),
  ]);
}

/** What `graph` has that is not done. An assertion that alone differs is checked without building its model. */
export function changedWork(done: DoneWork, graph: ProjectGraph): ChangedWork {
  const differs = graph.actions.filter(({ target, content }) => done.get(actionKey(target)) !== content);
  const names = (actions: readonly GraphAction[]) => actions.map(({ target }) => target);
  const models = differs.filter(({ kind }) => kind !== 'assertion');
  const built = readersOf(graph.actions, new Set(names(models)));
  const present = new Set(names(graph.actions).map(actionKey));
  return {
    actions: new Set([...withAssertions(graph.actions, built), ...names(differs)]),
    tests: graph.tests.filter(({ name, content }) => done.get(testKey(name)) !== content),
    incremental: names(models.filter(({ isIncremental }) => isIncremental)),
    gone: [...done.keys()]
      .filter((key) => key.startsWith(actionKey('')) && !present.has(key))
      .map((key) => key.slice(actionKey('').length))
      .filter((target) => !target.startsWith('assertions')),
  };
}

/** `models` and the models that read them. Dataform also lists the assertions that a model waits for. */
function readersOf(actions: readonly GraphAction[], models: ReadonlySet<string>): ReadonlySet<string> {
  return withDependents(
    actions.filter(({ kind }) => kind !== 'assertion'),
    models,
  );
}

/** What came of the work that was to do. */
export interface WorkOutcome {
  /** Status of each action that was tried; an assertion is `failed` where it found rows. */
  readonly statuses: ReadonlyMap<string, ActionStatus>;
  readonly unitTests: readonly UnitTestResult[];
}

/** What is done after some work: all of `graph` but what was tried and did not succeed, which is to be done again. */
export function afterWork(graph: ProjectGraph, work: ChangedWork, { statuses, unitTests }: WorkOutcome): DoneWork {
  const passed = unitTests.filter(({ isPassed }) => isPassed).map(({ name }) => testKey(name));
  const built = [...statuses].filter(([, status]) => status === 'successful').map(([target]) => actionKey(target));
  const open = new Set([...[...work.actions].map(actionKey), ...work.tests.map(({ name }) => testKey(name))]);
  for (const key of [...passed, ...built]) open.delete(key);
  return new Map([...allDone(graph)].filter(([key]) => !open.has(key)));
}
