import { requestSession } from '../warehouse.ts';
import { keepResult } from '../results/result-store.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import type { Execution } from './execution.ts';
import type { StatementOutcome } from './outcome.ts';

type Query = Extract<CompiledStatement, { kind: 'query' }>;

/** Runs a query and keeps its answer. */
export async function runQuery(execution: Execution, compile: () => Query): Promise<StatementOutcome> {
  const { sql, columns, referencedTables } = compile();
  const writer = () => requestSession(execution.warehouse);
  const result = await keepResult(execution.session, writer, sql, columns, execution.nextResultName());
  return { statementType: 'SELECT', referencedTables, result };
}
