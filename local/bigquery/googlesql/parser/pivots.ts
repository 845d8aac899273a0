import type {
  Aliased,
  Expression,
  IntegerLiteral,
  PivotClause,
  SampleClause,
  StringLiteral,
  UnpivotClause,
} from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseAlias, parseColumnNames, parseIdentifier } from './names.ts';
import { parsePostfix } from './postfix.ts';

/** `PIVOT (sum(a) AS s, … FOR column IN (value [AS name], …))` */
export function parsePivotClause(cursor: Cursor): PivotClause {
  cursor.expect('PIVOT', '(');
  const aggregates = cursor.list(parseAliased);
  cursor.expect('FOR');
  // Only what binds tighter than IN.
  const input = parsePostfix(cursor);
  cursor.expect('IN');
  const values = cursor.parenthesizedList(parseAliased);
  cursor.expect(')');
  return { aggregates, for: input, values };
}

/** `expression [[AS] name]` */
export function parseAliased(cursor: Cursor): Aliased {
  const { position } = cursor;
  const expression = parseExpression(cursor);
  return { kind: 'aliased', expression, alias: parseAlias(cursor), position, end: cursor.end };
}

/** `UNPIVOT [INCLUDE NULLS] (value FOR name IN (column [AS 'label'], …))`, also with lists of columns. */
export function parseUnpivotClause(cursor: Cursor): UnpivotClause {
  cursor.expect('UNPIVOT');
  const includeNulls = cursor.accept('INCLUDE', 'NULLS');
  if (!includeNulls) cursor.accept('EXCLUDE', 'NULLS');
  cursor.expect('(');
  const valueColumns = parseColumnGroup(cursor);
  cursor.expect('FOR');
  const nameColumn = parseIdentifier(cursor);
  cursor.expect('IN');
  const columns = cursor.parenthesizedList(parseUnpivotedColumn);
  cursor.expect(')');
  return { includeNulls, valueColumns, nameColumn, columns };
}

function parseUnpivotedColumn(cursor: Cursor): UnpivotClause['columns'][number] {
  const names = parseColumnGroup(cursor);
  const hasAs = cursor.accept('AS');
  const isLabel = cursor.token.type === 'string' || cursor.token.type === 'integer';
  if (hasAs && !isLabel) throw cursor.unexpected();
  return { names, label: isLabel ? parseLabel(cursor) : undefined };
}

function parseColumnGroup(cursor: Cursor): UnpivotClause['valueColumns'] {
  return cursor.at('(') ? parseColumnNames(cursor) : [parseIdentifier(cursor)];
}

function parseLabel(cursor: Cursor): StringLiteral | IntegerLiteral {
  const { type, value, text, position, end } = cursor.next();
  return type === 'integer'
    ? { kind: 'integer', value: BigInt(text), position, end }
    : { kind: 'string', value, position, end };
}

/** `TABLESAMPLE SYSTEM (10 PERCENT)` */
export function parseSampleClause(cursor: Cursor): SampleClause {
  cursor.expect('TABLESAMPLE');
  const method = parseIdentifier(cursor).name.toUpperCase();
  cursor.expect('(');
  const size = parseExpression(cursor);
  const unit = cursor.expectOneOf('PERCENT', 'ROWS');
  cursor.expect(')');
  return { method, size, unit, repeatable: cursor.accept('REPEATABLE') ? parseRepeatable(cursor) : undefined };
}

function parseRepeatable(cursor: Cursor): Expression {
  cursor.expect('(');
  const seed = parseExpression(cursor);
  cursor.expect(')');
  return seed;
}
