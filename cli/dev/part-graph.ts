import { modelName } from '../models/selection.ts';
import type { ProjectGraph } from '../run/compiled-graph.ts';

/**
 * The definitions to compile after some files were saved, where those alone can differ: the saved ones, the unit tests
 * of their models, and the models of saved unit tests.
 * @param graph of the project before.
 * @param testedModels model by the file of its unit test.
 * @returns undefined where more may differ: a file is not of `graph`, such as an include.
 */
export function filesToCompile(
  saved: readonly string[],
  { actions, tests }: ProjectGraph,
  testedModels: ReadonlyMap<string, string>,
): ReadonlySet<string> | undefined {
  const known = new Set([...actions, ...tests].map(({ fileName }) => fileName));
  if (saved.some((file) => !known.has(file))) return undefined;
  const isSaved = new Set(saved);
  const files = new Set(saved);
  for (const { target, kind, fileName } of actions) {
    if (kind === 'assertion') continue;
    for (const [test, model] of testedModels) {
      if (model !== modelName(target)) continue;
      if (isSaved.has(fileName)) files.add(test);
      if (isSaved.has(test)) files.add(fileName);
    }
  }
  return files;
}

/**
 * `graph` with the actions and unit tests of some files as `part` has them.
 * @returns undefined where `part` has others than `graph` had: a name is new, or gone, which concerns other files too.
 */
export function withPart(
  graph: ProjectGraph,
  part: ProjectGraph,
  files: ReadonlySet<string>,
): ProjectGraph | undefined {
  const inFiles = <Item extends { readonly fileName: string }>(items: readonly Item[]) =>
    items.filter(({ fileName }) => files.has(fileName));
  const actions = new Map(inFiles(part.actions).map((action) => [action.target, action]));
  const tests = new Map(inFiles(part.tests).map((test) => [test.name, test]));
  const before = inFiles(graph.actions).map(({ target }) => target);
  const testsBefore = inFiles(graph.tests).map(({ name }) => name);
  if (!isSame(before, actions) || !isSame(testsBefore, tests)) return undefined;
  return {
    actions: graph.actions.map((action) => actions.get(action.target) ?? action),
    tests: graph.tests.map((test) => tests.get(test.name) ?? test),
  };
}

function isSame(names: readonly string[], now: ReadonlyMap<string, unknown>): boolean {
  return names.length === now.size && names.every((name) => now.has(name));
}
