import type { ColumnDefinition, Identifier, TableConstraint } from '../ast.ts';
import type { Constraint } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { wholePath } from './catalog-paths.ts';
import type { Env } from './compilation.ts';

/** A key that is declared apart from columns. */
export function constraintOf(node: TableConstraint, env: Env): Constraint {
  const columns = namesOf(node.columns);
  if (node.kind === 'primary_key') return { kind: 'primaryKey', columns };
  const { table, columns: tableColumns } = node.references;
  const path = wholePath(table, env.compilation.context, 'Table');
  return { kind: 'foreignKey', name: node.name?.name, columns, table: path, tableColumns: namesOf(tableColumns) };
}

/** All keys of a CREATE TABLE, those that columns declare too. Throws GoogleSqlError for a second primary key. */
export function constraintsOf(
  columns: readonly ColumnDefinition[],
  constraints: readonly TableConstraint[],
  env: Env,
): readonly Constraint[] {
  const ofColumns = columns.flatMap(({ name, primaryKey, references }): Constraint[] => [
    ...(primaryKey ? [{ kind: 'primaryKey' as const, columns: [name.name] }] : []),
    ...(references
      ? [
          {
            kind: 'foreignKey' as const,
            name: undefined,
            columns: [name.name],
            table: wholePath(references.table, env.compilation.context, 'Table'),
            tableColumns: namesOf(references.columns),
          },
        ]
      : []),
  ]);
  const all = [...ofColumns, ...constraints.map((constraint) => constraintOf(constraint, env))];
  if (all.filter(({ kind }) => kind === 'primaryKey').length > 1) {
    const last = constraints.findLast(({ kind }) => kind === 'primary_key');
    throw new GoogleSqlError('Multiple PRIMARY KEY definitions found in CREATE TABLE', last?.position);
  }
  const known = new Set(columns.map(({ name }) => name.name.toLowerCase()));
  for (const constraint of constraints) {
    const kind = constraint.kind === 'primary_key' ? 'primary' : 'foreign';
    for (const { name, position } of constraint.columns) {
      if (known.has(name.toLowerCase())) continue;
      const message = `Unsupported ${kind} key column ${name} either does not exist or is a pseudocolumn`;
      throw new GoogleSqlError(message, position);
    }
  }
  return all;
}

const namesOf = (nodes: readonly Identifier[]): readonly string[] => nodes.map(({ name }) => name);
