import { badRequest } from './errors.ts';

/** What part of a bucket to list. @see https://cloud.google.com/storage/docs/json_api/v1/objects/list */
export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** First name listed. */
  readonly startOffset: string | undefined;
  /** First name no longer listed. */
  readonly endOffset: string | undefined;
  /** Whether an object whose name ends in the delimiter is listed beside the prefix it makes. */
  readonly includeTrailingDelimiter: boolean;
  /** Objects and prefixes together; 1 to 1,000. */
  readonly maxResults: number;
  /** Last entry of the page before. */
  readonly after: string | undefined;
}

/** One page: names of objects, and the prefixes that stand for the rest. */
export interface ListingPage {
  readonly names: readonly string[];
  readonly prefixes: readonly string[];
  readonly nextPageToken: string | undefined;
}

const MAX_RESULTS = 1000;

/** @throws StorageApiError 400 where a number or token is malformed */
export function listingQueryOf(query: URLSearchParams): ListingQuery {
  const maxResults = query.get('maxResults') ?? String(MAX_RESULTS);
  if (!/^\d+$/.test(maxResults)) throw badRequest(`Invalid value for maxResults: '${maxResults}'`, 'invalidParameter');
  const token = query.get('pageToken');
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? undefined,
    startOffset: query.get('startOffset') ?? undefined,
    endOffset: query.get('endOffset') ?? undefined,
    includeTrailingDelimiter: query.get('includeTrailingDelimiter') === 'true',
    maxResults: Math.min(Math.max(Number(maxResults), 1), MAX_RESULTS),
    after: token === null ? undefined : decodeToken(token),
  };
}

const encodeToken = (entry: string): string => Buffer.from(entry, 'utf8').toString('base64url');

function decodeToken(token: string): string {
  const entry = Buffer.from(token, 'base64url').toString('utf8');
  if (encodeToken(entry) !== token) throw badRequest('Invalid page token.', 'invalidParameter');
  return entry;
}

const compareBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** The prefix that an object's name is folded into, or undefined if it is listed itself. */
function foldedPrefix(name: string, { prefix, delimiter }: ListingQuery): string | undefined {
  if (!delimiter) return undefined;
  const end = name.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : name.slice(0, end + delimiter.length);
}

/** The page that `query` asks for, of a bucket's names given in the order of their bytes. */
export function listPage(sortedNames: readonly string[], query: ListingQuery): ListingPage {
  const names: string[] = [];
  const prefixes = new Set<string>();
  let last = query.after;
  for (const name of sortedNames) {
    if (!name.startsWith(query.prefix)) continue;
    if (query.startOffset !== undefined && compareBytes(name, query.startOffset) < 0) continue;
    if (query.endOffset && compareBytes(name, query.endOffset) >= 0) break;
    const folded = foldedPrefix(name, query);
    const entry = folded ?? name;
    const isTrailing = folded === name && query.includeTrailingDelimiter;
    const isBefore = query.after !== undefined && compareBytes(entry, query.after) <= 0;
    if (isBefore || (folded !== undefined && prefixes.has(folded) && !isTrailing)) continue;
    if (names.length + prefixes.size >= query.maxResults) {
      return { names, prefixes: [...prefixes], nextPageToken: last && encodeToken(last) };
    }
    if (folded === undefined || isTrailing) names.push(name);
    if (folded !== undefined) prefixes.add(folded);
    last = entry;
  }
  return { names, prefixes: [...prefixes], nextPageToken: undefined };
}
