import { GoogleSqlError, notSupported } from '../googlesql/errors.ts';
import type { DeclareStatement, Expression, Identifier, SetStatement } from '../googlesql/ast.ts';
import { resolveType } from '../googlesql/analyzer/type-names.ts';
import { compileExpression } from '../googlesql/compile.ts';
import { duckFieldName, duckType, sameType, type SqlType } from '../googlesql/types.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type Completion, next } from './completion.ts';
import type { Script } from './interpreter.ts';
import { declare, newSlot, readSlot, setSlot, valueOfType, variableNamed } from './variables.ts';

/** DECLARE: the names are in sight until the block ends. */
export async function runDeclare({ execution }: Script, statement: DeclareStatement): Promise<Completion> {
  const { names, type: typeName, default: value } = statement;
  for (const { name, position } of names) {
    if (execution.systemVariables.has(name.toLowerCase())) throw new GoogleSqlError(`Reserved name: ${name}`, position);
  }
  const compiled = value && compileExpression(value, execution.compileContext());
  const type = typeName === undefined ? compiled?.type : resolveType(typeName);
  if (type === undefined) throw new GoogleSqlError('DECLARE must have a type or a default', statement.position);
  const sql = value === undefined ? `NULL::${duckType(type)}` : valueOfType(execution, value, type);
  const bindings = names.map(({ name }) => [name, type, newSlot(name)] as const);
  const [first] = bindings;
  for (const [, , slot] of bindings) {
    // The default is evaluated once, whatever it is.
    await setSlot(execution, slot, slot === first?.[2] ? sql : readSlot(first?.[2] ?? slot, type));
  }
  declare(execution, bindings);
  return next;
}

/** SET of one variable, or of several from a struct. */
export async function runSet({ execution }: Script, statement: SetStatement): Promise<Completion> {
  const targets = statement.targets.map((target) => {
    if (target.kind === 'system_variable') throw notSupported(`SET @@${target.name}`, target.position);
    return { target, ...variableNamed(execution, target.name, target.position) };
  });
  const [only] = targets;
  if (!statement.tuple && only !== undefined) {
    await setSlot(execution, only.slot, valueOfType(execution, statement.value, only.type));
    return next;
  }
  await setSeveral({ execution }, targets, statement.value);
  return next;
}

async function setSeveral(
  { execution }: Pick<Script, 'execution'>,
  targets: readonly { readonly target: Identifier; readonly type: SqlType; readonly slot: string }[],
  value: Expression,
): Promise<void> {
  const { sql, type } = compileExpression(value, execution.compileContext());
  if (type.kind !== 'STRUCT' || type.fields.length !== targets.length) {
    throw new GoogleSqlError(`The right side of SET must be a STRUCT of ${targets.length} fields`, value.position);
  }
  const whole = newSlot('tuple');
  await setSlot(execution, whole, sql);
  for (const [index, { slot, type: wanted }] of targets.entries()) {
    const field = `getvariable('${whole}').${quoteName(duckFieldName(type, index))}`;
    const given = type.fields[index]?.type;
    const isSame = given !== undefined && sameType(given, wanted);
    await setSlot(execution, slot, isSame ? field : `CAST(${field} AS ${duckType(wanted)})`);
  }
}
