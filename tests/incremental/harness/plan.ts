import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** The warehouse in which cases run: a BigQuery project, or a stand-in for one, that holds nothing else. */
export interface Warehouse {
  /** Runs a statement or a script; gives the rows of a query. @throws where the statement fails */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
}

/** How `dataform` finds the project and its warehouse. */
export interface DataformProject {
  readonly directory: string;
  readonly credentialsFile: string;
  /** Google Cloud project, which Dataform wants for `onSchemaChange`. */
  readonly projectId: string;
  /** Variables that point Google's client at the warehouse. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface PlannedAction {
  /** `dataset.name`. */
  readonly name: string;
  /** `table`, `view`, `incremental` or `inline`; undefined for assertions and operations. */
  readonly tableType?: string;
  readonly isAssertion: boolean;
  readonly fileName: string;
  readonly dependencies: readonly string[];
  /** What Dataform would send, in order. */
  readonly statements: readonly string[];
}

/** What Dataform would send, as the state of the warehouse makes it choose. */
export interface Plans {
  /** From nothing, and to make everything anew. */
  readonly fullRefresh: ReadonlyMap<string, PlannedAction>;
  /** Into tables that stand. */
  readonly incremental: ReadonlyMap<string, PlannedAction>;
  /** Into tables that stand and lack `newColumn`. */
  readonly newColumn: ReadonlyMap<string, PlannedAction>;
}

interface Target {
  readonly schema: string;
  readonly name: string;
}

/** `dataform run --dry-run --json` (https://github.com/dataform-co/dataform, execution.proto). */
interface ExecutionGraph {
  readonly actions: readonly {
    readonly target: Target;
    readonly type: string;
    readonly tableType?: string;
    readonly fileName: string;
    readonly dependencyTargets?: readonly Target[];
    readonly tasks?: readonly { readonly type: string; readonly statement: string }[];
  }[];
}

/** `dataform run` with these options. @throws where it fails, with what it printed */
export function runDataform(
  { directory, credentialsFile, projectId, environment }: DataformProject,
  options: readonly string[],
): Promise<{ readonly stdout: string }> {
  const script = createRequire(import.meta.url).resolve('@dataform/cli/bundle.js');
  const parameters = ['run', directory, '--credentials', credentialsFile, '--default-database', projectId, ...options];
  return promisify(execFile)(process.execPath, [script, ...parameters], {
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/**
 * What the real `dataform` command would send to the warehouse as it stands. It looks at the tables that exist, with
 * their columns, to choose between making a table and merging into it.
 */
export async function planRun(
  project: DataformProject,
  how: 'incremental' | 'full refresh',
): Promise<ReadonlyMap<string, PlannedAction>> {
  const { stdout } = await runDataform(project, [
    ...['--dry-run', '--json'],
    ...(how === 'full refresh' ? ['--full-refresh'] : []),
  ]);
  const { actions } = JSON.parse(stdout) as ExecutionGraph;
  return new Map(
    actions.map(({ target, type, tableType, fileName, dependencyTargets = [], tasks = [] }) => [
      nameOf(target),
      {
        name: nameOf(target),
        ...(tableType === undefined || type !== 'table' ? {} : { tableType: tableType.toLowerCase() }),
        isAssertion: type === 'assertion',
        fileName,
        dependencies: dependencyTargets.map(nameOf),
        statements: tasks.map(({ statement }) => statement),
      },
    ]),
  );
}

/**
 * The actions that must run for `model`, in order, the model last: those between it and the inputs. Assertions are left
 * out. @throws Error where the model reads something that is neither an input nor built.
 */
export function pathTo(
  model: string,
  inputs: readonly string[],
  plan: ReadonlyMap<string, PlannedAction>,
): readonly PlannedAction[] {
  const path = new Map<string, PlannedAction>();
  const visit = (name: string, reader: string): void => {
    if (path.has(name) || inputs.includes(name)) return;
    const action = plan.get(name);
    if (!action) throw new Error(`${reader} reads ${name}, which must be an input of ${model}.`);
    if (action.isAssertion) return;
    for (const dependency of action.dependencies) visit(dependency, name);
    path.set(name, action);
  };
  visit(model, 'The case');
  return [...path.values()];
}

/** The assertions that are written in the file of a model. */
export function assertionsOf(model: string, plan: ReadonlyMap<string, PlannedAction>): readonly PlannedAction[] {
  const file = plan.get(model)?.fileName;
  return [...plan.values()].filter(({ isAssertion, fileName }) => isAssertion && fileName === file);
}

function nameOf({ schema, name }: Target): string {
  return `${schema}.${name}`;
}
