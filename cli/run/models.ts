import type { Terminal } from '../terminal.ts';
import { parseActionLine, type ActionResult } from './dataform-output.ts';
import { projectDirectory, runDataform } from './dataform.ts';

/** What `dataform run` did. */
export interface ModelsOutcome {
  readonly exitCode: number;
  readonly actions: readonly ActionResult[];
  /** What Dataform said of the actions that failed, without the SQL that it repeats. */
  readonly failures: readonly string[];
}

/**
 * Builds the models and checks the assertions with `dataform run`. A failed action does not throw: what
 * was built and what failed is the result.
 * @param expected how many actions the project has, for the progress line.
 * @param directory the project's.
 */
export async function buildModels(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  expected: number,
  terminal: Terminal,
  directory = projectDirectory,
): Promise<ModelsOutcome> {
  const actions: ActionResult[] = [];
  const { exitCode, errors } = await runDataform(
    ['run', ...parameters],
    environment,
    (line) => {
      const action = parseActionLine(line);
      if (action === undefined) return;
      actions.push(action);
      terminal.progress(`${actions.length} of ${expected}: ${action.target}`);
    },
    directory,
  );
  return { exitCode, actions, failures: failureLines(errors) };
}

/** Each line of SQL that Dataform repeats under a failure opens with its prompt. */
const sqlLine = /^\s*> /;

function failureLines(errors: readonly string[]): readonly string[] {
  return errors.filter((line) => !sqlLine.test(line) && line.trim() !== '').map((line) => line.trimEnd());
}
