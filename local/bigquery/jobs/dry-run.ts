import { fieldOf } from '../catalog/fields.ts';
import type { JsonObject } from '../http/body.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { checkFlow } from '../script/check-flow.ts';
import { isScript, refuseLonely } from '../script/interpreter.ts';
import { rehearse } from '../script/rehearse.ts';
import { SystemVariables } from '../script/system-variables.ts';
import { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import { jobSession, type Warehouse } from '../warehouse.ts';
import { bindParameters } from './parameters.ts';
import type { QueryConfig } from './query-config.ts';
import { processedBytes } from './processed-bytes.ts';
import { queryStatistics } from './query-statistics.ts';

/** What a query would do: its statistics with schema, and bytes, about. Throws what is wrong with it. */
export async function dryRun(
  warehouse: Warehouse,
  projectId: string,
  config: QueryConfig,
): Promise<{ readonly statistics: JsonObject }> {
  const { statements } = warehouse.statements.parse(config.text);
  const signal = new AbortController().signal;
  const session = await jobSession(warehouse, signal);
  try {
    const { defaultDataset } = config;
    const execution = new Execution({
      warehouse,
      session,
      signal,
      projectId,
      jobId: '',
      defaultDataset,
      parameters: [],
    });
    execution.parameters = await bindParameters(session, config.parameters, execution.compileContext());
    refuseLonely(statements);
    checkFlow(statements, config.text);
    const last = statements.at(-1);
    if (last === undefined || isScript(statements)) {
      await SystemVariables.create(execution, config.text);
      const read = rehearse(execution, statements, config.text);
      const bytes = await processedBytes(warehouse, read);
      return { statistics: { totalBytesProcessed: String(bytes), query: queryStatistics(undefined, true, bytes) } };
    }
    // Temporary functions may stand before the one statement.
    if (statements.length > 1) rehearse(execution, statements, config.text);
    const compiled = execution.compiler(last)();
    const bytes = await processedBytes(warehouse, compiled.referencedTables);
    const query = queryStatistics(outcomeOf(compiled), false, bytes);
    return { statistics: { totalBytesProcessed: String(bytes), query } };
  } finally {
    session.close();
  }
}

const statementTypes: Readonly<Partial<Record<CompiledStatement['kind'], string>>> = {
  query: 'SELECT',
  createTable: 'CREATE_TABLE',
  createView: 'CREATE_VIEW',
  createSchema: 'CREATE_SCHEMA',
  createFunction: 'CREATE_FUNCTION',
  createTableFunction: 'CREATE_TABLE_FUNCTION',
  createProcedure: 'CREATE_PROCEDURE',
  truncate: 'TRUNCATE_TABLE',
  exportData: 'EXPORT_DATA',
};

function outcomeOf(compiled: CompiledStatement): StatementOutcome {
  const { kind, referencedTables } = compiled;
  const isFilled = kind === 'createTable' && compiled.source !== undefined;
  const columns = kind === 'query' || kind === 'createTable' ? compiled.columns : undefined;
  const fields = columns?.map(({ name, type }) => fieldOf(name, type));
  return {
    statementType: isFilled ? 'CREATE_TABLE_AS_SELECT' : (statementTypes[kind] ?? kind.toUpperCase()),
    referencedTables,
    ...(fields && { result: { fields, totalRows: 0, place: { kind: 'inline', rows: [] } } }),
  };
}
