import type { CreateProcedureStatement } from '../googlesql/ast.ts';
import { typeNamed } from '../googlesql/analyzer/type-names.ts';
import { Execution } from '../statements/execution.ts';
import { checkFlow } from './check-flow.ts';
import { rehearse } from './rehearse.ts';
import { ScriptError } from './script-error.ts';
import { SystemVariables } from './system-variables.ts';
import { declare } from './variables.ts';

/**
 * Checks a procedure's body before it is kept, as `strict_mode` does unless it is switched off:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#procedure_option_list
 * @throws what is wrong with it
 */
export async function checkProcedure(
  outer: Execution,
  statement: CreateProcedureStatement,
  text: string,
): Promise<void> {
  const names = statement.parameters.map(({ name }) => name.name);
  checkFlow([statement.body], text, names);
  const isLenient = statement.options.some(
    ({ name, value }) => name.toLowerCase() === 'strict_mode' && value.kind === 'boolean' && !value.value,
  );
  // What an argument of any type leads to is known when it is called.
  if (isLenient || statement.parameters.some(({ type }) => type.kind === 'any_type')) return;
  const { warehouse, session, signal, projectId, jobId, defaultDataset } = outer;
  const inner = new Execution({ warehouse, session, signal, projectId, jobId, defaultDataset, parameters: [] });
  await SystemVariables.create(inner, statement.bodyText);
  declare(
    inner,
    statement.parameters.map(({ name, type }) => [name.name, { type: typeNamed(type), slot: name.name }] as const),
  );
  try {
    rehearse(inner, [statement.body], text);
  } catch (error) {
    throw error instanceof ScriptError ? error.cause : error;
  }
}
