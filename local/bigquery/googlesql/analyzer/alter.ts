import type {
  AlterOptionsStatement,
  AlterTableAction,
  AlterTableStatement,
  CreateSchemaStatement,
  DropStatement,
} from '../ast.ts';
import type { AlterAction, CompiledAction } from '../compiled.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { existingPath, schemaPath, targetPath } from './catalog-paths.ts';
import { constraintOf } from './constraints.ts';
import { columnDefinition } from './column-definitions.ts';
import type { Env } from './compilation.ts';
import { checkDefault } from './default-values.ts';
import { compileOptions } from './options.ts';
import { parametersOf, typeNamed } from './type-names.ts';

/** ALTER TABLE. */
export function compileAlterTable(node: AlterTableStatement, env: Env): CompiledAction {
  return {
    kind: 'alter',
    objectKind: 'table',
    target: existingPath(node.target, env.compilation.context),
    ifExists: node.ifExists,
    actions: node.actions.flatMap((action) => alterAction(action, env)),
  };
}

function alterAction(node: AlterTableAction, env: Env): AlterAction[] {
  const { position } = node;
  switch (node.kind) {
    case 'add_column':
      return [
        {
          kind: 'addColumn',
          ifNotExists: node.ifNotExists,
          column: columnDefinition(node.column, env),
          position: node.column.name.position,
        },
      ];
    case 'drop_column':
      return [{ kind: 'dropColumn', ifExists: node.ifExists, name: node.column.name, position: node.column.position }];
    case 'rename_column':
      return [
        {
          kind: 'renameColumn',
          ifExists: node.ifExists,
          from: node.column.name,
          to: node.to.name,
          position: node.column.position,
        },
      ];
    case 'rename_table':
      if (node.to.length > 1) {
        const name = node.to.map((part) => part.name).join('.');
        throw new GoogleSqlError(
          `ALTER TABLE RENAME TO takes a name without a dataset, not ${name}`,
          node.to[0]?.position,
        );
      }
      return [{ kind: 'renameTable', to: node.to.map(({ name }) => name).join('.'), position }];
    case 'set_options':
      return [{ kind: 'setOptions', options: compileOptions(node.options, env), position }];
    case 'set_default_collation':
      throw notSupported('DEFAULT COLLATE', node.position);
    case 'add_constraint':
      return [
        {
          kind: 'addConstraint',
          constraint: constraintOf(node.constraint, env),
          ifNotExists: node.ifNotExists,
          position,
        },
      ];
    case 'drop_constraint':
      return [{ kind: 'dropConstraint', name: node.name?.name, ifExists: node.ifExists, position }];
    case 'alter_column':
      return [alterColumn(node, env)];
  }
}

function alterColumn(node: Extract<AlterTableAction, { kind: 'alter_column' }>, env: Env): AlterAction {
  const { action, ifExists } = node;
  const base = { name: node.column.name, ifExists, position: node.column.position };
  switch (action.kind) {
    case 'set_options':
      return { ...base, kind: 'setColumnOptions', options: compileOptions(action.options, env) };
    case 'set_data_type':
      return { ...base, kind: 'setDataType', type: typeNamed(action.type), parameters: parametersOf(action.type) };
    case 'set_default':
      checkDefault(action.value);
      return { ...base, kind: 'setDefault', expression: action.text };
    case 'drop_default':
      return { ...base, kind: 'dropDefault' };
    case 'drop_not_null':
      return { ...base, kind: 'dropNotNull' };
  }
}

/** ALTER VIEW, MATERIALIZED VIEW and SCHEMA SET OPTIONS. */
export function compileAlterOptions(node: AlterOptionsStatement, env: Env): CompiledAction {
  const { context } = env.compilation;
  if (node.defaultCollation !== undefined) throw notSupported('DEFAULT COLLATE', node.position);
  const isSchema = node.object === 'SCHEMA';
  return {
    kind: 'alter',
    objectKind: ({ VIEW: 'view', 'MATERIALIZED VIEW': 'materializedView', SCHEMA: 'schema' } as const)[node.object],
    target: isSchema ? schemaPath(node.target, context) : existingPath(node.target, context),
    ifExists: node.ifExists,
    actions: [{ kind: 'setOptions', options: compileOptions(node.options, env), position: node.position }],
  };
}

/** CREATE SCHEMA. */
export function compileCreateSchema(node: CreateSchemaStatement, env: Env): CompiledAction {
  if (node.defaultCollation !== undefined) throw notSupported('DEFAULT COLLATE', node.position);
  return {
    kind: 'createSchema',
    target: schemaPath(node.target, env.compilation.context),
    orReplace: node.orReplace,
    ifNotExists: node.ifNotExists,
    options: compileOptions(node.options, env),
  };
}

const OBJECTS = {
  TABLE: 'table',
  VIEW: 'view',
  'MATERIALIZED VIEW': 'materializedView',
  SCHEMA: 'schema',
  FUNCTION: 'function',
  'TABLE FUNCTION': 'tableFunction',
  PROCEDURE: 'procedure',
} as const;

/** DROP of anything. */
export function compileDrop(node: DropStatement, env: Env): CompiledAction {
  const { context } = env.compilation;
  const objectKind = OBJECTS[node.object];
  const target =
    objectKind === 'schema'
      ? schemaPath(node.target, context)
      : objectKind === 'function' &&
          node.target.length === 1 &&
          context.catalog.findRoutine([node.target[0]?.name ?? ''])
        ? targetPath(node.target, context, true)
        : existingPath(node.target, context);
  return { kind: 'drop', objectKind, target, ifExists: node.ifExists, isCascade: node.behaviour === 'CASCADE' };
}
