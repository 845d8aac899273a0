import { GoogleSqlError, notSupported } from '../googlesql/errors.ts';
import type { DeclareStatement, Expression, SetStatement, SystemVariable } from '../googlesql/ast.ts';
import { parametersOf, typeNamed } from '../googlesql/analyzer/type-names.ts';
import { type Binding, compileExpression } from '../googlesql/compile.ts';
import { duckFieldName, duckType, STRING, structOf, type SqlType, type StructType } from '../googlesql/types.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type Completion, next } from './completion.ts';
import type { Script } from './interpreter.ts';
import { assign, declare, newSlot, readSlot, setSlot, valueOfType, variableNamed } from './variables.ts';

/** DECLARE: the names are in sight until the block ends. */
export async function runDeclare({ execution }: Script, statement: DeclareStatement): Promise<Completion> {
  const { names, type: typeName, default: value } = statement;
  const compiled = value && compileExpression(value, execution.compileContext());
  const type = typeName === undefined ? compiled?.type : typeNamed(typeName);
  if (type === undefined) throw new GoogleSqlError('DECLARE must have a type or a default', statement.position);
  const sql = value === undefined ? `NULL::${duckType(type)}` : valueOfType(execution, value, type);
  const parameters = typeName && parametersOf(typeName);
  const bindings = names.map(({ name }) => [name, { type, slot: newSlot(execution), parameters }] as const);
  const first = bindings[0]?.[1];
  for (const [, binding] of bindings) {
    // The default is evaluated once, whatever it is.
    await assign(execution, binding, first === undefined || binding === first ? sql : readSlot(first.slot, type));
  }
  declare(execution, bindings);
  return next;
}

/** SET of one variable, or of several from a struct. */
export async function runSet(script: Script, statement: SetStatement): Promise<Completion> {
  const { execution } = script;
  const [first] = statement.targets;
  if (first?.kind === 'system_variable' && !statement.tuple) return setSystemVariable(script, first, statement.value);
  const seen = new Set<string>();
  const targets = statement.targets.map((target) => {
    if (target.kind === 'system_variable') throw notSupported(`SET @@${target.name}`, target.position);
    const key = target.name.toLowerCase();
    if (seen.has(key)) {
      throw new GoogleSqlError(`Assigning multiple values to variable: ${target.name}`, target.position);
    }
    seen.add(key);
    return variableNamed(execution, target.name, target.position);
  });
  const [only] = targets;
  if (!statement.tuple && only !== undefined) {
    await assign(execution, only, valueOfType(execution, statement.value, only.type));
    return next;
  }
  await setSeveral({ execution }, targets, statement.value);
  return next;
}

/** DuckDB text of one field of the struct in a slot. */
function readField(slot: string, type: StructType, index: number, wanted: SqlType): string {
  return `CAST((${readSlot(slot, type)}).${quoteName(duckFieldName(type, index))} AS ${duckType(wanted)})`;
}

async function setSystemVariable(
  { execution, system }: Script,
  { name, position }: SystemVariable,
  value: Expression,
): Promise<Completion> {
  const sql = valueOfType(execution, value, STRING);
  const [row] = await execution.session.rows(`SELECT ${sql}`);
  await system.assign(name, row?.[0] === null || row === undefined ? undefined : String(row[0]), position);
  return next;
}

async function setSeveral(
  { execution }: Pick<Script, 'execution'>,
  targets: readonly Binding[],
  value: Expression,
): Promise<void> {
  const type = structOf(...targets.map((target) => ['', target.type] as const));
  const whole = newSlot(execution);
  await setSlot(execution, whole, valueOfType(execution, value, type));
  for (const [index, target] of targets.entries()) {
    await assign(execution, target, readField(whole, type, index, target.type));
  }
}
