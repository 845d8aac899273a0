import type { CompiledAction, CompiledGraph, CompiledTarget } from '../../dashboard/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { projectDirectory, runDataform } from './dataform.ts';

/** One action of the compiled project, as far as the command line asks. */
export interface GraphAction {
  /** `dataset.name`. */
  readonly target: string;
  readonly kind: 'model' | 'assertion' | 'operation';
  readonly fileName: string;
  /** Targets that it reads or waits for. */
  readonly dependencies: readonly string[];
  /** The model in whose file an assertion is written; undefined for all else. */
  readonly parent: string | undefined;
  /** What the warehouse is asked to do, as text to compare. */
  readonly content: string;
}

/** What of an action decides its table. */
const contentParts = [
  'type',
  'query',
  'queries',
  'incrementalQuery',
  'preOps',
  'postOps',
  'incrementalPreOps',
  'incrementalPostOps',
  'uniqueKey',
  'onSchemaChange',
  'bigquery',
];

/**
 * Compiles the project.
 * @param parameters further arguments of `dataform compile`.
 * @param directory the project's.
 * @throws CliError with the compiler's own lines where the project does not compile.
 */
export async function compileProject(
  parameters: readonly string[],
  directory = projectDirectory,
): Promise<CompiledGraph> {
  const outcome = await runDataform(['compile', '--json', ...parameters], {}, () => undefined, directory);
  if (outcome.exitCode !== 0) {
    throw new CliError(
      `The Dataform project does not compile:\n${outcome.lines.join('\n')}`,
      ExitCode.warehouse,
      'Mend the file named above; `npx dataform compile` shows the same.',
    );
  }
  return JSON.parse(outcome.output.join('\n')) as CompiledGraph;
}

/** The actions of a compiled project. */
export function graphActions(graph: CompiledGraph): readonly GraphAction[] {
  const actions = (kind: GraphAction['kind'], compiled: readonly CompiledAction[] = []) =>
    compiled.map((action) => ({
      kind,
      target: targetText(action.target),
      fileName: action.fileName,
      dependencies: (action.dependencyTargets ?? []).map(targetText),
      parent: action.parentAction && targetText(action.parentAction),
      content: JSON.stringify(contentParts.map((part) => action[part] ?? null)),
    }));
  return [
    ...actions('model', graph.tables),
    ...actions('assertion', graph.assertions),
    ...actions('operation', graph.operations),
  ];
}

function targetText(target: CompiledTarget): string {
  return `${target.schema}.${target.name}`;
}
