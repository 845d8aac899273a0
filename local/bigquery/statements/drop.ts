import { notFound, WarehouseError } from '../errors.ts';
import type { TableRecord } from '../catalog/records.ts';
import { dropTable } from '../catalog/tables.ts';
import { writeTables } from '../engine/write.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import type { Execution } from './execution.ts';
import type { StatementOutcome } from './outcome.ts';
import { runDropSchema } from './schemas.ts';
import { tableTarget } from './targets.ts';

type Drop = Extract<CompiledStatement, { kind: 'drop' }>;

const tableTypes: Readonly<Record<string, readonly TableRecord['type'][]>> = {
  table: ['TABLE'],
  view: ['VIEW'],
  materializedView: ['MATERIALIZED_VIEW'],
};

const words: Readonly<Record<Drop['objectKind'], string>> = {
  table: 'DROP_TABLE',
  view: 'DROP_VIEW',
  materializedView: 'DROP_MATERIALIZED_VIEW',
  snapshotTable: 'DROP_SNAPSHOT_TABLE',
  externalTable: 'DROP_EXTERNAL_TABLE',
  schema: 'DROP_SCHEMA',
  function: 'DROP_FUNCTION',
  tableFunction: 'DROP_TABLE_FUNCTION',
  procedure: 'DROP_PROCEDURE',
};

/** DROP of anything. */
export async function runDrop(execution: Execution, compiled: Drop): Promise<StatementOutcome> {
  const { objectKind } = compiled;
  if (objectKind === 'schema') return runDropSchema(execution, compiled);
  const types = tableTypes[objectKind];
  if (types !== undefined) return dropTableOrView(execution, compiled, types);
  if (objectKind === 'snapshotTable' || objectKind === 'externalTable') {
    throw new WarehouseError(
      'invalidQuery',
      `not supported by the local warehouse: ${words[objectKind].replaceAll('_', ' ')}`,
      'query',
    );
  }
  return dropRoutine(execution, compiled);
}

async function dropTableOrView(
  execution: Execution,
  compiled: Drop,
  types: readonly TableRecord['type'][],
): Promise<StatementOutcome> {
  const statementType = words[compiled.objectKind];
  const [only = ''] = compiled.target;
  const temporary = compiled.target.length === 1 ? execution.scratch.tables.get(only) : undefined;
  if (temporary !== undefined) {
    await execution.session.run(`DROP TABLE ${temporary.relation}`);
    execution.scratch.tables.delete(only);
    return { statementType, referencedTables: [], ddlOperation: 'DROP' };
  }
  const target = tableTarget(compiled.target);
  const isGone = await dropTable(execution, target.projectId, target, { ifExists: compiled.ifExists, types });
  return { statementType, referencedTables: [], ddlOperation: isGone ? 'DROP' : 'SKIP', ddlTable: target };
}

async function dropRoutine(execution: Execution, compiled: Drop): Promise<StatementOutcome> {
  const statementType = words[compiled.objectKind];
  const [only = ''] = compiled.target;
  if (compiled.target.length === 1 && execution.scratch.functions.delete(only.toLowerCase())) {
    return { statementType, referencedTables: [], ddlOperation: 'DROP' };
  }
  const { projectId, datasetId, tableId: routineId } = tableTarget(compiled.target);
  const ddlRoutine = { projectId, datasetId, routineId };
  return writeTables(execution, [`${datasetId}.${routineId}()`.toLowerCase()], async (change) => {
    const present = execution.catalog.routine(datasetId, routineId);
    if (present?.kind !== compiled.objectKind) {
      if (compiled.ifExists) return { statementType, referencedTables: [], ddlOperation: 'SKIP' as const, ddlRoutine };
      throw notFound('Routine', `${projectId}:${datasetId}.${routineId}`);
    }
    await change.remove({ kind: 'routine', datasetId, objectId: present.routineId });
    return { statementType, referencedTables: [], ddlOperation: 'DROP' as const, ddlRoutine };
  });
}
