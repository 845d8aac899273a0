import type {
  Expression,
  GroupBy,
  GroupExpression,
  GroupItem,
  GroupSet,
  Identifier,
  Select,
  SelectItem,
} from '../ast.ts';
import { GoogleSqlError, notSupported, syntaxError } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseFrom } from './from.ts';
import { isName, parseAlias, parseColumnNames, parseIdentifier, skipHints } from './names.ts';
import { parseNamedWindows } from './windows.ts';

/** SELECT up to its WINDOW clause. */
export function parseSelect(cursor: Cursor): Select {
  const { position } = cursor;
  cursor.expect('SELECT');
  skipHints(cursor);
  const head = parseSelectHead(cursor);
  const from = cursor.accept('FROM') ? parseFrom(cursor) : undefined;
  if (!from) refuseWithoutFrom(cursor, head.distinct ? position : undefined);
  const where = cursor.accept('WHERE') ? parseExpression(cursor) : undefined;
  const groupBy = cursor.at('GROUP') ? parseGroupBy(cursor) : undefined;
  const having = cursor.accept('HAVING') ? parseExpression(cursor) : undefined;
  const qualify = cursor.accept('QUALIFY') ? parseExpression(cursor) : undefined;
  const windows = parseNamedWindows(cursor);
  const clauses = { from, where, groupBy, having, qualify, windows };
  return { kind: 'select', ...head, ...clauses, position, end: cursor.end };
}

/** Refuses a clause that takes rows, or DISTINCT (at `distinct`), of a query that has none. */
function refuseWithoutFrom(cursor: Cursor, distinct?: Select['position']): void {
  if (distinct) throw new GoogleSqlError('Query without FROM clause cannot use SELECT DISTINCT', distinct);
  const clause = rowClauses.get(cursor.token.text);
  if (clause !== undefined) throw withoutFrom(clause, cursor.position);
}

/** The error for a clause that takes rows, in a query that has none. */
export const withoutFrom = (clause: string, position: Select['position']): GoogleSqlError =>
  new GoogleSqlError(`Query without FROM clause cannot have ${clause} clause`, position);

const rowClauses: ReadonlyMap<string, string> = new Map([
  ['WHERE', 'a WHERE'],
  ['GROUP', 'a GROUP BY'],
  ['HAVING', 'a HAVING'],
  ['QUALIFY', 'an QUALIFY'],
  ['WINDOW', 'a WINDOW'],
]);

/** `[WITH …] [ALL | DISTINCT] [AS STRUCT | VALUE] item, …` */
export function parseSelectHead(cursor: Cursor): Pick<Select, 'distinct' | 'as' | 'items'> {
  if (cursor.at('WITH') && cursor.peek().text !== '(')
    throw notSupported(`SELECT WITH ${cursor.peek().text}`, cursor.position);
  const distinct = cursor.accept('DISTINCT');
  if (!distinct) cursor.accept('ALL');
  const as = parseSelectAs(cursor);
  return { distinct, as, items: parseSelectItems(cursor) };
}

function parseSelectAs(cursor: Cursor): Select['as'] {
  const { position } = cursor;
  if (!cursor.accept('AS')) return undefined;
  if (cursor.accept('STRUCT')) return 'STRUCT';
  if (cursor.accept('VALUE')) return 'VALUE';
  if (!isName(cursor.token)) throw cursor.unexpected();
  throw notSupported(`SELECT AS ${cursor.token.text}`, position);
}

/** Items up to what cannot start one: a comma may follow the last. */
export function parseSelectItems(cursor: Cursor): SelectItem[] {
  if (cursor.at('FROM')) throw syntaxError('SELECT list must not be empty', cursor.position);
  const items = [parseSelectItem(cursor)];
  while (cursor.accept(',') && !atItemsEnd(cursor)) items.push(parseSelectItem(cursor));
  return items;
}

function atItemsEnd(cursor: Cursor): boolean {
  return (
    cursor.at('FROM') ||
    cursor.at(',') ||
    cursor.at(')') ||
    cursor.at(';') ||
    cursor.at('|>') ||
    cursor.token.type === 'end'
  );
}

function parseSelectItem(cursor: Cursor): SelectItem {
  const { position } = cursor;
  if (cursor.at('*')) return parseStar(cursor, undefined, position);
  const expression = parseExpression(cursor);
  if (cursor.accept('.')) return parseStar(cursor, expression, position);
  return { kind: 'select_expression', expression, alias: parseAlias(cursor), position, end: cursor.end };
}

function parseStar(cursor: Cursor, base: Expression | undefined, position: SelectItem['position']): SelectItem {
  cursor.expect('*');
  const except = cursor.at('EXCEPT') && !isSetOperator(cursor.peek().text) ? parseExcept(cursor) : [];
  const replace = cursor.accept('REPLACE') ? cursor.parenthesizedList(parseReplacement) : [];
  return { kind: 'select_star', base, except, replace, position, end: cursor.end };
}

function isSetOperator(following: string): boolean {
  return following === 'ALL' || following === 'DISTINCT';
}

function parseExcept(cursor: Cursor): Identifier[] {
  const { position } = cursor.next();
  if (!cursor.at('(')) throw new GoogleSqlError('EXCEPT must be followed by ALL, DISTINCT, or "("', position);
  return parseColumnNames(cursor);
}

function parseReplacement(cursor: Cursor): { expression: Expression; name: Identifier } {
  const expression = parseExpression(cursor);
  cursor.expectAfterExpression('AS');
  return { expression, name: parseIdentifier(cursor) };
}

/** `GROUP BY …`; a pipe's items may carry an alias and an order (`inPipe`). */
export function parseGroupBy(cursor: Cursor, readExpression: GroupExpressionReader = parseGroupExpression): GroupBy {
  const { position } = cursor;
  cursor.expect('GROUP');
  skipHints(cursor);
  const andOrder = cursor.at('AND', 'ORDER') && readExpression !== parseGroupExpression;
  if (andOrder) cursor.expect('AND', 'ORDER');
  cursor.expect('BY');
  const all = cursor.accept('ALL');
  const items = all ? [] : cursor.list(() => parseGroupItem(cursor, readExpression));
  return { kind: 'group_by', all, andOrder, items, position, end: cursor.end };
}

type GroupExpressionReader = (cursor: Cursor) => GroupExpression;

function parseGroupExpression(cursor: Cursor): GroupExpression {
  const { position } = cursor;
  const expression = parseExpression(cursor);
  return { kind: 'group_expression', expression, alias: undefined, order: undefined, position, end: cursor.end };
}

function parseGroupItem(cursor: Cursor, readExpression: GroupExpressionReader): GroupItem {
  return parseGroupSet(cursor) ?? readExpression(cursor);
}

/** ROLLUP, CUBE, GROUPING SETS or `()`, if one is there. */
function parseGroupSet(cursor: Cursor): GroupSet | undefined {
  const { position } = cursor;
  if (cursor.accept('(', ')')) return { kind: 'group_set', expressions: [], position, end: cursor.end };
  if (cursor.accept('GROUPING', 'SETS')) {
    const sets = cursor.parenthesizedList(parseGroupingSet);
    return { kind: 'grouping_sets', sets, position, end: cursor.end };
  }
  if (!cursor.at('ROLLUP') && !cursor.at('CUBE')) return undefined;
  const kind = cursor.next().text === 'CUBE' ? 'cube' : 'rollup';
  const elements = cursor.parenthesizedList(parseGroupElement);
  return { kind, elements, position, end: cursor.end };
}

function parseGroupingSet(cursor: Cursor): GroupSet {
  const { position } = cursor;
  const set = parseGroupSet(cursor);
  if (set) return set;
  const expressions = parseGroupElement(cursor);
  return { kind: 'group_set', expressions, position, end: cursor.end };
}

/** `a` or `(a, b)`. */
function parseGroupElement(cursor: Cursor): Expression[] {
  const expression = parseExpression(cursor);
  const isTuple = expression.kind === 'struct' && expression.tuple;
  return isTuple ? expression.fields.map((field) => field.value) : [expression];
}
