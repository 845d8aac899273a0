import type { AlterColumnAction, AlterOptionsStatement, AlterTableAction, DdlStatement, Path } from '../ast.ts';
import { notSupported, type Position } from '../errors.ts';
import { parseColumnDefinition, parseConstraint, parseDefault } from './columns.ts';
import { parseDefaultCollation } from './create.ts';
import type { Cursor } from './cursor.ts';
import { acceptIfExists, parseIdentifier, parseOptions, parsePath } from './names.ts';
import { parseColumnType } from './types.ts';

/** ALTER … */
export function parseAlter(cursor: Cursor): DdlStatement {
  const { position } = cursor;
  cursor.expect('ALTER');
  if (cursor.accept('TABLE')) return parseAlterTable(cursor, position);
  if (cursor.accept('MATERIALIZED', 'VIEW')) return parseAlterOptions(cursor, position, 'MATERIALIZED VIEW');
  if (cursor.accept('VIEW')) return parseAlterOptions(cursor, position, 'VIEW');
  if (cursor.accept('SCHEMA')) return parseAlterOptions(cursor, position, 'SCHEMA');
  if (/^(?:MODEL|ORGANIZATION|PROJECT|BI_CAPACITY|CAPACITY|RESERVATION|FUNCTION|VECTOR)$/.test(cursor.token.text)) {
    throw notSupported(`ALTER ${cursor.token.text}`, position);
  }
  throw cursor.unexpected();
}

function parseTarget(cursor: Cursor): { ifExists: boolean; target: Path } {
  const ifExists = acceptIfExists(cursor);
  return { ifExists, target: parsePath(cursor) };
}

function parseAlterTable(cursor: Cursor, position: Position): DdlStatement {
  const naming = parseTarget(cursor);
  const actions = cursor.list(parseAction);
  return { kind: 'alter_table', ...naming, actions, position, end: cursor.end };
}

type ObjectKind = AlterOptionsStatement['object'];

function parseAlterOptions(cursor: Cursor, position: Position, object: ObjectKind): DdlStatement {
  const naming = parseTarget(cursor);
  if (object === 'SCHEMA' && /^(?:ADD|DROP)$/.test(cursor.token.text)) {
    throw notSupported(`ALTER SCHEMA ${cursor.token.text} ${cursor.peek().text}`, position);
  }
  if (object !== 'SCHEMA' && cursor.at('ALTER')) throw notSupported(`ALTER ${object} ALTER COLUMN`, position);
  cursor.expectAfterExpression('SET');
  const defaultCollation = object === 'SCHEMA' ? parseDefaultCollation(cursor) : undefined;
  const options = defaultCollation === undefined ? parseRequiredOptions(cursor) : [];
  return { kind: 'alter_options', object, ...naming, options, defaultCollation, position, end: cursor.end };
}

function parseRequiredOptions(cursor: Cursor): AlterOptionsStatement['options'] {
  if (!cursor.at('OPTIONS')) throw cursor.expected('keyword OPTIONS');
  return parseOptions(cursor);
}

function parseAction(cursor: Cursor): AlterTableAction {
  const { position } = cursor;
  if (!/^(?:ADD|DROP|ALTER|RENAME|SET)$/.test(cursor.token.text)) throw cursor.unexpected();
  const verb = cursor.expectOneOf('ADD', 'DROP', 'ALTER', 'RENAME', 'SET');
  const readers = { ADD: parseAdd, DROP: parseDrop, ALTER: parseAlterColumn, RENAME: parseRename, SET: parseSet };
  return readers[verb](cursor, position);
}

function parseAdd(cursor: Cursor, position: Position): AlterTableAction {
  if (cursor.accept('COLUMN')) {
    const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
    const column = parseColumnDefinition(cursor);
    return { kind: 'add_column', ifNotExists, column, position, end: cursor.end };
  }
  if (cursor.at('CONSTRAINT', 'IF', 'NOT')) {
    throw notSupported('ADD CONSTRAINT IF NOT EXISTS', position);
  }
  const constraint = parseConstraint(cursor);
  return { kind: 'add_constraint', ifNotExists: false, constraint, position, end: cursor.end };
}

function parseDrop(cursor: Cursor, position: Position): AlterTableAction {
  if (cursor.accept('PRIMARY', 'KEY')) {
    const ifExists = acceptIfExists(cursor);
    return { kind: 'drop_constraint', ifExists, name: undefined, position, end: cursor.end };
  }
  const isConstraint = cursor.expectOneOf('COLUMN', 'CONSTRAINT') === 'CONSTRAINT';
  const ifExists = acceptIfExists(cursor);
  const name = parseIdentifier(cursor);
  return isConstraint
    ? { kind: 'drop_constraint', ifExists, name, position, end: cursor.end }
    : { kind: 'drop_column', ifExists, column: name, position, end: cursor.end };
}

function parseRename(cursor: Cursor, position: Position): AlterTableAction {
  const isTable = cursor.expectOneOf('COLUMN', 'TO') === 'TO';
  if (isTable) return { kind: 'rename_table', to: parsePath(cursor), position, end: cursor.end };
  const ifExists = acceptIfExists(cursor);
  const column = parseIdentifier(cursor);
  cursor.expect('TO');
  return { kind: 'rename_column', ifExists, column, to: parseIdentifier(cursor), position, end: cursor.end };
}

function parseSet(cursor: Cursor, position: Position): AlterTableAction {
  const collation = parseDefaultCollation(cursor);
  if (collation !== undefined) return { kind: 'set_default_collation', collation, position, end: cursor.end };
  return { kind: 'set_options', options: parseRequiredOptions(cursor), position, end: cursor.end };
}

function parseAlterColumn(cursor: Cursor, position: Position): AlterTableAction {
  cursor.expect('COLUMN');
  const ifExists = acceptIfExists(cursor);
  const column = parseIdentifier(cursor);
  return { kind: 'alter_column', ifExists, column, action: parseColumnAction(cursor), position, end: cursor.end };
}

function parseColumnAction(cursor: Cursor): AlterColumnAction {
  const { position } = cursor;
  if (cursor.accept('DROP', 'NOT', 'NULL')) return { kind: 'drop_not_null', position, end: cursor.end };
  if (cursor.accept('DROP', 'DEFAULT')) return { kind: 'drop_default', position, end: cursor.end };
  cursor.expectAfterExpression('SET');
  if (cursor.accept('DATA')) {
    cursor.expect('TYPE');
    return { kind: 'set_data_type', type: parseColumnType(cursor), position, end: cursor.end };
  }
  if (cursor.accept('DEFAULT')) {
    const { default: value, defaultText: text } = parseDefault(cursor);
    return { kind: 'set_default', value, text, position, end: cursor.end };
  }
  return { kind: 'set_options', options: parseRequiredOptions(cursor), position, end: cursor.end };
}
