import { WarehouseError } from '../errors.ts';

/** Rows of a page where the caller names no number, and at most. */
export const maximumPageRows = 10_000;
/** Bytes of JSON, about, after which a page ends. The service's own bound is 10 MB. */
export const maximumPageBytes = 4 * 1024 * 1024;

/** Which rows a caller wants. */
export interface PageRequest {
  /** Number of the first row, from 0. */
  readonly start: number;
  /** Rows at most; at least 0 (the caller wants none: schema and total only). */
  readonly limit: number;
}

/** Reads `startIndex`, `pageToken` and `maxResults`. Throws WarehouseError. */
export function pageRequest(query: { get(name: string): string | null }): PageRequest {
  const token = query.get('pageToken');
  const start = token === null || token === '' ? number(query, 'startIndex', 0) : startOfToken(token);
  return { start, limit: Math.min(number(query, 'maxResults', maximumPageRows), maximumPageRows) };
}

/** The token of the page that starts at row `start`. */
export function pageToken(start: number): string {
  return Buffer.from(`row:${start}`).toString('base64url');
}

function startOfToken(token: string): number {
  const match = /^row:(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw new WarehouseError('invalid', `Invalid page token: ${token}`);
  return Number(match[1]);
}

function number(query: { get(name: string): string | null }, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^\d{1,15}$/.test(text))
    throw new WarehouseError('invalid', `Invalid value for: ${name} is not a valid integer`);
  return Number(text);
}

/** A part of a list of resources, and the token of the next part. */
export function pageOfList<T>(
  items: readonly T[],
  query: { get(name: string): string | null },
  largest = 1000,
): { readonly items: readonly T[]; readonly nextPageToken?: string } {
  const { start, limit } = pageRequest(query);
  const end = start + Math.min(limit, largest);
  return { items: items.slice(start, end), ...(end < items.length && { nextPageToken: pageToken(end) }) };
}
