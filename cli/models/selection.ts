import { editDistance } from '../../ingest/index.ts';
import type { GraphAction } from '../run/compiled-graph.ts';

/** The name without the dataset. */
export const modelName = (target: string): string => target.slice(target.indexOf('.') + 1);

/** A name that no model has, with those that are like it. */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';

  constructor(
    readonly model: string,
    readonly similar: readonly string[],
  ) {
    super(`No model is named ${model}.`);
  }
}

/** The models of the given names, each with or without its dataset. @throws UnknownModelError */
export function namedModels(graph: readonly GraphAction[], names: readonly string[]): ReadonlySet<string> {
  const models = graph.filter(({ kind }) => kind !== 'assertion');
  return new Set(
    names.map((name) => {
      const found = models.find(({ target }) => target === name || modelName(target) === name);
      if (found !== undefined) return found.target;
      throw new UnknownModelError(
        name,
        namesLike(
          modelName(name),
          models.map(({ target }) => modelName(target)),
        ),
      );
    }),
  );
}

/** Names shown in place of one that no model has. */
const shownNames = 3;

/** The nearest of `known`, the most like first: those that differ in few letters, else those that share a word. */
function namesLike(name: string, known: readonly string[]): readonly string[] {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= name.length / 3)
    .sort((left, right) => left.distance - right.distance)
    .map(({ candidate }) => candidate);
  const words = name.split('_').filter((word) => word.length >= 4 && word !== 'mart');
  const sharing = known.filter((candidate) => words.some((word) => candidate.includes(word)));
  return (near.length > 0 ? near : sharing).slice(0, shownNames);
}

/** Actions that are not in `before` as they are now; of an assertion in a model's file, the model. */
export function changedActions(before: readonly GraphAction[], now: readonly GraphAction[]): ReadonlySet<string> {
  const earlier = new Map(before.map(({ target, content }) => [target, content]));
  return new Set(
    now.filter(({ target, content }) => earlier.get(target) !== content).map(({ target, parent }) => parent ?? target),
  );
}

/** `targets` with all that they read, directly or not. */
export function withDependencies(graph: readonly GraphAction[], targets: ReadonlySet<string>): ReadonlySet<string> {
  const byTarget = new Map(graph.map((action) => [action.target, action.dependencies]));
  return closure(targets, (target) => (byTarget.get(target) ?? []).filter((name) => byTarget.has(name)));
}

/** `targets` with all that reads them, directly or not. */
export function withDependents(graph: readonly GraphAction[], targets: ReadonlySet<string>): ReadonlySet<string> {
  return closure(targets, (target) =>
    graph.filter(({ dependencies }) => dependencies.includes(target)).map((action) => action.target),
  );
}

/** `targets` with the assertions on them. */
export function withAssertions(graph: readonly GraphAction[], targets: ReadonlySet<string>): ReadonlySet<string> {
  const checks = graph.filter(
    ({ kind, parent, dependencies }) =>
      kind === 'assertion' &&
      (parent === undefined ? dependencies.some((name) => targets.has(name)) : targets.has(parent)),
  );
  return new Set([...targets, ...checks.map(({ target }) => target)]);
}

function closure(start: ReadonlySet<string>, next: (target: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(start);
  for (const target of found) for (const other of next(target)) found.add(other);
  return found;
}
