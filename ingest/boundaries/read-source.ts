import { open } from 'node:fs/promises';
import { SourceError } from '../errors.ts';

/** Bytes above which a file is no map for a page. */
const most = 30_000_000;
/** Milliseconds after which an answer is not waited for. */
const patience = 60_000;

/**
 * The text of a file or an address.
 * @param source a path, or an address that begins with http:// or https://.
 * @throws SourceError where it cannot be had, is empty, too large or not UTF-8.
 */
export async function readBoundarySource(source: string): Promise<string> {
  const content = /^https?:\/\//i.test(source) ? await download(source) : await readFile(source);
  if (content.length === 0) throw new SourceError('empty', source, 'it is empty');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    throw new SourceError('not-utf8', source, 'it is not UTF-8 text', error);
  }
}

async function readFile(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT' || code === 'ENOTDIR'
      ? new SourceError('missing', path, 'there is no such file', error)
      : new SourceError('unreadable', path, 'it may not be read', error);
  });
  try {
    const { size } = await file.stat();
    if (!(await file.stat()).isFile())
      throw new SourceError('not-a-file', path, 'it is a directory or device, not a file');
    if (size > most) throw tooLarge(path);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function download(url: string): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new SourceError('unreadable', url, `the server answered ${response.status}`);
    return await readBody(url, response);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new SourceError('unreadable', url, `it cannot be fetched: ${reason}`, error);
  }
}

async function readBody(url: string, { body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > most) throw tooLarge(url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(source: string): SourceError {
  return new SourceError(
    'too-large',
    source,
    `it has more than ${most / 1e6} MB, too many for a map on a page; simplify it`,
  );
}
