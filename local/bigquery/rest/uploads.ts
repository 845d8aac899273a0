import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { BodyWriter } from '../../storage/body-writer.ts';
import { parseContentRange } from '../../storage/byte-range.ts';
import { removeFile } from '../../storage/durable.ts';
import { StorageApiError } from '../../storage/errors.ts';
import { uploadsFolder } from '../../storage/layout.ts';
import { readRelated } from '../../storage/multipart.ts';
import { WarehouseError } from '../errors.ts';
import { type JsonObject, parseJsonObject, readJsonBody } from '../http/body.ts';
import { requiredObject } from '../http/json-fields.ts';
import { BareAnswer, type Route, type RouteRequest } from '../http/router.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import { type SourceFile, uploadedFile } from '../load/source-files.ts';
import type { Warehouse } from '../warehouse.ts';
import { insertJob } from './insert-job.ts';
import { planJob } from './job-work.ts';

/** A resumable upload under way: the job it is for, and the bytes so far. */
interface Session {
  readonly body: JsonObject;
  readonly writer: BodyWriter;
}

/** Uploads under way at most; the oldest is given up for a new one. */
const maximumSessions = 100;

/**
 * Load jobs whose file comes with the request, whole (multipart) or in parts (resumable).
 * https://cloud.google.com/bigquery/docs/reference/api-uploads
 */
export function uploadRoutes(warehouse: Warehouse, jobs: JobRegistry): readonly Route[] {
  const sessions = new Map<string, Session>();

  const insert = async (projectId: string, body: JsonObject, writer: BodyWriter): Promise<object> => {
    const upload = await uploadedFile(await writer.finish());
    try {
      return await insertJob(warehouse, jobs, projectId, body, upload);
    } catch (error) {
      await removeFile(upload.path);
      throw error;
    }
  };

  const start = async ({ path: { projectId = '' }, query, raw }: RouteRequest): Promise<object> => {
    const uploadType = query.get('uploadType');
    if (uploadType === 'multipart') {
      const { metadata, media } = await asWarehouseError(readRelated(raw.headers['content-type'], raw));
      const body = parseJsonObject(metadata);
      refuseOtherJobs(warehouse, body);
      return insert(projectId, body, await take(await openWriter(warehouse), media));
    }
    if (uploadType === 'resumable') {
      const body = await readJsonBody(raw);
      refuseOtherJobs(warehouse, body);
      const id = randomUUID();
      sessions.set(id, { body, writer: await openWriter(warehouse) });
      for (const [oldest, { writer }] of sessions) {
        if (sessions.size <= maximumSessions) break;
        sessions.delete(oldest);
        await writer.discard();
      }
      const location = `http://${raw.headers.host ?? ''}/upload/bigquery/v2/projects/${projectId}/jobs`;
      return new BareAnswer(200, { location: `${location}?uploadType=resumable&upload_id=${id}` });
    }
    throw new WarehouseError('invalid', `not supported by the local warehouse: uploadType ${uploadType ?? ''}`);
  };

  const proceed = async ({ path: { projectId = '' }, query, raw }: RouteRequest): Promise<object> => {
    const id = query.get('upload_id') ?? '';
    const session = sessions.get(id);
    if (session === undefined) throw new WarehouseError('notFound', 'Not found: upload session');
    const { body, writer } = session;
    const range = contentRange(raw);
    if (range.kind === 'bytes') await takePart(writer, raw, range.start);
    const isWhole = range.total === undefined ? range.kind === 'bytes' && range.isFinal : writer.size === range.total;
    if (isWhole) {
      sessions.delete(id);
      return insert(projectId, body, writer);
    }
    return new BareAnswer(308, writer.size > 0 ? { range: `bytes=0-${writer.size - 1}` } : {});
  };

  const path = '/upload/bigquery/v2/projects/:projectId/jobs';
  return [path, `/resumable${path}`].flatMap((each): Route[] => [
    { method: 'POST', path: each, takesBytes: true, answer: start },
    { method: 'PUT', path: each, takesBytes: true, answer: proceed },
  ]);
}

async function openWriter(warehouse: Warehouse): Promise<BodyWriter> {
  await mkdir(uploadsFolder(warehouse.lakeDirectory), { recursive: true });
  return BodyWriter.create(warehouse.lakeDirectory);
}

/** What is no load is refused before its bytes are taken. */
function refuseOtherJobs(warehouse: Warehouse, body: JsonObject): void {
  const nothing: SourceFile = { uri: undefined, path: '', size: 0, isGzip: false };
  planJob(warehouse, requiredObject(body, 'configuration'), nothing);
}

async function take(writer: BodyWriter, bytes: AsyncIterable<Buffer>): Promise<BodyWriter> {
  try {
    for await (const chunk of bytes) await writer.write(chunk);
    return writer;
  } catch (error) {
    await writer.discard();
    throw error instanceof StorageApiError ? toWarehouseError(error) : error;
  }
}

/** Bytes from `start` on; those that are there already are passed over, as when an answer was lost. */
async function takePart(writer: BodyWriter, request: IncomingMessage, start: number): Promise<void> {
  if (start > writer.size) throw new WarehouseError('invalid', `Upload has ${writer.size} bytes, not ${start}.`);
  let skip = writer.size - start;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const rest = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - rest.length;
    if (rest.length > 0) await writer.write(rest);
  }
}

const toWarehouseError = (error: StorageApiError): WarehouseError =>
  new WarehouseError('invalid', error.message, undefined, { cause: error });

function contentRange(request: IncomingMessage): ReturnType<typeof parseContentRange> {
  try {
    return parseContentRange(request.headers['content-range']);
  } catch (error) {
    throw error instanceof StorageApiError ? toWarehouseError(error) : error;
  }
}

async function asWarehouseError<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw error instanceof StorageApiError ? toWarehouseError(error) : error;
  }
}
