import { fieldOf } from '../catalog/fields.ts';
import type { TableRecord } from '../catalog/records.ts';
import { lockKey, relationOf } from '../catalog/relations.ts';
import { rowsOfTable } from '../catalog/size.ts';
import { createTable, tableName, touchTable } from '../catalog/tables.ts';
import { notFound, WarehouseError } from '../errors.ts';
import { quoteName } from '../engine/sql-text.ts';
import { writeTables } from '../engine/write.ts';
import type { Statement } from '../googlesql/ast.ts';
import { type CompiledStatement, refuseDuplicates } from '../googlesql/compile.ts';
import type { ResultSet } from '../results/result-store.ts';
import type { Execution } from '../statements/execution.ts';
import type { StatementOutcome } from '../statements/outcome.ts';
import type { Dispositions } from './destination.ts';
import type { QueryConfig } from './query-config.ts';
import { fitSchema } from './schema-update.ts';
import { storedColumns } from './stored-columns.ts';

/** Runs a query whose answer goes to a table that the configuration names. */
export async function writeDestination(
  execution: Execution,
  config: QueryConfig,
  statements: readonly Statement[],
): Promise<StatementOutcome> {
  const [statement] = statements;
  if (statement?.kind !== 'query_statement' || statements.length !== 1 || config.destination === undefined) {
    throw new WarehouseError('invalid', 'A destination table can only be set for a single query.');
  }
  const compiler = execution.compiler(statement) as () => Extract<CompiledStatement, { kind: 'query' }>;
  const compile: typeof compiler = () => {
    const query = compiler();
    refuseDuplicates(query);
    return query;
  };
  const target = { ...config.destination, projectId: config.destination.projectId ?? execution.projectId };
  await write(execution, config, target, compile);
  const { referencedTables } = compile();
  return { statementType: 'SELECT', referencedTables, result: await resultOf(execution, target) };
}

/** Whether the job makes the table or adds to the one that is there. Throws WarehouseError where it may do neither. */
export async function dispose(
  execution: Pick<Execution, 'catalog' | 'session'>,
  dispositions: Dispositions,
  target: { readonly projectId: string; readonly datasetId: string; readonly tableId: string },
): Promise<'make' | 'append'> {
  const present = execution.catalog.table(target.datasetId, target.tableId);
  if (present === undefined) {
    if (dispositions.create === 'CREATE_NEVER') throw notFound('Table', tableName(target.projectId, target));
    return 'make';
  }
  if (present.type !== 'TABLE') {
    throw new WarehouseError(
      'invalid',
      `${tableName(target.projectId, target)} is a ${present.type} and can't be written to.`,
    );
  }
  if (dispositions.write === 'WRITE_TRUNCATE') return 'make';
  if (dispositions.write === 'WRITE_EMPTY' && (await rowsOfTable(execution.session, present)) > 0) {
    throw new WarehouseError('duplicate', `Already Exists: Table ${tableName(target.projectId, target)}`);
  }
  return 'append';
}

async function write(
  execution: Execution,
  config: QueryConfig,
  target: { readonly projectId: string; readonly datasetId: string; readonly tableId: string },
  compile: () => Extract<CompiledStatement, { kind: 'query' }>,
): Promise<void> {
  if ((await dispose(execution, config, target)) === 'make') {
    await createTable(execution, target.projectId, target, { orReplace: true, ifNotExists: false }, () => {
      const { sql, columns } = compile();
      const now = Date.now();
      const { fields: _fields, view: _view, ...kept } = execution.catalog.table(target.datasetId, target.tableId) ?? {};
      const fields = columns.map(({ name, type }) => fieldOf(name, type));
      const record: TableRecord = {
        creationTime: now,
        ...kept,
        datasetId: target.datasetId,
        tableId: target.tableId,
        type: 'TABLE',
        fields,
        ...config.layout,
        ...(config.clustering && { clustering: config.clustering }),
        lastModifiedTime: now,
      };
      return { record, source: `SELECT ${storedColumns(fields)} FROM (${sql})` };
    });
    return;
  }
  await writeTables(execution, [lockKey(target)], async (change) => {
    const { sql, columns } = compile();
    const names = columns.map(({ name }) => quoteName(name)).join(', ');
    const record = execution.catalog.table(target.datasetId, target.tableId);
    if (record === undefined) throw notFound('Table', tableName(target.projectId, target));
    const given = columns.map(({ name, type }) => fieldOf(name, type));
    const fields = await fitSchema(execution.session, target.projectId, record, given, config.update);
    const held = given.map(({ name }) => fields.find((field) => field.name.toLowerCase() === name.toLowerCase()));
    const values = storedColumns(held.filter((field) => field !== undefined));
    await execution.session.run(`INSERT INTO ${relationOf(record)} (${names}) SELECT ${values} FROM (${sql})`);
    await touchTable(change, { ...record, fields });
  });
}

async function resultOf(
  { catalog, session }: Execution,
  { datasetId, tableId }: { readonly datasetId: string; readonly tableId: string },
): Promise<ResultSet> {
  const record = catalog.table(datasetId, tableId);
  if (record === undefined) throw notFound('Table', `${datasetId}.${tableId}`);
  const rows = await rowsOfTable(session, record);
  return { fields: record.fields, totalRows: rows, place: { kind: 'table', datasetId, tableId } };
}
