import { createTable } from '../catalog/tables.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { fieldsOfDefinitions } from './columns.ts';
import type { Execution } from './execution.ts';
import { evaluateOptions } from './options.ts';
import type { StatementOutcome } from './outcome.ts';
import { partitioningRecord } from './partitioning.ts';
import { tableOptions } from './table-options.ts';
import { tableTarget } from './targets.ts';

type CreateView = Extract<CompiledStatement, { kind: 'createView' }>;

/** CREATE VIEW and CREATE MATERIALIZED VIEW: both keep their text, which is analysed anew wherever they are read. */
export async function runCreateView(execution: Execution, compile: () => CreateView): Promise<StatementOutcome> {
  const { referencedTables, isMaterialized, ...first } = compile();
  const target = tableTarget(first.target);
  const ddlOperation = await createTable(execution, target.projectId, target, first, async () => {
    const compiled = compile();
    const options = await evaluateOptions(execution.session, compiled.options);
    const fields = await fieldsOfDefinitions(execution.session, compiled.columns);
    const now = Date.now();
    const record = {
      datasetId: target.datasetId,
      tableId: target.tableId,
      type: isMaterialized ? ('MATERIALIZED_VIEW' as const) : ('VIEW' as const),
      fields,
      view: { query: compiled.query, ...(compiled.columnNames && { columnNames: compiled.columnNames }) },
      ...partitioningRecord(compiled.partitioning, undefined),
      ...(compiled.clustering.length > 0 && { clustering: compiled.clustering }),
      ...tableOptions(options),
      creationTime: now,
      lastModifiedTime: now,
    };
    return { record };
  });
  const statementType = isMaterialized ? 'CREATE_MATERIALIZED_VIEW' : 'CREATE_VIEW';
  return { statementType, referencedTables, ddlOperation, ddlTable: target };
}
