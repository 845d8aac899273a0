import { WarehouseError } from '../errors.ts';
import { isStaleName } from '../engine/duckdb-errors.ts';
import type { Statement } from '../googlesql/ast.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { runAlter } from './alter-table.ts';
import { runCreateRoutine } from './create-routine.ts';
import { runCreateTable } from './create-table.ts';
import { runCreateView } from './create-view.ts';
import { runDml } from './dml.ts';
import { runDrop } from './drop.ts';
import type { Execution } from './execution.ts';
import { runExportData } from './export-data.ts';
import type { StatementOutcome } from './outcome.ts';
import { runQuery } from './query.ts';
import { runAlterSchema, runCreateSchema } from './schemas.ts';
import { defaultLocation } from '../warehouse.ts';

/** Times a statement is compiled anew because a table it names was replaced between compiling and running. */
const attempts = 5;

/** Runs one statement that is no scripting statement. */
export async function runStatement(execution: Execution, statement: Statement): Promise<StatementOutcome> {
  const compile = execution.compiler(statement);
  for (let attempt = 1; ; attempt += 1) {
    const { version } = execution.catalog;
    try {
      return await runCompiled(execution, compile);
    } catch (error) {
      if (error instanceof WarehouseError && error.reason === 'notFound') throw inLocation(error);
      const isStale = isStaleName(error) && execution.catalog.version !== version;
      if (!isStale || attempt === attempts || execution.openTransaction !== undefined) throw error;
    }
  }
}

/** `Not found: Table P:D.T was not found in location US`, as statements say it; requests leave the place out. */
function inLocation(error: WarehouseError): WarehouseError {
  const { message } = error;
  const isWhole = / was not found in location /.test(message);
  return isWhole
    ? error
    : new WarehouseError('notFound', `${message} was not found in location ${defaultLocation}`, 'query');
}

/** A compiler that is known to give statements of this kind: one AST node always does. */
type CompilerOf<Kind extends CompiledStatement['kind']> = () => Extract<CompiledStatement, { kind: Kind }>;

async function runCompiled(execution: Execution, compile: () => CompiledStatement): Promise<StatementOutcome> {
  const compiled = compile();
  refuseInTransaction(execution, compiled);
  switch (compiled.kind) {
    case 'query':
      return runQuery(execution, compile as CompilerOf<'query'>);
    case 'createTable':
      return runCreateTable(execution, compile as CompilerOf<'createTable'>);
    case 'createView':
      return runCreateView(execution, compile as CompilerOf<'createView'>);
    case 'createSchema':
      return runCreateSchema(execution, compiled);
    case 'createFunction':
    case 'createTableFunction':
    case 'createProcedure':
      return runCreateRoutine(
        execution,
        compile as CompilerOf<'createFunction' | 'createTableFunction' | 'createProcedure'>,
      );
    case 'drop':
      return runDrop(execution, compiled);
    case 'alter':
      return compiled.objectKind === 'schema'
        ? runAlterSchema(execution, compiled)
        : runAlter(execution, compile as CompilerOf<'alter'>);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'truncate':
      return runDml(execution, compile as CompilerOf<'insert' | 'update' | 'delete' | 'merge' | 'truncate'>);
    case 'assert':
      return runAssert(execution, compiled);
    case 'exportData':
      return runExportData(execution, compiled);
  }
}

async function runAssert(
  execution: Execution,
  compiled: Extract<CompiledStatement, { kind: 'assert' }>,
): Promise<StatementOutcome> {
  const rows = await execution.session.rows(compiled.sql);
  if (rows[0]?.[0] !== true) {
    throw new WarehouseError('invalidQuery', compiled.description ?? 'Assertion failed', 'query');
  }
  return { statementType: 'ASSERT', referencedTables: compiled.referencedTables };
}

const transactional = new Set(['query', 'insert', 'update', 'delete', 'merge', 'truncate', 'assert']);

/** https://cloud.google.com/bigquery/docs/transactions#statements_supported_in_transactions */
function refuseInTransaction(execution: Execution, compiled: CompiledStatement): void {
  if (execution.openTransaction === undefined || transactional.has(compiled.kind)) return;
  if ('isTemporary' in compiled && compiled.isTemporary) return;
  if (compiled.kind === 'drop' && execution.scratch.tables.has(compiled.target[0] ?? '')) return;
  throw new WarehouseError(
    'invalidQuery',
    'DDL statements other than those on temporary tables and functions are not supported inside a transaction.',
    'query',
  );
}
