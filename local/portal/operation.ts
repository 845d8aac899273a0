import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hasToken, missingToken } from './access.ts';
import { type Answer, contentTypes, jsonAnswer } from './answer.ts';
import { invalidRequest, plainError } from './api-errors.ts';
import type { DatasetDescription, PortalDataset } from './dataset.ts';
import { metadataBody } from './metadata.ts';
import { type QueryRequest, readQueryBody, readQueryParameters } from './query-request.ts';
import { readJson } from './read-body.ts';
import { type PortalRoute, routeOfQuery } from './route.ts';
import type { RowFormat } from './row-text.ts';
import { answerBody, type QueryAnswer, runQuery } from './run-query.ts';

/** What a request asks for, understood but not yet done. */
export type Operation = MetadataOperation | QueryOperation;

interface MetadataOperation {
  readonly kind: 'metadata';
  readonly route: PortalRoute;
}

interface QueryOperation {
  readonly kind: 'query';
  readonly route: PortalRoute;
  readonly request: QueryRequest;
  readonly format: RowFormat;
}

/** What the portal needs to understand a request. */
export interface PortalIdentity {
  readonly datasetId: string;
  readonly token: string | undefined;
  /** Told whether the request carries the token, once its resource is found. */
  readonly admit: (carriesToken: boolean) => void;
}

/** Understands a request. @throws PortalApiError where it is none that the portal answers. */
export async function readOperation(
  request: IncomingMessage,
  path: string,
  parameters: URLSearchParams,
  identity: PortalIdentity,
): Promise<Operation> {
  const { method = 'GET' } = request;
  const { resource, id, format } = resourceOf(path);
  const isNew = resource === 'query';
  if (method !== (isNew ? 'POST' : 'GET')) {
    throw plainError(405, 'method_not_allowed', `${method} is not allowed here; use ${isNew ? 'POST' : 'GET'}.`);
  }
  const carriesToken = hasToken(request, parameters, identity.token);
  identity.admit(carriesToken);
  if (isNew && !carriesToken) throw missingToken();
  if (id !== identity.datasetId) throw noDataset(resource, id);
  if (resource === 'view') return { kind: 'metadata', route: 'metadata' };
  const query = isNew ? readQueryBody(await readJson(request)) : readQueryParameters(parameters);
  return { kind: 'query', route: routeOfQuery(query.query), request: query, format };
}

interface Resource {
  readonly resource: 'view' | 'resource' | 'query';
  readonly id: string;
  readonly format: RowFormat;
}

const templates: readonly (readonly [Resource['resource'], RegExp])[] = [
  ['view', /^\/api\/views\/([^/.]+)(?:\.(json))?$/],
  ['resource', /^\/resource\/([^/.]+)(?:\.([a-z]+))?$/],
  ['query', /^\/api\/v3\/views\/([^/.]+)\/query\.([a-z]+)$/],
];

function resourceOf(path: string): Resource {
  for (const [resource, template] of templates) {
    const match = template.exec(path);
    if (match === null) continue;
    const [, id = '', format = 'json'] = match;
    if (format === 'json' || format === 'csv') return { resource, id, format };
    throw invalidRequest(`The local portal writes json and csv, not ${format}`);
  }
  throw plainError(404, 'not_found', 'Not found');
}

function noDataset(resource: Resource['resource'], id: string): Error {
  if (resource === 'view') return plainError(404, 'not_found', `Cannot find view with id ${id}`);
  return plainError(404, 'dataset.missing', 'Not found', { id });
}

/** What a fault may change in an answer. */
export interface Distortion {
  /** A row's text put before the others. */
  readonly extraFirst?: string;
  /** Added to a count. */
  readonly addToCount?: number;
}

/** An answer with the rows that it was made of. */
export interface DoneOperation {
  readonly answer: Answer;
  readonly rows: QueryAnswer | undefined;
}

/** Does what was asked. @throws PortalApiError where the query does not fit the dataset. */
export async function doOperation(
  operation: Operation,
  dataset: PortalDataset,
  datasetId: string,
  distortion: Distortion,
): Promise<DoneOperation> {
  const description = dataset.describe();
  const headers = freshness(description);
  if (operation.kind === 'metadata') {
    return { answer: jsonAnswer(200, metadataBody(datasetId, description), headers), rows: undefined };
  }
  const { format, request } = operation;
  const rows = await runQuery(dataset, request.query, request.limit, request.offset, format);
  const answer: Answer = {
    status: 200,
    headers: {
      ...headers,
      'Content-Type': contentTypes[format],
      'X-SODA2-Fields': JSON.stringify(rows.columns.map(({ name }) => name)),
      'X-SODA2-Data-Out-Of-Date': 'false',
      'X-SODA2-Types': JSON.stringify(rows.columns.map(({ type }) => type)),
    },
    body: countedAs(answerBody(rows, format, distortion.extraFirst), operation, distortion.addToCount),
  };
  return { answer, rows };
}

/** Stands for the rows' state: https://www.rfc-editor.org/rfc/rfc9110#field.etag. */
function freshness(description: DatasetDescription): Readonly<Record<string, string>> {
  const state = createHash('sha256').update(JSON.stringify(description)).digest('base64url').slice(0, 22);
  return { ETag: `W/"${state}"`, 'Last-Modified': description.rowsUpdatedAt.toUTCString() };
}

function countedAs(body: Buffer, operation: QueryOperation, by: number | undefined): Buffer {
  if (by === undefined || operation.route !== 'count') return body;
  return Buffer.from(body.toString().replace(/"(\d+)"(?=\D*$)/, (_, count) => `"${Math.max(0, Number(count) + by)}"`));
}
