import type { ForStatement, LoopStatement, RepeatStatement, WhileStatement } from '../googlesql/ast.ts';
import { compileStatement } from '../googlesql/compile.ts';
import { duckFieldName, duckType, type StructType } from '../googlesql/types.ts';
import { quoteName } from '../engine/sql-text.ts';
import { afterBody, type Completion, next } from './completion.ts';
import { holds } from './conditions.ts';
import { runStatements, type Script } from './interpreter.ts';
import { declare, newSlot, setSlot } from './variables.ts';

/** LOOP: until something leaves it. */
export async function runLoop(script: Script, statement: LoopStatement): Promise<Completion> {
  for (;;) {
    const end = afterBody(await runStatements(script, statement.statements), statement.label);
    if (end !== undefined) return end;
    // A body without statements must still be one that a cancellation can end.
    script.execution.signal.throwIfAborted();
    await new Promise(setImmediate);
  }
}

/** WHILE … DO. */
export async function runWhile(script: Script, statement: WhileStatement): Promise<Completion> {
  while (await holds(script.execution, statement.condition)) {
    const end = afterBody(await runStatements(script, statement.statements), statement.label);
    if (end !== undefined) return end;
  }
  return next;
}

/** REPEAT … UNTIL. */
export async function runRepeat(script: Script, statement: RepeatStatement): Promise<Completion> {
  do {
    const end = afterBody(await runStatements(script, statement.statements), statement.label);
    if (end !== undefined) return end;
  } while (!(await holds(script.execution, statement.until)));
  return next;
}

/** FOR … IN: the query is answered once, before the first turn; the variable is a STRUCT of its columns. */
export async function runFor(script: Script, statement: ForStatement): Promise<Completion> {
  const { execution } = script;
  const { position, end, query } = statement;
  const compiled = compileStatement({ kind: 'query_statement', query, position, end }, execution.compileContext());
  if (compiled.kind !== 'query') throw new Error('A query compiled to another statement.');
  const type: StructType = { kind: 'STRUCT', fields: compiled.columns };
  const columns = compiled.columns.map((_, index) => `c${index}`);
  const slot = newSlot(execution);
  const rows = `temp.main.${quoteName(slot)}`;
  await execution.session.run(
    `CREATE TEMP TABLE ${rows} AS SELECT row_number() OVER () AS n, * FROM (${compiled.sql}) AS t (${columns.join(', ')})`,
  );
  const fields = columns.map((column, index) => `${quoteName(duckFieldName(type, index))} := ${column}`).join(', ');
  const before = execution.variables;
  declare(execution, [[statement.variable.name, { type, slot }]]);
  try {
    const count = Number((await execution.session.rows(`SELECT count(*) FROM ${rows}`))[0]?.[0]);
    for (let row = 1; row <= count; row += 1) {
      await setSlot(
        execution,
        slot,
        `(SELECT CAST(struct_pack(${fields}) AS ${duckType(type)}) FROM ${rows} WHERE n = ${row})`,
      );
      const ended = afterBody(await runStatements(script, statement.statements), statement.label);
      if (ended !== undefined) return ended;
    }
    return next;
  } finally {
    execution.variables = before;
    await execution.session.run(`DROP TABLE IF EXISTS ${rows}`).catch(() => undefined);
  }
}
