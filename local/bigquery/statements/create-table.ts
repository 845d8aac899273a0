import { createTable, fillTable, type NewTable } from '../catalog/tables.ts';
import type { TableRecord } from '../catalog/records.ts';
import { alreadyExists } from '../errors.ts';
import { columnOfField } from '../catalog/fields.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { CompiledStatement } from '../googlesql/compile.ts';
import { fieldsOfDefinitions } from './columns.ts';
import { constraintsRecord } from './constraints.ts';
import type { Execution } from './execution.ts';
import { evaluateOptions, optionDays } from './options.ts';
import type { StatementOutcome } from './outcome.ts';
import { partitioningRecord } from './partitioning.ts';
import { tableOptions } from './table-options.ts';
import { tableTarget } from './targets.ts';

type CreateTable = Extract<CompiledStatement, { kind: 'createTable' }>;

/** CREATE TABLE in all its forms. */
export async function runCreateTable(execution: Execution, compile: () => CreateTable): Promise<StatementOutcome> {
  const compiled = compile();
  const statementType = compiled.source === undefined ? 'CREATE_TABLE' : 'CREATE_TABLE_AS_SELECT';
  if (compiled.isTemporary) {
    await createTemporary(execution, compiled);
    return { statementType, referencedTables: compiled.referencedTables, ddlOperation: 'CREATE' };
  }
  const target = tableTarget(compiled.target);
  const ddlOperation = await createTable(execution, target.projectId, target, compiled, () =>
    newTable(execution, compile(), target),
  );
  return { statementType, referencedTables: compiled.referencedTables, ddlOperation, ddlTable: target };
}

/** What the statement says the table is to be, of whatever it is copied from too. */
async function newTable(
  execution: Execution,
  compiled: CreateTable,
  target: { readonly datasetId: string; readonly tableId: string },
): Promise<NewTable> {
  const { session } = execution;
  const options = await evaluateOptions(session, compiled.options);
  const model = modelOf(execution, compiled);
  const declared = await fieldsOfDefinitions(session, compiled.columns);
  const now = Date.now();
  const record: TableRecord = {
    ...(model?.timePartitioning && { timePartitioning: model.timePartitioning }),
    ...(model?.rangePartitioning && { rangePartitioning: model.rangePartitioning }),
    ...(model?.clustering && { clustering: model.clustering }),
    ...(model?.description && { description: model.description }),
    datasetId: target.datasetId,
    tableId: target.tableId,
    type: 'TABLE',
    fields: declared.length === 0 ? (model?.fields ?? []) : declared,
    ...partitioningRecord(compiled.partitioning, optionDays(options, 'partition_expiration_days')),
    ...(compiled.clustering.length > 0 && { clustering: compiled.clustering }),
    ...constraintsRecord(target, compiled.constraints),
    ...defaultExpiration(execution, target.datasetId, now),
    ...tableOptions(options),
    creationTime: now,
    lastModifiedTime: now,
  };
  return { record, source: sourceSql(compiled) };
}

/** When a table goes that says nothing of it, in a dataset that does. */
function defaultExpiration(
  { catalog }: Execution,
  datasetId: string,
  now: number,
): { readonly expirationTime?: string } {
  const after = catalog.dataset(datasetId)?.defaultTableExpirationMs;
  return after === undefined ? {} : { expirationTime: String(now + Number(after)) };
}

/** The catalog's record of the table that LIKE, COPY or CLONE names. */
function modelOf(execution: Execution, { from }: CreateTable): TableRecord | undefined {
  if (from === undefined) return undefined;
  const { datasetId, tableId } = from.table.reference;
  return execution.catalog.table(datasetId, tableId);
}

function sourceSql({ source, from }: CreateTable): string | undefined {
  if (source !== undefined) return source.sql;
  if (from === undefined || from.mode === 'like' || from.table.kind !== 'table') return undefined;
  const names = from.table.columns.map(({ name }) => quoteName(name));
  return `SELECT ${names.join(', ')} FROM ${from.table.relation}`;
}

/** A temporary table lives in the connection; its name lives in the execution. */
async function createTemporary(execution: Execution, compiled: CreateTable): Promise<void> {
  const { session, scratch } = execution;
  const name = compiled.target.at(-1) ?? '';
  const present = scratch.tables.get(name);
  if (present !== undefined && !compiled.orReplace) {
    if (compiled.ifNotExists) return;
    throw alreadyExists('Table', name);
  }
  const { record, source } = await newTable(execution, compiled, { datasetId: '', tableId: name });
  const relation = `temp.main.${quoteName(name)}`;
  await fillTable(session, relation, record.fields, source, 'TEMP TABLE');
  scratch.tables.set(name, {
    kind: 'table',
    reference: { projectId: '', datasetId: '', tableId: name },
    columns: record.fields.map(columnOfField),
    relation,
  });
}
