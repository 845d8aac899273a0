import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Limiter } from '../bigquery/engine/limiter.ts';
import { refuseForeigners, Throttle } from './access.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import { PortalApiError, plainError } from './api-errors.ts';
import { isTransportFault, sendBroken } from './broken-answer.ts';
import { control } from './control.ts';
import type { PortalDataset, TimedDataset } from './dataset.ts';
import { FaultPlanError } from './fault-plan.ts';
import { faultAnswer, htmlPage } from './fault-answer.ts';
import { chooseFault, type Fault, type FaultPlan } from './faults.ts';
import { type DoneOperation, doOperation, type Operation, readOperation } from './operation.ts';
import { type PortalRoute, portalRoutes } from './route.ts';
import { encode, send } from './send.ts';

/** What the portal serves and how. */
export interface PortalServerOptions {
  /** Stays the caller's: to be closed after the server. */
  readonly dataset: PortalDataset;
  /** Port on 127.0.0.1; by default a free one. */
  readonly port?: number;
  /** Default `tazs-3rd5`. */
  readonly datasetId?: string;
  /** The one app token that is known. Without it any token is refused, and with that the newer interface. */
  readonly token?: string;
  readonly faults?: FaultPlan;
  /** Requests without a token in any second beyond which 429 is answered; by default there is no such limit. */
  readonly requestsPerSecond?: number;
  /** Lets its bearer steer the portal over HTTP (`controlHeader` of control.ts); by default nobody may. */
  readonly controlKey?: string;
  /** Called before each request is answered, so that a test can change the dataset between two of them. */
  readonly beforeAnswer?: (request: PortalRequest) => Promise<void> | void;
  /** Told of each request, a line each, and of faults of the server's own. */
  readonly log?: (line: string) => void;
}

/** A request that was understood. */
export interface PortalRequest {
  readonly route: PortalRoute;
  /** 1 for the first of its route since the faults were set. */
  readonly ofRoute: number;
  readonly method: string;
  /** Path and parameters, without the app token. */
  readonly address: string;
}

/** A request that was answered, or kept from it by a fault. */
export interface AnsweredRequest extends PortalRequest {
  readonly status: number;
  readonly rows: number | undefined;
  /** Bytes of the body as they went over the wire, packed or not. */
  readonly bytes: number;
  readonly fault: Fault | undefined;
  readonly milliseconds: number;
  readonly userAgent: string | undefined;
}

/** A portal that listens. */
export interface PortalServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The newest 10,000 requests, oldest first. */
  readonly requests: readonly AnsweredRequest[];
  /** Takes the place of all faults set before; requests are counted anew. @throws FaultPlanError for what the dataset cannot do. */
  setFaults(plan: FaultPlan): void;
  /** Ends open connections; what runs in the dataset is waited for. */
  close(): Promise<void>;
}

const outOfDate = 'X-SODA2-Data-Out-Of-Date';
const longestAddress = 16_000;
const keptRequests = 10_000;
/** Below the four threads that Node has for the database and everything else. */
const concurrentQueries = 3;

/**
 * Serves a dataset as Socrata does, on 127.0.0.1 only: https://dev.socrata.com/docs/endpoints.
 * @throws where the port is taken.
 */
export async function startPortalServer(options: PortalServerOptions): Promise<PortalServer> {
  const portal = new Portal(options);
  const server = createServer({ maxHeaderSize: 4 * longestAddress }, (request, response) => {
    void portal.answer(request, response);
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: portal.requests,
    setFaults: (plan) => {
      portal.setFaults(plan);
    },
    close: async () => {
      await closeServer(server);
      await portal.idle();
    },
  };
}

class Portal {
  readonly requests: AnsweredRequest[] = [];
  readonly #options: PortalServerOptions;
  readonly #throttle: Throttle | undefined;
  readonly #queries = new Limiter(concurrentQueries);
  #plan: FaultPlan = {};
  #counts = new Map<PortalRoute, number>();
  #all = 0;
  /** Text of the last row of the page that went out last. */
  #lastRow: string | undefined;

  constructor(options: PortalServerOptions) {
    this.#options = options;
    const { requestsPerSecond } = options;
    this.#throttle =
      requestsPerSecond === undefined ? undefined : new Throttle(requestsPerSecond, () => performance.now());
    this.setFaults(options.faults ?? {});
  }

  setFaults(plan: FaultPlan): void {
    const disturbs = [...(plan.script ?? []), ...(plan.random ?? [])].some(({ fault }) => fault.kind === 'disturb');
    if (disturbs && this.#options.dataset.disturb === undefined) {
      throw new FaultPlanError('This dataset cannot be disturbed: it knows no fault of the kind `disturb`.');
    }
    this.#plan = plan;
    this.#counts = new Map(portalRoutes.map((route) => [route, 0]));
    this.#all = 0;
    this.#lastRow = undefined;
  }

  /** Settles once nothing runs in the dataset. */
  idle(): Promise<void> {
    return this.#queries.runAlone(() => Promise.resolve());
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    response.sendDate = false;
    const exchange: Exchange = { request, response, started, address: '', understood: undefined, fault: undefined };
    try {
      refuseForeigners(request);
      await this.#answer(exchange);
    } catch (error) {
      await this.#sendError(exchange, error);
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    const { path, parameters } = readAddress(request.url ?? '/');
    if (path.startsWith('/_portal/')) {
      send(
        request,
        exchange.response,
        await encode(request, this.#dated(await control(request, path, this.#controls()))),
      );
      return;
    }

    exchange.address = describeAddress(path, parameters);
    const operation = await readOperation(request, path, parameters, {
      datasetId: this.#datasetId,
      token: this.#options.token,
      admit: (carriesToken) => {
        if (!carriesToken) this.#throttle?.pass();
      },
    });
    const understood = this.#count(exchange, operation);
    exchange.understood = understood;
    const fault = chooseFault(this.#plan, { route: understood.route, ofRoute: understood.ofRoute, ofAll: this.#all });
    exchange.fault = fault;
    await this.#options.beforeAnswer?.(understood);
    if (fault?.kind === 'disturb') await this.#options.dataset.disturb?.(fault.change, understood.ofRoute);
    if (fault?.kind === 'status') throw faultAnswer(fault.status, fault.retryAfter);
    const done = await this.#queries.run(() => this.#perform(operation, fault));
    if (operation.route === 'page' && done.rows?.lastRow !== undefined) this.#lastRow = done.rows.lastRow;
    const answer = await encode(request, this.#dated(distort(fresh(request, done.answer), fault)));
    if (isTransportFault(fault)) await sendBroken(exchange.response, answer, fault);
    else send(request, exchange.response, answer);
    this.#record(exchange, answer.status, answer.body.length, done.rows?.rows);
  }

  #perform(operation: Operation, fault: Fault | undefined): Promise<DoneOperation> {
    const extraFirst = fault?.kind === 'duplicate' && operation.route === 'page' ? this.#lastRow : undefined;
    return doOperation(operation, this.#options.dataset, this.#datasetId, {
      ...(extraFirst === undefined ? {} : { extraFirst }),
      ...(fault?.kind === 'count' ? { addToCount: fault.by } : {}),
    });
  }

  #count({ request, address }: Exchange, { route }: Operation): PortalRequest {
    const ofRoute = (this.#counts.get(route) ?? 0) + 1;
    this.#counts.set(route, ofRoute);
    this.#all += 1;
    return { route, ofRoute, method: request.method ?? 'GET', address };
  }

  async #sendError(exchange: Exchange, error: unknown): Promise<void> {
    const refusal = error instanceof PortalApiError ? error : this.#ownFault(error);
    const { request, response } = exchange;
    const answer = await encode(request, this.#dated(jsonAnswer(refusal.status, refusal.body, refusal.headers)));
    send(request, response, answer);
    this.#record(exchange, answer.status, answer.body.length, undefined);
  }

  #ownFault(error: unknown): PortalApiError {
    this.#options.log?.(
      `The portal failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return plainError(500, 'internal_error', 'Internal error');
  }

  #record(exchange: Exchange, status: number, bytes: number, rows: number | undefined): void {
    const { request, understood, fault, started, address } = exchange;
    const milliseconds = Math.round(performance.now() - started);
    const method = request.method ?? 'GET';
    const userAgent = request.headers['user-agent'];
    const known = understood ?? { route: 'query', ofRoute: 0, method, address };
    this.requests.push({ ...known, status, rows, bytes, fault, milliseconds, userAgent });
    if (this.requests.length > keptRequests) this.requests.shift();
    const notes = [rows === undefined ? '' : `${rows} rows, `, fault === undefined ? '' : `, fault ${fault.kind}`];
    this.#options.log?.(`${method} ${address} ${status} (${notes[0] ?? ''}${milliseconds} ms${notes[1] ?? ''})`);
  }

  get #datasetId(): string {
    return this.#options.datasetId ?? 'tazs-3rd5';
  }

  #controls() {
    const { dataset, controlKey } = this.#options;
    return {
      key: controlKey,
      setFaults: (plan: FaultPlan) => {
        this.setFaults(plan);
      },
      setDay: isTimed(dataset) ? (day: number) => dataset.setDay(day) : undefined,
      requests: () => this.requests,
    };
  }

  #dated(answer: Answer): Answer {
    const headers = {
      Date: this.#options.dataset.now().toUTCString(),
      'X-Socrata-RequestId': randomBytes(16).toString('hex'),
      ...answer.headers,
    };
    return { ...answer, headers };
  }
}

/** One request on its way. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly started: number;
  address: string;
  understood: PortalRequest | undefined;
  fault: Fault | undefined;
}

function readAddress(url: string): { readonly path: string; readonly parameters: URLSearchParams } {
  if (url.length > longestAddress) {
    throw plainError(414, 'invalid_request', `The address is longer than ${longestAddress} characters`);
  }
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  return { path: pathname, parameters: searchParams };
}

function describeAddress(path: string, parameters: URLSearchParams): string {
  const shown = [...parameters].filter(([name]) => name !== '$$app_token').map(([name, value]) => `${name}=${value}`);
  return shown.length === 0 ? path : `${path}?${shown.join('&')}`;
}

/** 304 where the client has it already. */
function fresh(request: IncomingMessage, answer: Answer): Answer {
  const held = request.method === 'GET' ? request.headers['if-none-match'] : undefined;
  if (held === undefined || held !== answer.headers['ETag']) return answer;
  return { ...answer, status: 304, body: Buffer.alloc(0) };
}

function distort(answer: Answer, fault: Fault | undefined): Answer {
  if (fault?.kind === 'malformed')
    return { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) };
  if (fault?.kind === 'behind') return { ...answer, headers: { ...answer.headers, [outOfDate]: 'true' } };
  if (fault?.kind !== 'html') return answer;
  return { ...answer, headers: { ...answer.headers, 'Content-Type': 'text/html; charset=utf-8' }, body: htmlPage };
}

function isTimed(dataset: PortalDataset): dataset is TimedDataset {
  return 'setDay' in dataset;
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => {
      done();
    });
    server.closeAllConnections();
  });
