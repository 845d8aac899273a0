import type { ColumnDefinition, Expression, ForeignReference, TableConstraint } from '../ast.ts';
import { notSupported } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseColumnNames, parseIdentifier, parseOptions, parsePath, sourceSince } from './names.ts';
import { parseColumnType } from './types.ts';

/** What a table's parentheses hold. */
export interface TableElements {
  readonly columns: ColumnDefinition[];
  readonly constraints: TableConstraint[];
}

/** `(a INT64 NOT NULL OPTIONS (…), …, PRIMARY KEY (a) NOT ENFORCED)`; a comma may follow the last. */
export function parseTableElements(cursor: Cursor): TableElements {
  const elements: TableElements = { columns: [], constraints: [] };
  cursor.expect('(');
  do {
    if (cursor.at(')') && elements.columns.length > 0) break;
    if (atConstraint(cursor)) elements.constraints.push(parseConstraint(cursor));
    else elements.columns.push(parseColumnDefinition(cursor));
  } while (cursor.accept(','));
  if (!cursor.accept(')')) throw cursor.expected('")" or ","');
  return elements;
}

function atConstraint(cursor: Cursor): boolean {
  return cursor.at('PRIMARY', 'KEY') || cursor.at('FOREIGN', 'KEY') || isNamedConstraint(cursor);
}

function isNamedConstraint(cursor: Cursor): boolean {
  return cursor.at('CONSTRAINT') && /^(?:PRIMARY|FOREIGN)$/.test(cursor.peek(2).text);
}

/** `[CONSTRAINT name] {PRIMARY KEY (…) | FOREIGN KEY (…) REFERENCES …} NOT ENFORCED` */
export function parseConstraint(cursor: Cursor): TableConstraint {
  const { position } = cursor;
  const name = cursor.accept('CONSTRAINT') ? parseIdentifier(cursor) : undefined;
  if (cursor.accept('PRIMARY', 'KEY')) {
    const columns = parseColumnNames(cursor);
    parseNotEnforced(cursor);
    return { kind: 'primary_key', name, columns, position, end: cursor.end };
  }
  cursor.expect('FOREIGN', 'KEY');
  const columns = parseColumnNames(cursor);
  const references = parseReferences(cursor);
  return { kind: 'foreign_key', name, columns, references, position, end: cursor.end };
}

function parseReferences(cursor: Cursor): ForeignReference {
  const { position } = cursor;
  cursor.expect('REFERENCES');
  const table = parsePath(cursor);
  const columns = parseColumnNames(cursor);
  parseNotEnforced(cursor);
  return { kind: 'references', table, columns, position, end: cursor.end };
}

function parseNotEnforced(cursor: Cursor): void {
  const { position } = cursor;
  if (!cursor.accept('NOT', 'ENFORCED')) throw notSupported('enforced constraints', position);
}

type Attributes = Pick<ColumnDefinition, 'notNull' | 'default' | 'defaultText' | 'primaryKey' | 'references'>;

/** One column of CREATE TABLE or ADD COLUMN. */
export function parseColumnDefinition(cursor: Cursor): ColumnDefinition {
  const { position } = cursor;
  const name = parseIdentifier(cursor);
  if (cursor.at('GENERATED')) throw notSupported('generated columns', cursor.position);
  const type = parseColumnType(cursor);
  const attributes = parseAttributes(cursor);
  const options = parseOptions(cursor);
  return { kind: 'column', name, type, ...attributes, options, position, end: cursor.end };
}

/** In any order: PRIMARY KEY, REFERENCES, DEFAULT, NOT NULL. */
function parseAttributes(cursor: Cursor): Attributes {
  let attributes: Attributes = noAttributes;
  for (;;) {
    const found = parseAttribute(cursor);
    if (!found) return attributes;
    attributes = { ...attributes, ...found };
  }
}

const noAttributes: Attributes = {
  notNull: false,
  default: undefined,
  defaultText: undefined,
  primaryKey: false,
  references: undefined,
};

function parseAttribute(cursor: Cursor): Partial<Attributes> | undefined {
  if (cursor.accept('NOT')) {
    cursor.expect('NULL');
    return { notNull: true };
  }
  if (cursor.at('GENERATED')) throw notSupported('generated columns', cursor.position);
  if (cursor.accept('PRIMARY', 'KEY')) {
    parseNotEnforced(cursor);
    return { primaryKey: true };
  }
  if (cursor.at('REFERENCES') || cursor.at('CONSTRAINT')) {
    if (cursor.accept('CONSTRAINT')) parseIdentifier(cursor);
    return { references: parseReferences(cursor) };
  }
  return cursor.accept('DEFAULT') ? parseDefault(cursor) : undefined;
}

/** The expression after DEFAULT, and its source. */
export function parseDefault(cursor: Cursor): { readonly default: Expression; readonly defaultText: string } {
  const { position } = cursor;
  const value = parseExpression(cursor);
  return { default: value, defaultText: sourceSince(cursor, position) };
}
