/** What became of one action of `dataform run`. */
export type ActionStatus = 'successful' | 'failed' | 'skipped';

/** One line of `dataform run` about one action. */
export interface ActionResult {
  readonly kind: 'model' | 'assertion' | 'operation';
  /** `dataset.name`. */
  readonly target: string;
  readonly status: ActionStatus;
}

/** What became of one unit test of `dataform test`. */
export interface UnitTestResult {
  readonly name: string;
  readonly isPassed: boolean;
  /** How the rows differ from those expected; empty where it passed. */
  readonly messages: readonly string[];
}

/**
 * The opening of each line that `@dataform/cli` 3.0 prints of an action: `printExecutedAction` in its
 * bundle, the only account of a run that it gives.
 */
const openings: readonly (readonly [string, ActionResult['kind'], ActionStatus])[] = [
  ['Table created: ', 'model', 'successful'],
  ['Dataset creation failed: ', 'model', 'failed'],
  ['Skipping dataset creation: ', 'model', 'skipped'],
  ['Assertion passed: ', 'assertion', 'successful'],
  ['Assertion failed: ', 'assertion', 'failed'],
  ['Skipping assertion execution: ', 'assertion', 'skipped'],
  ['Operation completed successfully: ', 'operation', 'successful'],
  ['Operation failed: ', 'operation', 'failed'],
  ['Skipping operation execution: ', 'operation', 'skipped'],
];

/** `line` without terminal colours. */
export function plainLine(line: string): string {
  // ESC is written by its code point: the linter refuses control characters in patterns.
  return line.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}

/** The action that a plain line of `dataform run` tells of, if it tells of one. */
export function parseActionLine(line: string): ActionResult | undefined {
  const opening = openings.find(([text]) => line.startsWith(text));
  if (opening === undefined) return undefined;
  const target = /^\s*(\S+)/.exec(line.slice(opening[0].length))?.[1];
  return target === undefined ? undefined : { kind: opening[1], target, status: opening[2] };
}

/** The results of `dataform test --json`; undefined where its output is none, since it failed before. */
export function parseUnitTests(output: string): readonly UnitTestResult[] | undefined {
  if (!output.startsWith('[')) return undefined;
  const results = JSON.parse(output) as readonly { name: string; successful: boolean; messages?: readonly string[] }[];
  return results.map(({ name, successful, messages = [] }) => ({ name, isPassed: successful, messages }));
}
