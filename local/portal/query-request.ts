import { invalidRequest, malformedQuery, notSupported, plainError } from './api-errors.ts';
import { parseCondition, parseGroup, parseOrder, parseQuery, parseSelect } from './soql/parser.ts';
import type { Clause, Expression, SoqlQuery } from './soql/syntax.ts';

/** A query with the rows that it may answer with. */
export interface QueryRequest {
  readonly query: SoqlQuery;
  readonly limit: number;
  readonly offset: number;
}

/** Rows of an answer when none are asked for, and most: https://dev.socrata.com/docs/queries/limit.html. */
export const defaultLimit = 1000;
export const largestLimit = 50_000;
/** Beyond it, DuckDB's own counting would end. */
const largestOffset = 1_000_000_000;

const clauseParameters = ['$select', '$where', '$group', '$having', '$order', '$limit', '$offset'];
const knownParameters = new Set([...clauseParameters, '$query', '$$app_token']);

/**
 * Reads the parameters of `GET /resource/ID.json`; a parameter without `$` filters by a column's value.
 * @throws PortalApiError where they are no query.
 */
export function readQueryParameters(parameters: URLSearchParams): QueryRequest {
  for (const name of new Set(parameters.keys())) {
    if (name.startsWith('$') && !knownParameters.has(name)) {
      if (name === '$q') throw notSupported('$q, the search through all columns');
      throw invalidRequest(`Unrecognized arguments [${name}]`);
    }
    if (parameters.getAll(name).length > 1) throw invalidRequest(`Argument ${name} is given more than once`);
  }
  const text = parameters.get('$query');
  if (text !== null) {
    if ([...parameters.keys()].some((name) => name !== '$query' && name !== '$$app_token')) {
      throw invalidRequest('$query cannot stand beside other arguments');
    }
    return wholeQuery(text);
  }
  return parameterQuery(parameters);
}

/**
 * Reads the body of `POST /api/v3/views/ID/query.json`: https://dev.socrata.com/docs/queries.
 * @throws PortalApiError where it is no query.
 */
export function readQueryBody(body: unknown): QueryRequest {
  if (!isObject(body)) throw invalidRequest('The request body must be a JSON object');
  const { query, page, includeSynthetic, ...others } = body;
  const [other] = Object.keys(others);
  if (other !== undefined) throw notSupported(`\`${other}\` in the body; it knows query, page and includeSynthetic`);
  // There are no synthetic columns here to leave out.
  if (includeSynthetic !== undefined && typeof includeSynthetic !== 'boolean') {
    throw invalidRequest('includeSynthetic must be true or false');
  }
  if (query !== undefined && typeof query !== 'string') throw invalidRequest('query must be a text');
  const whole = wholeQuery(query ?? 'SELECT *');
  return page === undefined ? whole : pageOf(whole, page);
}

function pageOf({ query, limit, offset }: QueryRequest, page: unknown): QueryRequest {
  if (!isObject(page)) throw invalidRequest('page must be an object with pageNumber and pageSize');
  const number = wholeNumber(page['pageNumber'], 'pageNumber', 1, largestOffset);
  const size = wholeNumber(page['pageSize'], 'pageSize', 1, largestLimit);
  const before = (number - 1) * size;
  const most = query.limit === undefined ? size : Math.max(0, Math.min(size, limit - before));
  return { query, limit: most, offset: checkOffset(offset + before) };
}

function wholeQuery(text: string): QueryRequest {
  if (text.includes('|>')) throw notSupported('queries joined by `|>`');
  const query = parseQuery(text);
  return { query, limit: checkLimit(query.limit ?? defaultLimit), offset: checkOffset(query.offset ?? 0) };
}

function parameterQuery(parameters: URLSearchParams): QueryRequest {
  const clause = <Content>(name: string, read: (text: string) => Content): Clause<Content> | undefined => {
    const text = parameters.get(name);
    return text === null ? undefined : { text, content: read(text) };
  };
  const select = clause('$select', parseSelect);
  const where = clause('$where', parseCondition);
  const query: SoqlQuery = {
    isDistinct: select?.content.isDistinct ?? false,
    select: select === undefined ? undefined : { text: select.text, content: select.content.content },
    where: [...(where === undefined ? [] : [where]), ...simpleFilters(parameters)],
    group: clause('$group', parseGroup),
    having: clause('$having', parseCondition),
    order: clause('$order', parseOrder),
    limit: undefined,
    offset: undefined,
  };
  const number = (name: string, otherwise: number): number => {
    const text = parameters.get(name);
    if (text === null) return otherwise;
    if (!/^\d{1,15}$/.test(text)) throw malformedQuery(text, 0, `${name} must be a whole number`);
    return Number(text);
  };
  return { query, limit: checkLimit(number('$limit', defaultLimit)), offset: checkOffset(number('$offset', 0)) };
}

/** `?precinct=North`: https://dev.socrata.com/docs/filtering.html. */
function simpleFilters(parameters: URLSearchParams): readonly Clause<Expression>[] {
  return [...parameters]
    .filter(([name]) => !name.startsWith('$'))
    .map(([name, value]) => ({
      text: name,
      content: {
        kind: 'call',
        name: '=',
        operands: [
          { kind: 'column', name: name.toLowerCase(), at: 0 },
          { kind: 'literal', type: 'text', value, at: 0 },
        ],
        at: 0,
      },
    }));
}

function checkLimit(limit: number): number {
  if (limit <= largestLimit) return limit;
  throw plainError(400, 'req.row-limit-exceeded', `Limit ${limit} is above the most, ${largestLimit}`, {
    limit: largestLimit,
  });
}

function checkOffset(offset: number): number {
  if (offset <= largestOffset) return offset;
  throw invalidRequest(`Offset ${offset} is above the most, ${largestOffset}`);
}

function wholeNumber(value: unknown, name: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidRequest(`page.${name} must be a whole number from ${least} to ${most}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
