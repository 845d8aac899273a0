import type { CaseStatement, Expression, IfStatement } from '../googlesql/ast.ts';
import { compileExpression } from '../googlesql/compile.ts';
import type { Completion } from './completion.ts';
import { holds } from './conditions.ts';
import { runStatements, type Script } from './interpreter.ts';
import { declare, newSlot, setSlot } from './variables.ts';

/** IF … ELSEIF … ELSE. */
export async function runIf(script: Script, statement: IfStatement): Promise<Completion> {
  for (const branch of statement.branches) {
    if (await holds(script.execution, branch.condition)) return runStatements(script, branch.statements);
  }
  return runStatements(script, statement.otherwise);
}

/** CASE, searched or of an operand. Without ELSE, nothing happens for a value that no branch has. */
export async function runCase(script: Script, statement: CaseStatement): Promise<Completion> {
  const matches = await matcher(script, statement.operand);
  for (const branch of statement.branches) {
    if (await matches(branch.when)) return runStatements(script, branch.statements);
  }
  return runStatements(script, statement.otherwise ?? []);
}

/** The operand is evaluated once, into a variable with a name that no script can say. */
async function matcher(
  { execution }: Script,
  operand: Expression | undefined,
): Promise<(when: Expression) => Promise<boolean>> {
  if (operand === undefined) return (when) => holds(execution, when);
  const { sql, type } = compileExpression(operand, execution.compileContext());
  const slot = newSlot(execution);
  await setSlot(execution, slot, sql);
  const { position, end } = operand;
  const name = `$${slot}`;
  const left = {
    kind: 'path',
    names: [{ kind: 'identifier', name, quoted: true, position, end }],
    position,
    end,
  } as const;
  return async (when) => {
    const before = execution.variables;
    declare(execution, [[name, { type, slot }]]);
    try {
      return await holds(execution, { kind: 'binary', operator: '=', left, right: when, position, end });
    } finally {
      execution.variables = before;
    }
  };
}
