import type { Expression } from '../googlesql/ast.ts';
import { compileExpression } from '../googlesql/compile.ts';
import { GoogleSqlError } from '../googlesql/errors.ts';
import { printType } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';

/** Whether a condition holds: NULL does not. Throws GoogleSqlError where it is no BOOL. */
export async function holds(execution: Execution, condition: Expression): Promise<boolean> {
  const { sql, type } = compileExpression(condition, execution.compileContext());
  if (type.kind !== 'BOOL' && condition.kind !== 'null') {
    throw new GoogleSqlError(`Condition must be of type BOOL, but is ${printType(type)}`, condition.position);
  }
  const rows = await execution.session.rows(`SELECT ${sql}`);
  return rows[0]?.[0] === true;
}
