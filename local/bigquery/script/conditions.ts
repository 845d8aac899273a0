import type { Expression } from '../googlesql/ast.ts';
import { BOOL } from '../googlesql/types.ts';
import type { Execution } from '../statements/execution.ts';
import { valueOfType } from './variables.ts';

/** Whether a condition holds: NULL does not. Throws GoogleSqlError where it is no BOOL. */
export async function holds(execution: Execution, condition: Expression): Promise<boolean> {
  const rows = await execution.session.rows(`SELECT ${valueOfType(execution, condition, BOOL)}`);
  return rows[0]?.[0] === true;
}
