import { RAW_DATASET, RAW_TABLES } from '../../ingest/raw-tables.ts';
import { parseScript } from '../../local/bigquery/googlesql/index.ts';
import { type Action, compileProject, nameOf, type Target } from '../definitions/compiled-graph.ts';
import { type Column, type Google, type Table } from './google.ts';
import { ServiceError } from './service.ts';

/** Statements of scripts that the analyzer, which knows no variables, cannot take. */
const PROCEDURAL = new Set([
  ...['declare', 'set', 'if', 'case', 'loop', 'while', 'for', 'repeat', 'begin', 'raise', 'call', 'return'],
  ...['break', 'continue', 'execute_immediate', 'begin_transaction', 'commit', 'rollback'],
]);

const TYPES: Readonly<Record<string, string>> = { INTEGER: 'TYPE_INT64', BOOLEAN: 'TYPE_BOOL' };

/** The tables that the ingester makes; all others are what the analyzer says of the statements that make them. */
const rawTables = (): readonly Table[] =>
  RAW_TABLES.map(({ name, columns }) => ({
    name: `${RAW_DATASET}.${name}`,
    columns: columns.map((column) => ({
      name: column.name,
      type: { typeKind: TYPES[column.type] ?? `TYPE_${column.type}` },
    })),
  }));

/** As Dataform sends it; the text of the query keeps its lines. */
function definition({ target, type, query = '', bigquery }: Action): string {
  const partition = bigquery?.partitionBy ? ` partition by ${bigquery.partitionBy}` : '';
  const cluster = bigquery?.clusterBy?.length ? ` cluster by ${bigquery.clusterBy.join(', ')}` : '';
  return `create or replace ${type === 'view' ? 'view' : 'table'} \`${nameOf(target)}\`${partition}${cluster} as ${query}`;
}

interface Work {
  readonly file: string;
  /** What the statement is to the action: `query`, `preOps` … */
  readonly role: string;
  readonly text: string;
  /** The table that the statement makes. */
  readonly makes?: string;
}

type OperationRole = 'queries' | 'preOps' | 'incrementalPreOps' | 'postOps' | 'incrementalPostOps';

const operations = (action: Action, roles: readonly OperationRole[]): readonly Work[] =>
  roles.flatMap((role) => (action[role] ?? []).map((text) => ({ file: action.fileName, role, text })));

/** Everything of one action, in the order in which it runs. */
function workOf(action: Action): readonly Work[] {
  const { fileName: file, incrementalQuery, target } = action;
  return [
    ...operations(action, ['queries', 'preOps', 'incrementalPreOps']),
    ...(action.query === undefined
      ? []
      : [{ file, role: 'query', text: action.type ? definition(action) : action.query, makes: nameOf(target) }]),
    ...(incrementalQuery === undefined ? [] : [{ file, role: 'incrementalQuery', text: incrementalQuery }]),
    ...operations(action, ['postOps', 'incrementalPostOps']),
  ];
}

/** Actions after those they depend on. */
function inOrder(actions: readonly Action[]): readonly Action[] {
  const all = new Map(actions.map((action) => [nameOf(action.target), action]));
  const ordered = new Set<Action>();
  const visit = (target: Target): void => {
    const action = all.get(nameOf(target));
    if (!action || ordered.has(action)) return;
    for (const dependency of action.dependencyTargets ?? []) visit(dependency);
    ordered.add(action);
  };
  for (const { target } of actions) visit(target);
  return [...ordered];
}

const statementsOf = (text: string): readonly { readonly kind: string; readonly text: string }[] =>
  text.trim() === ''
    ? []
    : parseScript(text).statements.map(({ kind, position, end }) => ({ kind, text: text.slice(position.offset, end) }));

/**
 * Type-checks every statement that `dataform compile` yields for this project; gives what is wrong. A table's columns
 * are those that the analyzer itself finds in the statement that makes it, so none of our own compiler's work is trusted
 * but the cut between the statements of a script.
 */
export async function checkStatements(google: Google, log: (line: string) => void): Promise<readonly string[]> {
  const graph = await compileProject();
  const work = [
    ...inOrder([...graph.tables, ...(graph.operations ?? []), ...graph.assertions]).flatMap(workOf),
    ...graph.tests.flatMap(({ fileName: file, testQuery, expectedOutputQuery }) => [
      { file, role: 'testQuery', text: testQuery },
      { file, role: 'expectedOutputQuery', text: expectedOutputQuery },
    ]),
  ] satisfies Work[];
  const tables = new Map(rawTables().map((table) => [table.name, table]));
  const unchecked: string[] = [];
  const failures: string[] = [];
  let checked = 0;
  for (const { file, role, text, makes } of work as readonly Work[]) {
    for (const statement of statementsOf(text)) {
      if (PROCEDURAL.has(statement.kind)) {
        unchecked.push(statement.kind);
        continue;
      }
      const made = makes ?? /^create table if not exists\s+`([^`]+)`/iu.exec(statement.text)?.[1];
      try {
        const columns: readonly Column[] = await google.analyze(statement.text, [...tables.values()]);
        checked += 1;
        if (made !== undefined && !tables.has(made)) tables.set(made, { name: made, columns });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        failures.push(`${file} (${role}): ${error.message}`);
      }
    }
  }
  log(`statements of the project: ${checked} type-checked, ${failures.length} wrong`);
  if (unchecked.length > 0) log(`  not checked, since the analyzer knows no scripts: ${unchecked.join(', ')}`);
  return failures;
}
