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
  const name = execution.nextResultName();
  const keep = () => keepResult(execution.session, writer, sql, columns, name);
  // A query of an open transaction sees what the transaction did, which an error has undone.
  const result = await (execution.openTransaction === undefined ? execution.session.withRoom(keep) : keep());
  return { statementType: 'SELECT', referencedTables, result };
}
