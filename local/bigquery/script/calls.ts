import type { CallStatement, Expression } from '../googlesql/ast.ts';
import { GoogleSqlError, notSupported } from '../googlesql/errors.ts';
import { compileExpression } from '../googlesql/compile.ts';
import { parseScript } from '../googlesql/parser/index.ts';
import type { SqlType } from '../googlesql/types.ts';
import { duckType } from '../googlesql/types.ts';
import type { RoutineArgumentRecord, RoutineRecord } from '../catalog/records.ts';
import { notFound } from '../errors.ts';
import type { Binding } from '../googlesql/compile.ts';
import type { Execution } from '../statements/execution.ts';
import { type Completion, next } from './completion.ts';
import { maximumCallDepth, runStatements, type Script } from './interpreter.ts';
import { newSlot, readSlot, setSlot, valueOfType, variableNamed } from './variables.ts';

/** CALL of a procedure: its body sees its arguments and nothing of the caller's. */
export async function runCall(script: Script, statement: CallStatement): Promise<Completion> {
  const { execution } = script;
  if (script.callDepth >= maximumCallDepth) {
    throw new GoogleSqlError(`Procedures nest deeper than ${maximumCallDepth} calls`, statement.position);
  }
  const procedure = findProcedure(execution, statement);
  const given = statement.arguments;
  if (given.length !== procedure.arguments.length) {
    throw new GoogleSqlError(
      `Procedure ${procedure.routineId} takes ${procedure.arguments.length} arguments, but was given ${given.length}`,
      statement.position,
    );
  }
  const inside = new Map<string, Binding>();
  const back: (() => Promise<void>)[] = [];
  for (const [index, argument] of procedure.arguments.entries()) {
    const value = given[index];
    if (value === undefined || !isExpression(value)) throw notSupported('this argument of CALL', statement.position);
    const bound = await bindArgument(execution, argument, value);
    inside.set(argument.name.toLowerCase(), bound.binding);
    if (bound.back !== undefined) back.push(bound.back);
  }
  const before = execution.variables;
  execution.variables = inside;
  try {
    const { statements } = parseScript(procedure.body);
    const inner = { ...script, text: procedure.body, callDepth: script.callDepth + 1 };
    await runStatements(inner, statements);
  } finally {
    execution.variables = before;
  }
  for (const copy of back) await copy();
  return next;
}

function findProcedure(execution: Execution, { name, position }: CallStatement): RoutineRecord {
  const parts = name.flatMap((part) => part.name);
  const routineId = parts.at(-1) ?? '';
  const datasetId = parts.at(-2) ?? execution.defaultDataset?.datasetId;
  if (datasetId === undefined)
    throw new GoogleSqlError(`Procedure ${routineId} must be qualified with a dataset`, position);
  const found = execution.catalog.routine(datasetId, routineId);
  if (found?.kind !== 'procedure') throw notFound('Routine', `${execution.projectId}:${datasetId}.${routineId}`);
  return found;
}

const isExpression = (value: CallStatement['arguments'][number]): value is Expression =>
  !['star', 'named_argument', 'lambda', 'table_argument'].includes(value.kind);

interface BoundArgument {
  readonly binding: Binding;
  /** Copies an OUT or INOUT value to the caller's variable, after the call. */
  readonly back?: () => Promise<void>;
}

async function bindArgument(
  execution: Execution,
  argument: RoutineArgumentRecord,
  value: Expression,
): Promise<BoundArgument> {
  const slot = newSlot(argument.name);
  const mode = argument.mode ?? 'IN';
  const type = argument.type ?? typeOfValue(execution, value);
  if (mode === 'IN') {
    await setSlot(execution, slot, valueOfType(execution, value, type));
    return { binding: { type, slot } };
  }
  const [only, ...others] = value.kind === 'path' ? value.names : [];
  if (only === undefined || others.length > 0) {
    throw new GoogleSqlError(`Argument ${argument.name} is ${mode}: it must be a variable`, value.position);
  }
  const outer = variableNamed(execution, only.name, only.position);
  const initial =
    mode === 'OUT' ? `NULL::${duckType(type)}` : `CAST(${readSlot(outer.slot, outer.type)} AS ${duckType(type)})`;
  await setSlot(execution, slot, initial);
  const back = () => setSlot(execution, outer.slot, `CAST(${readSlot(slot, type)} AS ${duckType(outer.type)})`);
  return { binding: { type, slot }, back };
}

function typeOfValue(execution: Execution, value: Expression): SqlType {
  return compileExpression(value, execution.compileContext()).type;
}
