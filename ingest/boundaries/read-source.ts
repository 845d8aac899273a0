import { open } from 'node:fs/promises';
import { SourceError } from '../errors.ts';

/** Bytes above which a file is no map for a page. */
const most = 30_000_000;
/** Milliseconds after which an answer is not waited for. */
const patience = 60_000;

/** An address and not a path. */
const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/** A source as it may be shown and kept: a path, or an address without what may be secret, its user and its query. */
export function shownSource(source: string): string {
  if (!isAddress(source)) return source;
  if (!URL.canParse(source)) return source.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
  const { origin, pathname } = new URL(source);
  return `${origin}${pathname}`;
}

/**
 * The text of a file or an address.
 * @param source a path, or an address that begins with http:// or https://.
 * @throws SourceError where it cannot be had, is empty, too large or not UTF-8.
 */
export async function readBoundarySource(source: string): Promise<string> {
  const content = isAddress(source) ? await download(source) : await readFile(source);
  const shown = shownSource(source);
  if (content.length === 0) throw new SourceError('empty', shown, 'it is empty');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    throw new SourceError('not-utf8', shown, 'it is not UTF-8 text', error);
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
  const shown = shownSource(url);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // What `fetch` says of either holds the whole address.
  if (!parsed) throw new SourceError('unreadable', shown, 'it is no address; write https://HOST/PATH');
  if (parsed.username || parsed.password) {
    const explanation = 'it was given with a user or a password; fetch the file yourself and give its path';
    throw new SourceError('unreadable', shown, explanation);
  }
  try {
    const response = await fetch(parsed, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new SourceError('unreadable', shown, `the server answered ${response.status}`);
    return await readBody(shown, response);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new SourceError('unreadable', shown, `it cannot be fetched: ${reason}`, error);
  }
}

async function readBody(shown: string, { body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > most) throw tooLarge(shown);
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
