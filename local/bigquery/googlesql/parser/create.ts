import type { DdlStatement, Expression, Option, Path } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { parseTableElements } from './columns.ts';
import { parseCreateFunction, parseCreateProcedure, parseCreateTableFunction } from './create-routine.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseSystemTime } from './from.ts';
import { parseIdentifier, parseOptions, parsePath, sourceSince } from './names.ts';
import { parseStringLiteral } from './primary.ts';
import { parseQuery } from './queries.ts';
import type { Position } from '../errors.ts';

/** The words between CREATE and the kind of object, and what follows them. */
export interface Creation {
  readonly position: Position;
  readonly orReplace: boolean;
  readonly temporary: boolean;
}

/** CREATE … */
export function parseCreate(cursor: Cursor): DdlStatement {
  const { position } = cursor;
  cursor.expect('CREATE');
  const orReplace = cursor.accept('OR', 'REPLACE');
  const temporary = cursor.accept('TEMP') || cursor.accept('TEMPORARY');
  const creation = { position, orReplace, temporary };
  if (cursor.accept('TABLE', 'FUNCTION')) return parseCreateTableFunction(cursor, creation);
  if (cursor.accept('TABLE')) return parseCreateTable(cursor, creation);
  if (cursor.accept('FUNCTION')) return parseCreateFunction(cursor, creation, false);
  if (cursor.accept('AGGREGATE', 'FUNCTION')) return parseCreateFunction(cursor, creation, true);
  if (temporary && cursor.at('VIEW')) throw notSupported('temporary views', position);
  if (temporary) throw cursor.unexpected();
  if (cursor.accept('VIEW')) return parseCreateView(cursor, creation, false);
  if (cursor.accept('MATERIALIZED', 'VIEW')) return parseCreateView(cursor, creation, true);
  if (cursor.accept('SCHEMA')) return parseCreateSchema(cursor, creation);
  if (cursor.accept('PROCEDURE')) return parseCreateProcedure(cursor, creation);
  throw refusal(cursor, position);
}

const refusedObjects: readonly (readonly string[])[] = [
  ['EXTERNAL', 'TABLE'],
  ['EXTERNAL', 'SCHEMA'],
  ['SNAPSHOT', 'TABLE'],
  ['MODEL'],
  ['SEARCH', 'INDEX'],
  ['VECTOR', 'INDEX'],
  ['ROW', 'ACCESS'],
  ['CAPACITY'],
  ['RESERVATION'],
  ['ASSIGNMENT'],
  ['PROPERTY', 'GRAPH'],
  ['DATA_POLICY'],
  ['CONNECTION'],
];

function refusal(cursor: Cursor, position: Position): Error {
  const words = refusedObjects.find(([first = '', second]) => cursor.at(first, second));
  return words ? notSupported(`CREATE ${words.join(' ')}`, position) : unknownObject(cursor);
}

/** The error for an object that CREATE and DROP do not know. */
export function unknownObject(cursor: Cursor): Error {
  const { type, value, position } = cursor.token;
  if (type !== 'identifier') return cursor.unexpected();
  return new GoogleSqlError(`${value} is not a supported object type`, position);
}

/** `[IF NOT EXISTS] name` */
export function parseTarget(cursor: Cursor): { target: Path; ifNotExists: boolean } {
  const ifNotExists = cursor.accept('IF');
  if (ifNotExists) cursor.expect('NOT', 'EXISTS');
  return { ifNotExists, target: parsePath(cursor) };
}

function parseCreateTable(cursor: Cursor, creation: Creation): DdlStatement {
  const naming = parseTarget(cursor);
  const source = parseTableSource(cursor, ['LIKE', 'COPY', 'CLONE']);
  const elements = cursor.at('(') ? parseTableElements(cursor) : undefined;
  const defaultCollation = parseDefaultCollation(cursor);
  const layout = parseLayout(cursor);
  const options = parseOptions(cursor);
  const query = cursor.accept('AS') ? parseQuery(cursor) : undefined;
  if (!elements && !source && !query) throw cursor.unexpected();
  const { columns, constraints = [] } = elements ?? { columns: undefined };
  const rest = { ...layout, options, columns, constraints, defaultCollation, from: source, query };
  return { kind: 'create_table', ...creation, ...naming, ...rest, end: cursor.end };
}

type TableSource = Extract<DdlStatement, { kind: 'create_table' }>['from'];

function parseTableSource(cursor: Cursor, words: readonly ('LIKE' | 'COPY' | 'CLONE')[]): TableSource {
  const { position } = cursor;
  const how = words.find((word) => cursor.at(word));
  if (!how) return undefined;
  cursor.next();
  const path = parsePath(cursor);
  return { kind: 'table_source', how, path, systemTime: parseSystemTime(cursor), position, end: cursor.end };
}

/** `DEFAULT COLLATE 'und:ci'`, if it is there. */
export function parseDefaultCollation(cursor: Cursor): string | undefined {
  return cursor.accept('DEFAULT', 'COLLATE') ? parseStringLiteral(cursor) : undefined;
}

/** `[PARTITION BY expression] [CLUSTER BY column, …]` */
function parseLayout(cursor: Cursor): { partitionBy: Expression | undefined; clusterBy: Expression[] } {
  const partitionBy = acceptBy(cursor, 'PARTITION') ? parseExpression(cursor) : undefined;
  return { partitionBy, clusterBy: acceptBy(cursor, 'CLUSTER') ? cursor.list(parseExpression) : [] };
}

function acceptBy(cursor: Cursor, word: 'PARTITION' | 'CLUSTER'): boolean {
  if (!cursor.accept(word)) return false;
  cursor.expect('BY');
  return true;
}

function parseCreateView(cursor: Cursor, creation: Creation, materialized: boolean): DdlStatement {
  const { position, orReplace } = creation;
  const naming = parseTarget(cursor);
  const columns = cursor.at('(') ? cursor.parenthesizedList(parseViewColumn) : [];
  const layout = parseLayout(cursor);
  const options = parseOptions(cursor);
  cursor.expect('AS');
  if (cursor.at('REPLICA', 'OF')) throw notSupported('CREATE MATERIALIZED VIEW AS REPLICA OF', position);
  const start = cursor.position;
  const query = parseQuery(cursor);
  const rest = { columns, ...layout, options, query, queryText: sourceSince(cursor, start) };
  return { kind: 'create_view', orReplace, materialized, ...naming, ...rest, position, end: cursor.end };
}

function parseViewColumn(cursor: Cursor): { name: ReturnType<typeof parseIdentifier>; options: Option[] } {
  return { name: parseIdentifier(cursor), options: parseOptions(cursor) };
}

function parseCreateSchema(cursor: Cursor, { position, orReplace }: Creation): DdlStatement {
  const naming = parseTarget(cursor);
  const defaultCollation = parseDefaultCollation(cursor);
  const options = parseOptions(cursor);
  return { kind: 'create_schema', orReplace, ...naming, defaultCollation, options, position, end: cursor.end };
}
