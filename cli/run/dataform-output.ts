/** What became of one action of `dataform run`. */
export type ActionStatus = 'successful' | 'failed' | 'skipped';

/** One line of `dataform run` about one action. */
export interface ActionResult {
  readonly kind: 'model' | 'assertion' | 'operation';
  /** `dataset.name`. */
  readonly target: string;
  readonly status: ActionStatus;
}

/** One line of `dataform test`. */
export interface UnitTestResult {
  readonly name: string;
  readonly isPassed: boolean;
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

/** The unit test that a plain line of `dataform test` tells of, if it tells of one. */
export function parseUnitTestLine(line: string): UnitTestResult | undefined {
  const match = /^(\S.*): (passed|failed)$/.exec(line);
  return match?.[1] === undefined ? undefined : { name: match[1], isPassed: match[2] === 'passed' };
}
