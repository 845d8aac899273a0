import { alreadyExists, notFound, WarehouseError } from '../errors.ts';
import type { CatalogChange } from '../catalog/change.ts';
import { fieldOf, parameterFields, parametersOfField, typeOfField } from '../catalog/fields.ts';
import type { TableField, TableRecord } from '../catalog/records.ts';
import { lockKey, relationOf } from '../catalog/relations.ts';
import { tableName } from '../catalog/tables.ts';
import { quoteName } from '../engine/sql-text.ts';
import { writeTables } from '../engine/write.ts';
import type { AlterAction, CompiledStatement } from '../googlesql/compile.ts';
import { GoogleSqlError, notSupported } from '../googlesql/errors.ts';
import { canCoerce } from '../googlesql/coercion.ts';
import { printParameterized, type TypeParameters } from '../googlesql/type-parameters.ts';
import { duckType } from '../googlesql/types.ts';
import { columnOptions, fieldOfDefinition } from './columns.ts';
import { alteredConstraints } from './constraints.ts';
import type { Execution } from './execution.ts';
import { evaluateOptions, optionText, refuseUnknownOptions } from './options.ts';
import type { StatementOutcome } from './outcome.ts';
import { withTableOptions } from './table-options.ts';
import { tableTarget } from './targets.ts';

type Alter = Extract<CompiledStatement, { kind: 'alter' }>;

/** ALTER TABLE, ALTER VIEW and ALTER MATERIALIZED VIEW: all actions or none. */
export async function runAlter(execution: Execution, compile: () => Alter): Promise<StatementOutcome> {
  const { target: path, objectKind, ifExists, referencedTables, actions } = compile();
  if (path.length === 1 && execution.scratch.tables.has(path[0] ?? ''))
    throw notSupported('ALTER TABLE of a temporary table');
  const target = tableTarget(path);
  const renamed = actions.flatMap((action) =>
    action.kind === 'renameTable' ? [{ ...target, tableId: action.to }] : [],
  );
  const statementType =
    objectKind === 'materializedView' ? 'ALTER_MATERIALIZED_VIEW' : `ALTER_${objectKind.toUpperCase()}`;
  const outcome = { statementType, referencedTables, ddlTable: target };
  return writeTables(execution, [target, ...renamed].map(lockKey), async (change) => {
    const present = execution.catalog.table(target.datasetId, target.tableId);
    if (present === undefined) {
      if (ifExists) return { ...outcome, ddlOperation: 'SKIP' as const };
      throw notFound('Table', tableName(target.projectId, target));
    }
    refuseOtherKind(present, objectKind, tableName(target.projectId, target));
    let record = present;
    for (const action of compile().actions) record = await apply(execution, record, action);
    await keep(execution, change, present, {
      ...record,
      lastModifiedTime: Math.max(Date.now(), present.lastModifiedTime + 1),
    });
    return { ...outcome, ddlOperation: 'ALTER' as const };
  });
}

const types = { table: 'TABLE', view: 'VIEW', materializedView: 'MATERIALIZED_VIEW', schema: undefined } as const;

function refuseOtherKind({ type }: TableRecord, kind: Alter['objectKind'], name: string): void {
  const wanted = types[kind];
  if (type === wanted) return;
  throw new WarehouseError(
    'invalidQuery',
    `Cannot alter ${name} which has type ${type}. An object of type ${wanted ?? ''} was expected.`,
    'query',
  );
}

async function keep(
  execution: Execution,
  change: CatalogChange,
  before: TableRecord,
  after: TableRecord,
): Promise<void> {
  if (before.tableId !== after.tableId) {
    if (execution.catalog.similarTable(after.datasetId, after.tableId) !== undefined) {
      throw alreadyExists('Table', tableName(execution.projectId, after));
    }
    await change.remove({ kind: 'table', datasetId: before.datasetId, objectId: before.tableId });
  }
  await change.put({ kind: 'table', record: after });
}

async function apply(execution: Execution, record: TableRecord, action: AlterAction): Promise<TableRecord> {
  const { session } = execution;
  const alter = (change: string) => session.run(`ALTER TABLE ${relationOf(record)} ${change}`);
  switch (action.kind) {
    case 'setOptions':
      return withTableOptions(record, await evaluateOptions(session, action.options));
    case 'addConstraint':
    case 'dropConstraint':
      return { ...record, tableConstraints: alteredConstraints(record, action) };
    case 'renameTable':
      await alter(`RENAME TO ${quoteName(action.to)}`);
      return { ...record, tableId: action.to };
    case 'addColumn': {
      if (fieldNamed(record, action.column.name) !== undefined) {
        if (action.ifNotExists) return record;
        throw new GoogleSqlError(`Column already exists: ${action.column.name}`, action.position);
      }
      if (action.column.isRequired) {
        throw new WarehouseError(
          'invalidQuery',
          `Cannot add required fields to an existing schema. (field: ${action.column.name})`,
          'query',
        );
      }
      if (action.column.defaultExpression !== undefined) {
        // Whether rows that are there take the default is BigQuery's to say; it has ALTER COLUMN SET DEFAULT for new ones.
        throw new WarehouseError(
          'invalidQuery',
          'not supported by the local warehouse: ADD COLUMN with DEFAULT',
          'query',
        );
      }
      const field = await fieldOfDefinition(session, action.column);
      await alter(`ADD COLUMN ${quoteName(field.name)} ${duckType(action.column.type)}`);
      return { ...record, fields: [...record.fields, field] };
    }
    default:
      return changeColumn(execution, record, action, alter);
  }
}

type ColumnAction = Exclude<
  AlterAction,
  { kind: 'setOptions' | 'renameTable' | 'addColumn' | 'addConstraint' | 'dropConstraint' }
>;

async function changeColumn(
  execution: Execution,
  record: TableRecord,
  action: ColumnAction,
  alter: (change: string) => Promise<unknown>,
): Promise<TableRecord> {
  const name = action.kind === 'renameColumn' ? action.from : action.name;
  const field = fieldNamed(record, name);
  if (field === undefined) {
    if (action.ifExists) return record;
    const what = action.kind === 'renameColumn' ? 'ALTER TABLE RENAME COLUMN' : 'Column';
    throw new GoogleSqlError(`${what} not found: ${name}`, action.position);
  }
  const column = quoteName(field.name);
  const replaced = (other: TableField): TableRecord => ({
    ...record,
    fields: record.fields.map((one) => (one === field ? other : one)),
  });
  switch (action.kind) {
    case 'dropColumn':
      refuseLayoutColumn(record, field.name);
      await alter(`DROP COLUMN ${column}`);
      return { ...record, fields: record.fields.filter((one) => one !== field) };
    case 'renameColumn':
      refuseLayoutColumn(record, field.name);
      await alter(`RENAME COLUMN ${column} TO ${quoteName(action.to)}`);
      return replaced({ ...field, name: action.to });
    case 'setDataType': {
      refuseNarrowing(field, action);
      await alter(`ALTER COLUMN ${column} SET DATA TYPE ${duckType(action.type)}`);
      const { maxLength: _length, precision: _precision, scale: _scale, ...rest } = field;
      const parameters = parameterFields(action.parameters);
      return replaced({ ...rest, ...fieldOf(field.name, action.type, { mode: field.mode, ...parameters }) });
    }
    case 'dropNotNull':
      if (field.mode === 'REQUIRED') await alter(`ALTER COLUMN ${column} DROP NOT NULL`);
      return replaced({ ...field, mode: 'NULLABLE' });
    case 'setDefault':
      return replaced({ ...field, defaultValueExpression: action.expression });
    case 'dropDefault': {
      const { defaultValueExpression: _gone, ...rest } = field;
      return replaced(rest);
    }
    case 'setColumnOptions': {
      const values = await evaluateOptions(execution.session, action.options);
      refuseUnknownOptions(values, columnOptions);
      if (!values.has('description')) return record;
      const { description: _old, ...rest } = field;
      const description = optionText(values, 'description');
      return replaced({ ...rest, ...(description !== undefined && { description }) });
    }
  }
}

/** A column's type can only become one that holds all its values. */
function refuseNarrowing(field: TableField, { type, parameters }: Extract<AlterAction, { kind: 'setDataType' }>): void {
  const before = typeOfField(field);
  const held = parametersOfField(field);
  if (canCoerce({ kind: 'value', type: before }, type) && (parameters === undefined || holdsAll(held, parameters)))
    return;
  throw new WarehouseError(
    'invalidQuery',
    `ALTER TABLE ALTER COLUMN SET DATA TYPE requires that the existing column type (${printParameterized(before, held)}) is assignable to the new type (${printParameterized(type, parameters)})`,
    'query',
  );
}

function holdsAll(before: TypeParameters | undefined, after: TypeParameters): boolean {
  if (after.maximumLength !== undefined) return (before?.maximumLength ?? Infinity) <= after.maximumLength;
  if (after.precision === undefined || before?.precision === undefined) return false;
  const [scaleBefore, scaleAfter] = [before.scale ?? 0, after.scale ?? 0];
  return scaleBefore <= scaleAfter && before.precision - scaleBefore <= after.precision - scaleAfter;
}

function fieldNamed(record: TableRecord, name: string): TableField | undefined {
  return record.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** BigQuery keeps the columns that a table is partitioned or clustered by. */
function refuseLayoutColumn(record: TableRecord, name: string): void {
  const layout = [record.timePartitioning?.field, record.rangePartitioning?.field, ...(record.clustering ?? [])];
  if (layout.some((column) => column?.toLowerCase() === name.toLowerCase())) {
    throw new WarehouseError(
      'invalidQuery',
      `Column ${name} is used to partition or cluster the table and can't be changed.`,
      'query',
    );
  }
}
