import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from './load-errors.ts';
import type { SourceFile } from './source-files.ts';

/** Encodings of text files, as load jobs name them. */
export const encodings = ['UTF-8', 'ISO-8859-1', 'UTF-16BE', 'UTF-16LE'] as const;
/** One of the encodings. */
export type Encoding = (typeof encodings)[number];

/** Bytes read at once. */
const pieceBytes = 1024 * 1024;

/** A file's text in pieces, unpacked and without its byte order mark. Throws WarehouseError where it cannot be unpacked. */
export async function* sourceText(file: SourceFile, encoding: Encoding): AsyncGenerator<string> {
  const bytes = createReadStream(file.path, { highWaterMark: pieceBytes });
  const stream: Readable = file.isGzip ? bytes.pipe(createGunzip({ chunkSize: pieceBytes })) : bytes;
  // What is latin-1 here is Windows' superset of it for TextDecoder: only Node's own decoding is exact.
  const decode =
    encoding === 'ISO-8859-1' ? (chunk?: Buffer) => chunk?.toString('latin1') ?? '' : textDecoder(encoding);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield decode(chunk);
  } catch (cause) {
    throw unreadable(`Failed to read or decompress input file ${file.uri ?? ''}`.trim(), cause);
  } finally {
    bytes.destroy();
  }
  yield decode();
}

function textDecoder(encoding: Encoding): (chunk?: Buffer) => string {
  const decoder = new TextDecoder(encoding.toLowerCase());
  return (chunk) => (chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
}

/** Bytes that `text` takes in a file. */
export function bytesOf(text: string, encoding: Encoding): number {
  if (encoding === 'UTF-8') return Buffer.byteLength(text);
  return encoding === 'ISO-8859-1' ? text.length : text.length * 2;
}
