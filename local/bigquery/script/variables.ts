import { GoogleSqlError, type Position } from '../googlesql/errors.ts';
import type { Expression } from '../googlesql/ast.ts';
import { type Binding, compileAssigned } from '../googlesql/compile.ts';
import { constrainedText } from '../googlesql/printer/constrained.ts';
import { duckType, type SqlType } from '../googlesql/types.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { Execution } from '../statements/execution.ts';

/** A name for a DuckDB variable that nothing in sight uses; free again after the statement that takes it, or its block. */
export function newSlot(execution: Execution): string {
  execution.slots += 1;
  return `script_${execution.slots}`;
}

/** DuckDB text of an expression as a value of `type`, converted as an assignment would. Throws GoogleSqlError. */
export function valueOfType(execution: Execution, expression: Expression, type: SqlType): string {
  return compileAssigned(expression, type, execution.compileContext()).sql;
}

/** Puts a value in a variable's slot. */
export async function setSlot(execution: Execution, slot: string, sql: string): Promise<void> {
  await execution.session.run(`SET VARIABLE ${quoteName(slot)} = ${sql}`);
}

/** Puts a value in a variable, held to the parameters of its type. */
export function assign(execution: Execution, { slot, type, parameters }: Binding, sql: string): Promise<void> {
  return setSlot(execution, slot, constrainedText(sql, type, parameters));
}

/** DuckDB text that reads a slot as a value of `type`: an untyped NULL stays what it was meant to be. */
export function readSlot(slot: string, type: SqlType): string {
  return `CAST(getvariable('${slot}') AS ${duckType(type)})`;
}

/** The type and slot of a variable in sight. Throws GoogleSqlError. */
export function variableNamed(execution: Execution, name: string, position: Position): Binding {
  const found = execution.variables.get(name.toLowerCase());
  if (found === undefined) throw new GoogleSqlError(`Undeclared variable: ${name}`, position);
  return found;
}

/** Adds variables to those in sight, until whoever opened the block puts the older ones back. */
export function declare(execution: Execution, bindings: readonly (readonly [name: string, binding: Binding])[]): void {
  const variables = new Map(execution.variables);
  for (const [name, binding] of bindings) variables.set(name.toLowerCase(), binding);
  execution.variables = variables;
}
