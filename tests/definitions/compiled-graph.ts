import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Where an action's result is. */
export interface Target {
  readonly schema: string;
  readonly name: string;
}

/** A table, view, incremental table, assertion or declaration, as `dataform compile --json` prints it. */
export interface Action {
  readonly target: Target;
  readonly type?: string;
  readonly query?: string;
  readonly incrementalQuery?: string;
  readonly preOps?: readonly string[];
  readonly postOps?: readonly string[];
  readonly incrementalPreOps?: readonly string[];
  readonly incrementalPostOps?: readonly string[];
  /** The statements of an operation. */
  readonly queries?: readonly string[];
  readonly fileName: string;
  readonly tags?: readonly string[];
  readonly dependencyTargets?: readonly Target[];
  readonly uniqueKey?: readonly string[];
  readonly parentAction?: Target;
  readonly onSchemaChange?: string;
  readonly bigquery?: { readonly partitionBy?: string; readonly clusterBy?: readonly string[] };
  readonly actionDescriptor?: {
    readonly description?: string;
    readonly columns?: readonly { readonly path: readonly string[]; readonly description: string }[];
  };
}

/** A unit test of the project. */
export interface UnitTest {
  readonly name: string;
  readonly testQuery: string;
  readonly expectedOutputQuery: string;
  readonly fileName: string;
}

/** The parts of the compiled graph that the tests read (https://github.com/dataform-co/dataform, core.proto). */
export interface CompiledGraph {
  readonly tables: readonly Action[];
  readonly assertions: readonly Action[];
  readonly operations?: readonly Action[];
  readonly declarations: readonly Action[];
  readonly tests: readonly UnitTest[];
  readonly graphErrors?: { readonly compilationErrors?: readonly { readonly message: string }[] };
}

export const projectDirectory = resolve(import.meta.dirname, '../..');

const dataform = join(dirname(createRequire(import.meta.url).resolve('@dataform/cli/package.json')), 'bundle.js');

/** Compiles the project with the real CLI. `args` are added to `dataform compile --json`. */
export async function compileProject(args: readonly string[] = []): Promise<CompiledGraph> {
  const { stdout } = await runDataform(['compile', projectDirectory, '--json', ...args]);
  return JSON.parse(stdout) as CompiledGraph;
}

/** Runs the real CLI; rejects, with its output, if it fails. */
export async function runDataform(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [dataform, ...args], { maxBuffer: 64 * 1024 * 1024 });
}

/** `schema.name`. */
export function nameOf(target: Target): string {
  return `${target.schema}.${target.name}`;
}
