import { datasetName } from '../catalog/datasets.ts';
import type { RoutineRecord } from '../catalog/records.ts';
import { alreadyExists, notFound } from '../errors.ts';
import { writeTables } from '../engine/write.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import type { Execution } from './execution.ts';
import { evaluateOptions, optionText } from './options.ts';
import type { StatementOutcome } from './outcome.ts';
import { tableTarget } from './targets.ts';

type CreateRoutine = Extract<CompiledStatement, { kind: 'createFunction' | 'createTableFunction' | 'createProcedure' }>;

const kinds = {
  createFunction: 'function',
  createTableFunction: 'tableFunction',
  createProcedure: 'procedure',
} as const;
const words = {
  createFunction: 'CREATE_FUNCTION',
  createTableFunction: 'CREATE_TABLE_FUNCTION',
  createProcedure: 'CREATE_PROCEDURE',
} as const;

/** CREATE FUNCTION, TABLE FUNCTION and PROCEDURE: their texts are kept, and inlined or run where they are called. */
export async function runCreateRoutine(execution: Execution, compile: () => CreateRoutine): Promise<StatementOutcome> {
  const first = compile();
  const statementType = words[first.kind];
  if (first.kind === 'createFunction' && first.isTemporary) {
    const name = first.target.at(-1) ?? '';
    const { body, returns } = first;
    const entry = { kind: 'function' as const, name, arguments: first.arguments, body, ...(returns && { returns }) };
    execution.scratch.functions.set(name.toLowerCase(), entry);
    return { statementType, referencedTables: [], ddlOperation: 'CREATE' };
  }
  const { projectId, datasetId, tableId: routineId } = tableTarget(first.target);
  const ddlRoutine = { projectId, datasetId, routineId };
  return writeTables(execution, [`${datasetId}.${routineId}()`.toLowerCase()], async (change) => {
    if (execution.catalog.dataset(datasetId) === undefined)
      throw notFound('Dataset', datasetName(projectId, datasetId));
    const present = execution.catalog.routine(datasetId, routineId);
    const outcome = { statementType, referencedTables: [], ddlRoutine };
    if (present !== undefined && !first.orReplace) {
      if (first.ifNotExists) return { ...outcome, ddlOperation: 'SKIP' as const };
      throw alreadyExists('Routine', `${projectId}:${datasetId}.${routineId}`);
    }
    const compiled = compile();
    const options = await evaluateOptions(execution.session, compiled.options);
    await change.put({
      kind: 'routine',
      record: routineRecord(compiled, datasetId, routineId, optionText(options, 'description')),
    });
    return { ...outcome, ddlOperation: present === undefined ? ('CREATE' as const) : ('REPLACE' as const) };
  });
}

function routineRecord(
  compiled: CreateRoutine,
  datasetId: string,
  routineId: string,
  description: string | undefined,
): RoutineRecord {
  const now = Date.now();
  return {
    datasetId,
    routineId,
    kind: kinds[compiled.kind],
    arguments: compiled.arguments.map((argument) => ({
      name: argument.name,
      ...(argument.type && { type: argument.type }),
      ...('mode' in argument && { mode: argument.mode }),
    })),
    ...('returns' in compiled && compiled.returns && { returns: compiled.returns }),
    body: compiled.body,
    ...(description !== undefined && { description }),
    creationTime: now,
    lastModifiedTime: now,
  };
}
