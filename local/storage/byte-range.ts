import { StorageApiError, badRequest } from './errors.ts';

/** Bytes of a body, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a body of `size` bytes that a `Range` header asks for; undefined for the whole, also where the header
 * is not of a form that the standard obliges to honour (several ranges, other units).
 * @throws StorageApiError 416 where the body has no such bytes
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.2
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || start > end) {
    throw new StorageApiError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
  }
  return { start, end };
}

/** What one PUT of a resumable upload carries. */
export type UploadRange =
  | { readonly kind: 'status'; readonly total: number | undefined }
  | { readonly kind: 'bytes'; readonly start: number; readonly isFinal: boolean; readonly total: number | undefined };

/**
 * Reads a PUT's `Content-Range`. An open end (`bytes 0-*` over `*`, as the Node.js client streams) is final; a closed
 * one is final only if it reaches the total. The client writes an empty last chunk as `0--1/0`.
 * @throws StorageApiError 400 where the header is malformed
 * @see https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
export function parseContentRange(header: string | undefined): UploadRange {
  if (header === undefined) return { kind: 'bytes', start: 0, isFinal: true, total: undefined };
  const match = /^bytes (?:(\*)|(\d+)-(\*|-?\d+))\/(\*|\d+)$/.exec(header.trim());
  if (!match) throw badRequest(`Failed to parse Content-Range header: ${header}`);
  const [, star, start, end, size] = match;
  const total = size === '*' ? undefined : Number(size);
  if (star !== undefined) return { kind: 'status', total };
  return { kind: 'bytes', start: Number(start), isFinal: end === '*' || Number(end) + 1 === total, total };
}
