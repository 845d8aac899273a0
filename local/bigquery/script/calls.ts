import type { CallStatement, Expression } from '../googlesql/ast.ts';
import { GoogleSqlError, notSupported } from '../googlesql/errors.ts';
import { type Binding, compileExpression } from '../googlesql/compile.ts';
import { parseScript } from '../googlesql/parser/index.ts';
import { canCoerce } from '../googlesql/coercion.ts';
import { duckType, printType, type SqlType } from '../googlesql/types.ts';
import type { RoutineArgumentRecord, RoutineRecord } from '../catalog/records.ts';
import type { Execution } from '../statements/execution.ts';
import { checkFlow } from './check-flow.ts';
import { type Completion, next } from './completion.ts';
import { maximumCallDepth, runStatements, type Script } from './interpreter.ts';
import { assign, newSlot, readSlot, setSlot, valueOfType, variableNamed } from './variables.ts';

/** CALL of a procedure: its body sees its arguments and nothing of the caller's. */
export async function runCall(script: Script, statement: CallStatement): Promise<Completion> {
  const { execution } = script;
  const name = statement.name.flatMap((part) => part.name).join('.');
  if (script.callers.length >= maximumCallDepth) {
    throw new GoogleSqlError(`Out of stack space due to deeply-nested procedure call to ${name}`, statement.position);
  }
  const procedure = findProcedure(execution, statement);
  const given = statement.arguments;
  if (given.length !== procedure.arguments.length) {
    throw new GoogleSqlError(
      `Procedure ${name} expects ${procedure.arguments.length} argument(s), ${given.length} provided`,
      statement.name[0]?.position ?? statement.position,
    );
  }
  refuseSharedOutputs(procedure, given);
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
    checkFlow(statements, procedure.body, [...inside.keys()]);
    const { line, column } = statement.position;
    const callers = [{ line, column, location: script.location }, ...script.callers];
    const location = `${execution.projectId}.${procedure.datasetId}.${procedure.routineId}`;
    await runStatements({ ...script, text: procedure.body, location, callers, handled: undefined }, statements);
  } finally {
    execution.variables = before;
  }
  for (const copy of back) await copy();
  return next;
}

/** One variable can't take two results. */
function refuseSharedOutputs(procedure: RoutineRecord, given: CallStatement['arguments']): void {
  const seen = new Set<string>();
  for (const [index, argument] of procedure.arguments.entries()) {
    const value = given[index];
    if (value?.kind !== 'path' || (argument.mode ?? 'IN') === 'IN') continue;
    const [variable = ''] = value.names.map(({ name }) => name);
    if (seen.has(variable.toLowerCase())) {
      throw new GoogleSqlError(
        `A variable cannot be passed in multiple times as OUT/INOUT arguments: ${variable}`,
        value.position,
      );
    }
    seen.add(variable.toLowerCase());
  }
}

function findProcedure(execution: Execution, { name, position }: CallStatement): RoutineRecord {
  const parts = name.flatMap((part) => part.name);
  const routineId = parts.at(-1) ?? '';
  const datasetId = parts.at(-2) ?? execution.defaultDataset?.datasetId;
  if (datasetId === undefined)
    throw new GoogleSqlError(`Procedure ${routineId} must be qualified with a dataset`, position);
  const found = execution.catalog.routine(datasetId, routineId);
  if (found?.kind !== 'procedure')
    throw new GoogleSqlError(`Procedure is not found: ${parts.join('.')}`, name[0]?.position ?? position);
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
  const slot = newSlot(execution);
  const mode = argument.mode ?? 'IN';
  const type = argument.type ?? typeOfValue(execution, value);
  if (mode === 'IN') {
    await setSlot(execution, slot, valueOfType(execution, value, type));
    return { binding: { type, slot } };
  }
  const [only, ...others] = value.kind === 'path' ? value.names : [];
  if (only === undefined || others.length > 0) {
    throw new GoogleSqlError('Procedure OUT/INOUT argument must be a variable', value.position);
  }
  const outer = variableNamed(execution, only.name, only.position);
  if (!canCoerce({ kind: 'value', type }, outer.type)) {
    throw new GoogleSqlError(
      `Variable ${only.name} cannot be passed as output argument ${argument.name}, for argument type ${printType(type)} cannot be coerced to variable type ${printType(outer.type)} when procedure exits`,
      value.position,
    );
  }
  await setSlot(execution, slot, mode === 'OUT' ? `NULL::${duckType(type)}` : valueOfType(execution, value, type));
  const back = () => assign(execution, outer, `CAST(${readSlot(slot, type)} AS ${duckType(outer.type)})`);
  return { binding: { type, slot }, back };
}

function typeOfValue(execution: Execution, value: Expression): SqlType {
  return compileExpression(value, execution.compileContext()).type;
}
