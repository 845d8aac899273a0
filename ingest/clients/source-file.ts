import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { firstRecord } from '../core/csv-header.ts';
import { type HeaderPlan, planHeader } from '../core/header.ts';
import { RecordScanner } from '../core/record-scanner.ts';
import { SourceError, type SourceFault } from '../errors.ts';

/** The longest header looked at, in bytes. */
const LONGEST_HEADER = 262_144;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A file found to begin as the feed does. */
export interface SourceFile {
  readonly path: string;
  readonly isGzip: boolean;
  /** Bytes of the byte-order mark: 3 or 0. */
  readonly markSize: number;
  readonly plan: HeaderPlan;
  /** Size and time of change, to notice a file that is still being written. */
  readonly version: string;
}

const FILE_FAULTS: Readonly<Record<string, readonly [SourceFault, string]>> = {
  ENOENT: ['missing', 'there is no such file'],
  ENOTDIR: ['missing', 'there is no such file'],
  EACCES: ['unreadable', 'it may not be read'],
  EPERM: ['unreadable', 'it may not be read'],
  Z_BUF_ERROR: ['truncated-gzip', 'its gzip data ends too early; the file was cut off, fetch it again'],
  Z_DATA_ERROR: ['malformed', 'its gzip data is damaged; fetch it again'],
};

function explain(path: string, error: unknown): unknown {
  const [fault, explanation] = FILE_FAULTS[(error as NodeJS.ErrnoException).code ?? ''] ?? [];
  return fault && explanation ? new SourceError(fault, path, explanation, error) : error;
}

async function versionOf(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new SourceError('not-a-file', path, 'it is a directory or device, not a file');
  if (found.size === 0) throw new SourceError('empty', path, 'it is empty');
  return `${found.size} ${found.mtimeMs}`;
}

/** The file's content, uncompressed, piece by piece. @throws SourceError where it cannot be read to its end */
export async function* readContent(path: string, isGzip: boolean): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1_048_576 });
  const unpacked = isGzip ? file.pipe(createGunzip({ chunkSize: 262_144 })) : file;
  // `pipe` passes no errors on.
  file.once('error', (error) => unpacked.destroy(error));
  try {
    for await (const chunk of unpacked) yield chunk as Buffer;
  } catch (error) {
    throw explain(path, error);
  } finally {
    file.destroy();
  }
}

async function readHead(path: string, isGzip: boolean): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of readContent(path, isGzip)) {
    pieces.push(piece);
    size += piece.length;
    if (size >= LONGEST_HEADER) break;
  }
  return Buffer.concat(pieces).subarray(0, LONGEST_HEADER);
}

/** What a file is instead, judged by how it begins; undefined for text. */
function foreignContent(head: Buffer): readonly [SourceFault, string] | undefined {
  const starts = (...bytes: number[]): boolean => head.subarray(0, bytes.length).equals(Buffer.from(bytes));
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return ['not-utf8', 'it is UTF-16 text; save it as UTF-8'];
  if (starts(0x50, 0x4b, 0x03, 0x04)) return ['binary', 'it is a zip archive or a spreadsheet, not CSV'];
  if (starts(0x50, 0x41, 0x52, 0x31)) return ['binary', 'it is a Parquet file, not CSV'];
  if (starts(0x1f, 0x8b)) return ['binary', 'it is gzip within gzip; unpack it once'];
  if (head.includes(0)) return ['binary', 'it is binary, not CSV'];
  return undefined;
}

function planOf(path: string, head: Buffer): HeaderPlan {
  const record = firstRecord(head.toString('utf8'));
  const fields =
    record ??
    head
      .toString('utf8')
      .split(/[\r\n]/, 1)[0]
      ?.split(',') ??
    [];
  const headerText = fields.join('');
  if (!isUtf8(Buffer.from(head.subarray(0, Math.max(head.indexOf('\n'), 0))))) {
    throw new SourceError('not-utf8', path, 'its header is not UTF-8; save it as UTF-8');
  }
  const separator = [';', '\t'].find((each) => fields.length === 1 && headerText.includes(each));
  if (separator !== undefined) {
    throw new SourceError(
      'wrong-header',
      path,
      `its fields are separated by ${separator === ';' ? 'semicolons' : 'tabs'}, not commas`,
    );
  }
  const plan = planHeader(fields.map((field) => field.trim()));
  if ('explanation' in plan) throw new SourceError('wrong-header', path, plan.explanation);
  if (record === undefined) throw new SourceError('no-rows', path, 'it has a header, but no rows');
  return plan;
}

/** Looks at how the file begins. @throws SourceError where it is missing or not the feed */
export async function openSource(path: string): Promise<SourceFile> {
  try {
    const version = await versionOf(path);
    const handle = await open(path);
    const magic = await handle.read(Buffer.alloc(2), 0, 2, 0).finally(() => handle.close());
    const isGzip = magic.bytesRead === 2 && magic.buffer[0] === 0x1f && magic.buffer[1] === 0x8b;
    const whole = await readHead(path, isGzip);
    if (whole.length === 0) throw new SourceError('empty', path, 'it is empty');
    const markSize = whole.subarray(0, 3).equals(MARK) ? MARK.length : 0;
    const head = whole.subarray(markSize);
    const [fault, explanation] = foreignContent(head) ?? [];
    if (fault && explanation) throw new SourceError(fault, path, explanation);
    return { path, isGzip, markSize, plan: planOf(path, head), version };
  } catch (error) {
    throw explain(path, error);
  }
}

/** What reading a source to its end tells, before anything is made of it. */
export interface SourceSurvey {
  /** SHA-256 of the uncompressed content, in hex. */
  readonly sha256: string;
  /** Data records, whether they can be read or not. */
  readonly records: number;
  /** Those of them without a valid key. */
  readonly invalidKeys: number;
}

/** Index of the column that holds the feed's key. */
export const keyIndexOf = ({ plan }: SourceFile): number =>
  plan.columns.findIndex(({ rawColumn }) => rawColumn === 'offense_id');

/** Reads the file to its end. @throws SourceError where it cannot be read, or holds no record */
export async function surveySource(source: SourceFile): Promise<SourceSurvey> {
  const { path, isGzip, markSize } = source;
  const hash = createHash('sha256');
  const scanner = new RecordScanner({
    keyIndex: keyIndexOf(source),
    positions: [],
    markSize,
    onRecord: () => undefined,
  });
  for await (const chunk of readContent(path, isGzip)) {
    hash.update(chunk);
    scanner.push(chunk);
  }
  scanner.end();
  await checkUnchanged(source);
  const { records, invalidKeys } = scanner;
  if (records === 0) throw new SourceError('no-rows', path, 'it has a header, but no rows');
  return { sha256: hash.digest('hex'), records, invalidKeys };
}

/** Refuses a file that changed since it was opened: what was read of it fits nothing. @throws SourceError */
export async function checkUnchanged({ path, version }: SourceFile): Promise<void> {
  if ((await versionOf(path)) === version) return;
  throw new SourceError('changed', path, 'it changed while it was read; wait until it is complete');
}
