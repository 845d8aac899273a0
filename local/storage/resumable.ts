import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BodyWriter } from './body-writer.ts';
import { parseContentRange } from './byte-range.ts';
import { type Checksums, parseHashHeader } from './checksums.ts';
import { StorageApiError, badRequest } from './errors.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { ObjectAddress, ObjectStore } from './object-store.ts';
import type { Preconditions } from './preconditions.ts';
import type { ObjectAttributes, ObjectRecord } from './records.ts';

/** What a resumable upload was opened with. */
export interface UploadPlan {
  readonly address: ObjectAddress;
  readonly attributes: ObjectAttributes;
  readonly conditions: Preconditions;
  readonly claimed: Partial<Checksums>;
}

interface Session {
  readonly plan: UploadPlan;
  readonly writer: BodyWriter;
  /** The PUT whose body is being read. */
  active?: IncomingMessage;
  record?: ObjectRecord;
}

/** What a PUT came to: the object, or the number of bytes held so far. */
export type UploadProgress = { readonly record: ObjectRecord } | { readonly received: number };

/** Sessions remembered after they ended, so that a client whose answer was lost can ask again. */
const REMEMBERED = 1000;

/** Resumable uploads under way. They end with the process: a client that finds its session gone starts a new one. */
export class ResumableUploads {
  readonly #store: ObjectStore;
  readonly #sessions = new Map<string, Session>();
  readonly #queue = new KeyedQueue();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Opens a session and returns its id. @throws StorageApiError 400, 404, 412 */
  async open(plan: UploadPlan): Promise<string> {
    await this.#store.checkUpload(plan.address, plan.conditions);
    const id = randomUUID();
    this.#sessions.set(id, { plan, writer: await BodyWriter.create(this.#store.directory) });
    for (const [old, session] of this.#sessions) {
      if (this.#sessions.size <= REMEMBERED) break;
      if (session.record) this.#sessions.delete(old);
    }
    return id;
  }

  /** Takes one PUT: bytes, or a question about them. @throws StorageApiError 400, 404, 412 */
  async receive(id: string, request: IncomingMessage): Promise<UploadProgress> {
    const session = this.#find(id);
    // A client that asks again has given its last request up, though the connection may not know it yet.
    session.active?.destroy();
    return this.#queue.run(id, async () => {
      if (session.record) return { record: session.record };
      const range = parseContentRange(request.headers['content-range']);
      if (range.kind === 'bytes') {
        session.active = request;
        await append(session.writer, request, range.start).finally(() => delete session.active);
      }
      const received = session.writer.size;
      const isWhole = range.total === undefined ? range.kind === 'bytes' && range.isFinal : received === range.total;
      if (range.total !== undefined && received > range.total) {
        throw badRequest(`Upload of ${received} bytes exceeds the total of ${range.total} that was announced.`);
      }
      if (!isWhole) return { received };
      return {
        record: await this.#finish(id, session, parseHashHeader(request.headers['x-goog-hash'] as string | undefined)),
      };
    });
  }

  /** Gives a session up. @throws StorageApiError 404 */
  async cancel(id: string): Promise<void> {
    const session = this.#find(id);
    this.#sessions.delete(id);
    session.active?.destroy();
    await this.#queue.run(id, () => session.writer.discard());
  }

  /** Gives all sessions up. */
  async close(): Promise<void> {
    const open = [...this.#sessions].filter(([, session]) => !session.record);
    await Promise.all(open.map(([id]) => this.cancel(id)));
  }

  async #finish(id: string, session: Session, claimed: Partial<Checksums>): Promise<ObjectRecord> {
    const { address, attributes, conditions } = session.plan;
    try {
      const body = await session.writer.finish();
      const claims = { ...session.plan.claimed, ...claimed };
      session.record = await this.#store.put(address, body, attributes, conditions, claims);
      return session.record;
    } catch (error) {
      this.#sessions.delete(id);
      throw error;
    }
  }

  #find(id: string): Session {
    const session = this.#sessions.get(id);
    if (!session) throw new StorageApiError(404, 'notFound', `No such upload session: ${id}`);
    return session;
  }
}

/** Appends a request's body that starts at byte `start`, passing over what is held already. */
async function append(writer: BodyWriter, body: AsyncIterable<Buffer>, start: number): Promise<void> {
  let surplus = writer.size - start;
  if (surplus < 0) throw badRequest(`The upload offset is ${start}, but only ${writer.size} bytes have been received.`);
  for await (const chunk of body) {
    const fresh = chunk.subarray(Math.min(surplus, chunk.length));
    surplus -= chunk.length - fresh.length;
    if (fresh.length > 0) await writer.write(fresh);
  }
}
