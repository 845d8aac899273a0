import { lockKey } from '../catalog/relations.ts';
import { dropExpiredPartitions } from '../catalog/expired-partitions.ts';
import { touchTable } from '../catalog/tables.ts';
import { WarehouseError } from '../errors.ts';
import { writeTables } from '../engine/write.ts';
import type { Session } from '../engine/session.ts';
import type { CompiledStatement, InsertOfRows, Step } from '../googlesql/compile.ts';
import type { Execution } from './execution.ts';
import type { DmlStats, StatementOutcome } from './outcome.ts';

type Dml = Extract<CompiledStatement, { kind: 'insert' | 'update' | 'delete' | 'merge' | 'truncate' }>;

/** The rows that an INSERT of an open transaction is about to insert. */
const STAGED = '"$inserted"';

/** INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */
export async function runDml(execution: Execution, compile: () => Dml): Promise<StatementOutcome> {
  const { kind, target, referencedTables } = compile();
  const { reference } = target;
  // A session's own table has no dataset, no queue and no record.
  const isTemporary = reference.datasetId === '';
  const keys = isTemporary ? [] : [lockKey(reference)];
  const { affectedRows, split } = await writeTables(execution, keys, async (change) => {
    const compiled = compile();
    for (const step of compiled.before) await runStep(execution, step);
    const { insert } = compiled;
    const count =
      insert !== undefined && execution.openTransaction !== undefined && !isTemporary
        ? await insertStaged(execution.session, insert)
        : await execution.session.change(compiled.sql);
    const rows = compiled.splitSql === undefined ? [] : await execution.session.rows(compiled.splitSql);
    for (const sql of compiled.after) await execution.session.run(sql);
    const record = execution.catalog.table(reference.datasetId, reference.tableId);
    if (record !== undefined) {
      await dropExpiredPartitions(execution.session, record);
      await touchTable(change, record);
    }
    return { affectedRows: count, split: rows[0]?.map(String) };
  });
  const outcome = { statementType: kind === 'truncate' ? 'TRUNCATE_TABLE' : kind.toUpperCase(), referencedTables };
  return { ...outcome, affectedRows, dmlStats: statsOf(kind, affectedRows, split) };
}

async function runStep(execution: Execution, step: Step): Promise<void> {
  if (step.kind === 'run') {
    await execution.session.run(step.sql);
    return;
  }
  if (step.kind === 'insert') {
    await insertRows(execution.session, step);
    return;
  }
  const rows = await execution.session.rows(step.sql);
  if (rows.length > 0) throw new WarehouseError('invalidQuery', step.message, 'query');
}

/**
 * Inserts rows if there are any: where one transaction inserts none and, before or after, 122,880 or more into the same
 * table, DuckDB 1.5.5 shows no later row of that table until a CHECKPOINT. `rows` must answer the same twice.
 */
async function insertRows(session: Session, { into, rows }: InsertOfRows): Promise<number> {
  const first = await session.rows(`SELECT 1 FROM (${rows}) LIMIT 1`);
  return first.length === 0 ? 0 : session.change(`${into} ${rows}`);
}

/** The same for any query, which is run once. */
async function insertStaged(session: Session, { into, rows }: InsertOfRows): Promise<number> {
  await session.run(`CREATE OR REPLACE TEMP TABLE ${STAGED} AS ${rows}`);
  const count = await insertRows(session, { into, rows: `FROM temp.${STAGED}` });
  await session.run(`DROP TABLE temp.${STAGED}`);
  return count;
}

/** What was done to the rows: of a MERGE by the `split` of inserted, updated and deleted. */
function statsOf(kind: Dml['kind'], count: number, split: readonly string[] | undefined): DmlStats {
  const rows = String(count);
  const [inserted, updated, deleted] = split ?? [
    kind === 'insert' ? rows : '0',
    kind === 'update' ? rows : '0',
    kind === 'delete' || kind === 'truncate' ? rows : '0',
  ];
  return {
    ...(inserted !== '0' && { insertedRowCount: inserted ?? '0' }),
    ...(updated !== '0' && { updatedRowCount: updated ?? '0' }),
    ...(deleted !== '0' && { deletedRowCount: deleted ?? '0' }),
  };
}
