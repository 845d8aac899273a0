import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { httpStatus, faultText, toErrorProto, WarehouseError } from '../errors.ts';
import { readJsonBody } from './body.ts';
import { answerJson } from './json-rows.ts';
import { BareAnswer, createRouter, type Route } from './router.ts';

/** A server of `routes` that answers loopback callers only; not yet listening. `log` is told of faults of our own. */
export function createListener(routes: readonly Route[], log: (line: string) => void): Server {
  const find = createRouter(routes);
  const server = createServer((request, response) => {
    answer(request, response, find, log).catch((error: unknown) => {
      log(`response failed: ${String(error)}`);
      response.destroy();
    });
  });
  // Clients keep their connections between pages of a long job; the default of 5 s closes them under their feet.
  server.keepAliveTimeout = 65_000;
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: ReturnType<typeof createRouter>,
  log: (line: string) => void,
): Promise<void> {
  try {
    refuseForeigners(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const match = find(request.method ?? 'GET', url.pathname);
    if (match === undefined) {
      throw new WarehouseError(
        'notFound',
        `not supported by the local warehouse: ${request.method ?? ''} ${url.pathname}`,
      );
    }
    const result = await match.route.answer({
      path: match.path,
      query: url.searchParams,
      body: match.route.takesBytes ? {} : await readJsonBody(request),
      ifMatch: request.headers['if-match'],
      raw: request,
    });
    if (result instanceof BareAnswer) {
      request.resume();
      response.writeHead(result.status, { ...result.headers, 'content-length': 0 }).end();
    } else send(request, response, result === undefined ? 204 : 200, result);
  } catch (error) {
    const fault = faultText(error);
    if (fault !== undefined) log(fault);
    const proto = toErrorProto(error);
    send(request, response, httpStatus(proto.reason), errorBody(proto.reason, proto.message));
  }
}

/** Pages of other sites reach loopback through a rebound name or with their own Origin: both are refused. */
function refuseForeigners(request: IncomingMessage): void {
  const isLocal = (authority: string) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(authority);
  const origin = request.headers.origin;
  if (!isLocal(request.headers.host ?? '') || (origin !== undefined && !isLocal(origin.replace(/^https?:\/\//, '')))) {
    throw new WarehouseError(
      'accessDenied',
      'Access Denied: the local warehouse answers callers on this machine only.',
    );
  }
}

function errorBody(reason: string, message: string): object {
  const code = httpStatus(reason);
  const isQuery = reason === 'invalidQuery';
  const detail = { message, domain: 'global', reason, ...(isQuery && { location: 'q', locationType: 'parameter' }) };
  return { error: { code, message, errors: [detail], status: canonicalStatus[code] ?? 'UNKNOWN' } };
}

const canonicalStatus: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  413: 'INVALID_ARGUMENT',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
};

function send(request: IncomingMessage, response: ServerResponse, status: number, value: object | undefined): void {
  // What is left of a refused body is let go, so that the connection can be used again.
  request.resume();
  if (value === undefined) {
    response.writeHead(status).end();
    return;
  }
  const body = Buffer.from(answerJson(value));
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', 'content-length': body.length });
  response.end(body);
}
