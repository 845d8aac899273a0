import { createWriteStream } from 'node:fs';
import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import axios, { type AxiosResponse } from 'axios';
import { isTransient } from '../core/retry.ts';
import { USER_AGENT } from '../tool-version.ts';
import type { Agents } from './agents.ts';
import { AnswerFault, type AnswerHead, faultOf, saysBehind } from './answer-fault.ts';
import type { PortalRequest } from './portal-request.ts';

/** What came whole. */
export interface Answer {
  /** The `Date` header. */
  readonly date: string | undefined;
  /** Whether the portal says that it answered from a copy that lacks its newest changes. */
  readonly isBehind: boolean;
  /** Of the body, uncompressed. */
  readonly bytes: number;
  /** The body where it was not to go to a file. */
  readonly text: string;
}

/** One attempt at a request. */
export interface Sending {
  readonly token?: string | undefined;
  readonly agents: Agents;
  /** Milliseconds without a byte, after which the attempt has failed. */
  readonly idleTimeout: number;
  /** Milliseconds for the whole answer. */
  readonly answerTimeout: number;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Longest body read of an answer that is an error, and of one that is kept as text. */
const [LONGEST_ERROR, LONGEST_TEXT] = [16_384, 33_554_432];
const DISK_FAULTS = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'EMFILE', 'EIO', 'EISDIR']);
/** What no repetition mends, and what to do. */
const FINAL_FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host; check the address and the connection',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is its own',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};
const BODY_FAULTS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its gzip data ends too early',
  Z_DATA_ERROR: 'its gzip data is damaged',
  ECONNRESET: 'the connection broke',
};

/** Not documented, but in every answer of a portal. @see https://github.com/socrata-platform/query-coordinator */
const OUT_OF_DATE = 'x-soda2-data-out-of-date';

const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

/**
 * Sends a request once; a body that counts goes to the file, or to the answer's text where there is none.
 * @throws AnswerFault where the answer does not count; other errors are the disk's, or come of the signal
 */
export async function send(request: PortalRequest, path: string | undefined, sending: Sending): Promise<Answer> {
  const late = new AbortController();
  const expire = (explanation: string) => (): void => {
    late.abort(explanation);
  };
  const whole = setTimeout(expire(`the answer took more than ${sending.answerTimeout} ms`), sending.answerTimeout);
  const idle = setTimeout(expire(`nothing came for ${sending.idleTimeout} ms`), sending.idleTimeout);
  const alive = (): void => void idle.refresh();
  const signal = sending.signal ? AbortSignal.any([late.signal, sending.signal]) : late.signal;
  try {
    const response = await start(request, sending, signal);
    alive();
    return await receive(response, path, sending, signal, alive);
  } catch (error) {
    if (error instanceof AnswerFault || sending.signal?.aborted) throw error;
    if (late.signal.aborted) throw new AnswerFault(String(late.signal.reason), { isPassing: true });
    throw faultOfConnection(error);
  } finally {
    clearTimeout(idle);
    clearTimeout(whole);
  }
}

function faultOfConnection(error: unknown): unknown {
  const code = codeOf(error);
  // An axios error holds the request's headers, and so the token: it is never passed on.
  const isHttp = axios.isAxiosError(error);
  if (!isHttp && DISK_FAULTS.has(code)) return error;
  const cause = isHttp ? error.cause : error;
  const advice = FINAL_FAULTS[code] ?? BODY_FAULTS[code];
  const words = (error instanceof Error ? error.message : String(error)) || code;
  const isPassing = !(code in FINAL_FAULTS) && (code in BODY_FAULTS || isTransient({ code }));
  if (!isHttp && !isPassing) return error;
  return new AnswerFault(advice === undefined ? words : `${advice} (${words})`, { isPassing, cause });
}

async function start(request: PortalRequest, sending: Sending, signal: AbortSignal): Promise<AxiosResponse<Readable>> {
  const { hostname } = new URL(request.url);
  return axios.request<Readable>({
    method: request.method,
    url: request.url,
    ...(request.body !== undefined && { data: request.body }),
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': 'gzip',
      'User-Agent': USER_AGENT,
      ...(request.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(sending.token !== undefined && { 'X-App-Token': sending.token }),
    },
    httpAgent: sending.agents.httpAgent,
    httpsAgent: sending.agents.httpsAgent,
    adapter: 'http',
    responseType: 'stream',
    decompress: false,
    // A redirect would carry the token to wherever it points.
    maxRedirects: 0,
    validateStatus: () => true,
    ...(isLoopback(hostname) && { proxy: false }),
    signal,
  });
}

const isLoopback = (hostname: string): boolean => /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(hostname);

function header(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = (response.headers as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

async function receive(
  response: AxiosResponse<Readable>,
  path: string | undefined,
  sending: Sending,
  signal: AbortSignal,
  alive: () => void,
): Promise<Answer> {
  const head: AnswerHead = {
    status: response.status,
    contentType: (header(response, 'content-type') ?? '').toLowerCase(),
    retryAfter: header(response, 'retry-after'),
    location: header(response, 'location'),
  };
  const isRefusal = faultOf(head, '', 0) !== undefined;
  const sink = isRefusal || path === undefined ? new TextSink(isRefusal ? LONGEST_ERROR : LONGEST_TEXT) : undefined;
  const received = await readBody(response, sink ?? createWriteStream(path ?? ''), signal, alive).catch(
    (error: unknown) => {
      // The head of a refusal says enough.
      if (!isRefusal || signal.aborted) throw error;
      return { bytes: 0 };
    },
  );
  const fault = faultOf(head, sink?.text ?? '', sending.now());
  if (fault) throw fault;
  const isBehind = saysBehind(header(response, OUT_OF_DATE));
  return { date: header(response, 'date'), isBehind, bytes: received.bytes, text: sink?.text ?? '' };
}

async function readBody(
  response: AxiosResponse<Readable>,
  sink: Writable,
  signal: AbortSignal,
  alive: () => void,
): Promise<{ readonly bytes: number }> {
  const encoding = header(response, 'content-encoding') ?? 'identity';
  if (!['gzip', 'identity'].includes(encoding)) {
    response.data.destroy();
    throw new AnswerFault(`its content is ${encoding}, which was not asked for`, { status: 200, isPassing: false });
  }
  const [raw, plain] = [new Counter(alive), new Counter()];
  const stages = encoding === 'gzip' ? [createGunzip({ chunkSize: 131_072 }), plain] : [plain];
  await pipeline([response.data, raw, ...stages, sink], { signal });
  const declared = header(response, 'content-length');
  if (declared !== undefined && Number(declared) !== raw.bytes) {
    const explanation = `its length is ${raw.bytes} bytes, announced were ${declared}`;
    throw new AnswerFault(explanation, { status: 200, isPassing: true });
  }
  return { bytes: plain.bytes };
}

/** Passes on what comes and counts it. */
class Counter extends Transform {
  bytes = 0;
  readonly #onChunk: (() => void) | undefined;

  constructor(onChunk?: () => void) {
    super();
    this.#onChunk = onChunk;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    this.#onChunk?.();
    done(null, chunk);
  }
}

/** Keeps the beginning of what comes. */
class TextSink extends Writable {
  readonly #pieces: Buffer[] = [];
  readonly #most: number;
  #size = 0;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const piece = chunk.subarray(0, this.#most - this.#size);
    this.#size += piece.length;
    if (piece.length > 0) this.#pieces.push(piece);
    done();
  }
}
