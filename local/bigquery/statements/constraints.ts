import { WarehouseError } from '../errors.ts';
import type { ForeignKey, TableConstraints, TableRecord } from '../catalog/records.ts';
import type { AlterAction, Constraint } from '../googlesql/compile.ts';
import { tableTarget } from './targets.ts';

type Named = Pick<TableRecord, 'tableId'> & { readonly tableConstraints?: TableConstraints | undefined };

/** The keys of a new table. */
export function constraintsRecord(
  table: Named,
  constraints: readonly Constraint[],
): { readonly tableConstraints?: TableConstraints } {
  if (constraints.length === 0) return {};
  const tableConstraints = constraints.reduce<TableConstraints>(
    (keys, constraint) => withKey({ ...table, tableConstraints: keys }, constraint),
    {},
  );
  return { tableConstraints };
}

/** A table's keys after ALTER TABLE ADD or DROP of one. Throws WarehouseError where it is there already, or is not. */
export function alteredConstraints(
  record: TableRecord,
  action: Extract<AlterAction, { kind: 'addConstraint' | 'dropConstraint' }>,
): TableConstraints {
  if (action.kind === 'addConstraint') return withKey(record, action.constraint);
  const { primaryKey, foreignKeys = [] } = record.tableConstraints ?? {};
  const { name, ifExists } = action;
  const isPrimary = name === undefined || name.toLowerCase() === 'pk$';
  const rest = foreignKeys.filter((key) => key.name.toLowerCase() !== name?.toLowerCase());
  if (!ifExists && (isPrimary ? primaryKey === undefined : rest.length === foreignKeys.length)) {
    throw refused(`Constraint ${name ?? 'primary key'} not found in table ${record.tableId}`);
  }
  return { ...(primaryKey && !isPrimary && { primaryKey }), ...(rest.length > 0 && { foreignKeys: rest }) };
}

function withKey({ tableId, tableConstraints = {} }: Named, constraint: Constraint): TableConstraints {
  const { primaryKey, foreignKeys = [] } = tableConstraints;
  if (constraint.kind === 'primaryKey') {
    if (primaryKey !== undefined) throw refused('Already Exists: the table has a primary key');
    return { ...tableConstraints, primaryKey: { columns: constraint.columns } };
  }
  const name = constraint.name ?? `fk$${foreignKeys.length + 1}`;
  if (foreignKeys.some((key) => key.name.toLowerCase() === name.toLowerCase())) {
    throw refused(`Already Exists: constraint ${name} of table ${tableId}`);
  }
  const { projectId, datasetId, tableId: referenced } = tableTarget(constraint.table);
  const key: ForeignKey = {
    name,
    referencedTable: { projectId, datasetId, tableId: referenced },
    columnReferences: constraint.columns.map((referencingColumn, index) => ({
      referencingColumn,
      referencedColumn: constraint.tableColumns[index] ?? '',
    })),
  };
  return { ...tableConstraints, foreignKeys: [...foreignKeys, key] };
}

const refused = (message: string): WarehouseError => new WarehouseError('invalidQuery', message, 'query');
