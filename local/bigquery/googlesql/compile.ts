import type { Expression, Statement } from './ast.ts';
import { compileAlterOptions, compileAlterTable, compileCreateSchema, compileDrop } from './analyzer/alter.ts';
import { coerce, condition } from './analyzer/coerce.ts';
import { Compilation, type Env } from './analyzer/compilation.ts';
import {
  compileCreateFunction,
  compileCreateProcedure,
  compileCreateTableFunction,
} from './analyzer/create-routine.ts';
import { compileCreateTable, compileCreateView } from './analyzer/create-table.ts';
import { compileInsert } from './analyzer/insert.ts';
import { compileMerge } from './analyzer/merge.ts';
import { compileOptions } from './analyzer/options.ts';
import { compileDelete, compileTruncate, compileUpdate } from './analyzer/update.ts';
import { expression } from './analyzer/expressions.ts';
import { Scope } from './analyzer/scope.ts';
import { answer, refuseDuplicates } from './analyzer/statements.ts';
import type { Typed } from './analyzer/typed.ts';
import { notSupported } from './errors.ts';
import type { SqlType } from './types.ts';
import type { CompileContext, CompiledAction, CompiledExpression, CompiledStatement } from './compiled.ts';

export type * from './compiled.ts';
export { refuseDuplicates };

/**
 * Resolves the names of a statement, gives everything its type and prints DuckDB SQL. Scripting statements (DECLARE,
 * SET, IF, loops, CALL …) are the caller's to interpret. Throws GoogleSqlError.
 */
export function compileStatement(statement: Statement, context: CompileContext): CompiledStatement {
  const env = outermost(context);
  const { compilation } = env;
  const compiled = ((): CompiledAction => {
    switch (statement.kind) {
      case 'query_statement':
        return { kind: 'query', ...answer(statement.query, env) };
      case 'insert':
        return compileInsert(statement, env);
      case 'update':
        return compileUpdate(statement, env);
      case 'delete':
        return compileDelete(statement, env);
      case 'truncate':
        return compileTruncate(statement, env);
      case 'merge':
        return compileMerge(statement, env);
      case 'create_table':
        return compileCreateTable(statement, env);
      case 'create_view':
        return compileCreateView(statement, env);
      case 'create_schema':
        return compileCreateSchema(statement, env);
      case 'create_function':
        return compileCreateFunction(statement, env);
      case 'create_table_function':
        return compileCreateTableFunction(statement, env);
      case 'create_procedure':
        return compileCreateProcedure(statement, env);
      case 'alter_table':
        return compileAlterTable(statement, env);
      case 'alter_options':
        return compileAlterOptions(statement, env);
      case 'drop':
        return compileDrop(statement, env);
      case 'assert': {
        const inner = { ...env, clause: 'ASSERT' };
        const test = condition(
          expression(statement.condition, inner),
          'ASSERT expression',
          statement.condition.position,
        );
        const { description } = statement;
        return { kind: 'assert', sql: compilation.withViews(`SELECT ${test}`), description };
      }
      case 'export_data': {
        const options = compileOptions(statement.options, env);
        const query = answer(statement.query, env);
        refuseDuplicates(query);
        return { kind: 'exportData', options, query };
      }
      default:
        throw notSupported(`${statement.kind} outside a script`, statement.position);
    }
  })();
  return { ...compiled, referencedTables: compilation.referencedTables };
}

/** Compiles an expression of a script (a condition, a default, the text of EXECUTE IMMEDIATE). Throws GoogleSqlError. */
export function compileExpression(node: Expression, context: CompileContext): CompiledExpression {
  const env = outermost(context);
  return standalone(expression(node, env), env);
}

/** The same, converted to `type` as an assignment would. Throws GoogleSqlError where it does not coerce. */
export function compileAssigned(node: Expression, type: SqlType, context: CompileContext): CompiledExpression {
  const env = outermost(context);
  const mismatch = (from: string, to: string): string => `Expected type ${to}; found ${from}`;
  return standalone(coerce(expression(node, env), type, node.position, mismatch), env);
}

/** A value with the views it reads. */
function standalone({ sql, type }: Typed, { compilation }: Env): CompiledExpression {
  const { commonTables, referencedTables } = compilation;
  const text = commonTables.length === 0 ? sql : `(${compilation.withViews(`SELECT ${sql}`)})`;
  return { sql: text, type, referencedTables };
}

/** What surrounds a whole statement. */
const outermost = (context: CompileContext): Env => ({
  compilation: new Compilation(context),
  scope: new Scope(undefined),
  commonTables: new Map(),
  clause: 'an expression of a script',
});
