import { lockKey } from '../catalog/relations.ts';
import { touchTable } from '../catalog/tables.ts';
import { WarehouseError } from '../errors.ts';
import { writeTables } from '../engine/write.ts';
import type { CompiledStatement, Step } from '../googlesql/compile.ts';
import type { Execution } from './execution.ts';
import type { DmlStats, StatementOutcome } from './outcome.ts';

type Dml = Extract<CompiledStatement, { kind: 'insert' | 'update' | 'delete' | 'merge' | 'truncate' }>;

/** INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */
export async function runDml(execution: Execution, compile: () => Dml): Promise<StatementOutcome> {
  const { kind, target, referencedTables } = compile();
  const { reference } = target;
  // A session's own table has no dataset, no queue and no record.
  const isTemporary = reference.datasetId === '';
  const affectedRows = await writeTables(execution, isTemporary ? [] : [lockKey(reference)], async (change) => {
    const compiled = compile();
    for (const step of compiled.before) await runStep(execution, step);
    const count = await execution.session.change(compiled.sql);
    for (const sql of compiled.after) await execution.session.run(sql);
    const record = execution.catalog.table(reference.datasetId, reference.tableId);
    if (record !== undefined) await touchTable(change, record);
    return count;
  });
  const outcome = { statementType: kind === 'truncate' ? 'TRUNCATE_TABLE' : kind.toUpperCase(), referencedTables };
  return { ...outcome, affectedRows, ...statsOf(kind, affectedRows) };
}

async function runStep(execution: Execution, step: Step): Promise<void> {
  if (step.kind === 'run') {
    await execution.session.run(step.sql);
    return;
  }
  const rows = await execution.session.rows(step.sql);
  if (rows.length > 0) throw new WarehouseError('invalidQuery', step.message, 'query');
}

/** DuckDB counts a MERGE's rows in one number, so only the others tell what was done to them. */
function statsOf(kind: Dml['kind'], count: number): { readonly dmlStats?: DmlStats } {
  const rows = String(count);
  if (kind === 'insert') return { dmlStats: { insertedRowCount: rows } };
  if (kind === 'update') return { dmlStats: { updatedRowCount: rows } };
  if (kind === 'delete' || kind === 'truncate') return { dmlStats: { deletedRowCount: rows } };
  return {};
}
