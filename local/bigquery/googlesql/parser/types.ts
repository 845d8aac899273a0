import type { IntegerLiteral, StructTypeField, TableType, TypeName } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { isName, parseIdentifier, parseOptions } from './names.ts';

const keywordTypes: ReadonlySet<string> = new Set(['INTERVAL']);

/** A type, as in CAST or a declaration: `ARRAY<STRUCT<a INT64, NUMERIC(10, 2)>>`. */
export function parseType(cursor: Cursor): TypeName {
  return cursor.nested(() => parseTypeIn(cursor, false));
}

/** A column's type, whose fields may say NOT NULL and OPTIONS. */
export function parseColumnType(cursor: Cursor): TypeName {
  return cursor.nested(() => parseTypeIn(cursor, true));
}

/** The type of a routine's parameter or result: also `ANY TYPE` and `TABLE<…>`. */
export function parseRoutineType(cursor: Cursor): TypeName {
  const { position } = cursor;
  if (cursor.accept('ANY')) {
    const of = cursor.expectOneOf('TYPE', 'TABLE');
    return { kind: 'any_type', of, position, end: cursor.end };
  }
  return cursor.at('TABLE', '<') ? parseTableType(cursor) : parseType(cursor);
}

/** `TABLE<a INT64, …>` */
export function parseTableType(cursor: Cursor): TableType {
  const { position } = cursor;
  cursor.expect('TABLE', '<');
  const columns = cursor.list(() => ({ name: parseIdentifier(cursor), type: parseType(cursor) }));
  cursor.expect('>');
  return { kind: 'table_type', columns, position, end: cursor.end };
}

function parseTypeIn(cursor: Cursor, inColumn: boolean): TypeName {
  const { position } = cursor;
  if (cursor.accept('ARRAY')) {
    cursor.expect('<');
    const element = cursor.nested(() => parseTypeIn(cursor, inColumn));
    const elementNotNull = inColumn && cursor.accept('NOT', 'NULL');
    cursor.expect('>');
    return { kind: 'array_type', element, elementNotNull, position, end: cursor.end };
  }
  if (cursor.accept('STRUCT')) {
    const fields = cursor.accept('<>') ? [] : parseStructFields(cursor, inColumn);
    return { kind: 'struct_type', fields, position, end: cursor.end };
  }
  if (cursor.accept('RANGE')) {
    cursor.expect('<');
    const element = parseType(cursor);
    cursor.expect('>');
    return { kind: 'range_type', element, position, end: cursor.end };
  }
  return parseNamedType(cursor);
}

function parseStructFields(cursor: Cursor, inColumn: boolean): StructTypeField[] {
  cursor.expect('<');
  const fields = cursor.at('>') ? [] : cursor.list(() => parseStructField(cursor, inColumn));
  if (!cursor.accept('>')) throw cursor.expected('"," or ">"');
  return fields;
}

function parseStructField(cursor: Cursor, inColumn: boolean): StructTypeField {
  const { position } = cursor;
  const following = cursor.peek();
  const isNamed =
    isName(cursor.token) && (isName(following) || /^(?:ARRAY|STRUCT|RANGE|INTERVAL)$/.test(following.text));
  const name = isNamed ? parseIdentifier(cursor) : undefined;
  const type = cursor.nested(() => parseTypeIn(cursor, inColumn));
  const notNull = inColumn && cursor.accept('NOT', 'NULL');
  const options = inColumn ? parseOptions(cursor) : [];
  return { kind: 'struct_type_field', name, type, notNull, options, position, end: cursor.end };
}

function parseNamedType(cursor: Cursor): TypeName {
  const { position } = cursor;
  if (!isName(cursor.token) && !cursor.atAny(keywordTypes)) throw cursor.unexpected();
  const name = cursor.next().value.toUpperCase();
  const parameters = cursor.at('(') ? cursor.parenthesizedList(parseTypeParameter) : [];
  const collation = cursor.accept('COLLATE') ? cursor.expectString() : undefined;
  return { kind: 'named_type', name, parameters, collation, position, end: cursor.end };
}

function parseTypeParameter(cursor: Cursor): IntegerLiteral | 'MAX' {
  if (cursor.accept('MAX')) return 'MAX';
  if (cursor.token.type !== 'integer') throw cursor.unexpected();
  const { text, position, end } = cursor.next();
  return { kind: 'integer', value: BigInt(text), position, end };
}
