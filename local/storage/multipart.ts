import { badRequest } from './errors.ts';

/** The largest metadata part, in bytes. */
const LARGEST_METADATA = 1_048_576;

/** Cuts a stream of bytes at delimiters, holding back no more than a delimiter's length. */
class DelimitedReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Yields what stands before the delimiter and consumes both. @throws StorageApiError 400 where it never comes */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const found = this.#rest.indexOf(delimiter);
      if (found !== -1) {
        const piece = this.#rest.subarray(0, found);
        this.#rest = this.#rest.subarray(found + delimiter.length);
        if (piece.length > 0) yield piece;
        return;
      }
      const safe = this.#rest.length - delimiter.length + 1;
      if (safe > 0) {
        const piece = this.#rest.subarray(0, safe);
        this.#rest = this.#rest.subarray(safe);
        yield piece;
      }
      const next = await this.#chunks.next();
      if (next.done) throw badRequest('Malformed multipart body.');
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
  }

  async textUntil(delimiter: string): Promise<string> {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of this.until(Buffer.from(delimiter))) {
      pieces.push(piece);
      size += piece.length;
      if (size > LARGEST_METADATA) throw badRequest('Metadata part is too large.', 'uploadTooLarge');
    }
    return Buffer.concat(pieces).toString('utf8');
  }
}

/** The two parts of a multipart upload; the media is read only while `media` is iterated. */
export interface RelatedParts {
  readonly metadata: string;
  readonly mediaType: string | undefined;
  readonly media: AsyncIterable<Buffer>;
}

/**
 * Splits the body of a multipart upload without holding it.
 * @throws StorageApiError 400 where the type names no boundary or the parts are not there
 * @see https://cloud.google.com/storage/docs/uploading-objects#uploading-an-object (JSON API, multipart)
 */
export async function readRelated(contentType: string | undefined, body: AsyncIterable<Buffer>): Promise<RelatedParts> {
  const match = /^multipart\/[a-z-]+\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw badRequest('Multipart upload without a boundary in its Content-Type.');
  const reader = new DelimitedReader(body);
  await reader.textUntil(`--${boundary}`);
  await reader.textUntil('\r\n\r\n');
  const metadata = await reader.textUntil(`\r\n--${boundary}`);
  const headers = await reader.textUntil('\r\n\r\n');
  const mediaType = /^content-type:[ \t]*(.*?)[ \t]*$/im.exec(headers)?.[1];
  return { metadata, mediaType, media: reader.until(Buffer.from(`\r\n--${boundary}`)) };
}
