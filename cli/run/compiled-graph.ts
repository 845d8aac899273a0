import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledAction, CompiledGraph, CompiledTarget } from '../../dashboard/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { compileErrorLines, type CompilationError } from './compile-errors.ts';
import { projectDirectory, runDataform, type DataformOutcome } from './dataform.ts';

/** One action of the compiled project, as far as the command line asks. */
export interface GraphAction {
  /** `dataset.name`. */
  readonly target: string;
  readonly kind: 'model' | 'assertion' | 'operation';
  readonly fileName: string;
  /** True where a build adds to the table that is there. */
  readonly isIncremental: boolean;
  /** Targets that it reads or waits for. */
  readonly dependencies: readonly string[];
  /** The model in whose file an assertion is written; undefined for all else. */
  readonly parent: string | undefined;
  /** What the warehouse is asked to do, as text to compare. */
  readonly content: string;
}

/** A unit test of the compiled project. */
export interface GraphTest {
  readonly name: string;
  readonly fileName: string;
  /** The tested SQL, with the test's inputs in it, and the expected rows, as text to compare. */
  readonly content: string;
}

/** What of the compiled project can be run. */
export interface ProjectGraph {
  readonly actions: readonly GraphAction[];
  readonly tests: readonly GraphTest[];
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
 * @throws CliError with the compiler's own words where the project does not compile.
 */
export async function compileProject(
  parameters: readonly string[],
  directory = projectDirectory,
): Promise<CompiledGraph> {
  const outcome = await runDataform(['compile', '--json', ...parameters], {}, () => undefined, directory);
  if (outcome.exitCode !== 0) {
    throw new CliError(
      ['The Dataform project does not compile:', ...failureLines(outcome, directory)].join('\n'),
      ExitCode.warehouse,
      'Mend the file named above; `npx dataform compile` shows the same.',
    );
  }
  return JSON.parse(outcome.output.join('\n')) as CompiledGraph;
}

interface FailedGraph {
  readonly graphErrors?: { readonly compilationErrors?: readonly CompilationError[] };
}

/** Where Dataform got so far as to print a graph, the errors are in it; else they are all that it printed. */
function failureLines({ output, errors }: DataformOutcome, directory: string): readonly string[] {
  const text = output.join('\n');
  if (!text.startsWith('{')) return [...output, ...errors].filter((line) => !/^\s+at /.test(line));
  const { graphErrors } = JSON.parse(text) as FailedGraph;
  return compileErrorLines(graphErrors?.compilationErrors ?? [], (path) => {
    const file = join(directory, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  });
}

/** The actions and unit tests of a compiled project. */
export function projectGraph(graph: CompiledGraph): ProjectGraph {
  const tests = (graph.tests ?? []).map(({ name, fileName, testQuery, expectedOutputQuery }) => ({
    ...{ name, fileName },
    content: JSON.stringify([testQuery, expectedOutputQuery]),
  }));
  return { actions: graphActions(graph), tests };
}

/** The actions of a compiled project. */
export function graphActions(graph: CompiledGraph): readonly GraphAction[] {
  const actions = (kind: GraphAction['kind'], compiled: readonly CompiledAction[] = []) =>
    compiled.map((action) => ({
      kind,
      target: targetText(action.target),
      fileName: action.fileName,
      isIncremental: action['type'] === 'incremental',
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
