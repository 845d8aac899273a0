import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenEngine, openEngine } from '../clients/duckdb.ts';
import { PortalError } from '../errors.ts';
import { openAgents } from './agents.ts';
import { AnswerFault } from './answer-fault.ts';
import { type Asking, type WaitBudget, ask } from './asking.ts';
import { countOf, countsOf } from './counts.ts';
import { parseMetadata } from './metadata.ts';
import { type CheckedPage, type PageExpectation, checkPage } from './page-check.ts';
import { nextPageRows, smallerPageRows } from './page-size.ts';
import { type DatasetAddress, type SoqlQuery, dataRequest, metadataRequest } from './portal-request.ts';
import type { Portal, PortalLimits, PortalMetadata, PortalOptions, RowKey, SpooledPage } from './portal.ts';
import { readAhead } from './read-ahead.ts';
import { allOf, behind, idBehind, idIn } from './soql.ts';
import { type Answer, send } from './transport.ts';

const MINUTE = 60_000;

/** What holds where nothing else is said. */
export const PORTAL_LIMITS: PortalLimits = {
  connectTimeout: 20_000,
  idleTimeout: 2 * MINUTE,
  answerTimeout: 5 * MINUTE,
  firstPageRows: 5_000,
  fewestPageRows: 1_000,
  mostPageRows: 50_000,
  pageTime: 5_000,
  attempts: 8,
  waitBudget: 15 * MINUTE,
};

/** Pages fetched before they are asked for. */
const AHEAD = 2;
/** Groups of one answer: SODA2's bound of rows. */
const MOST_GROUPS = 50_000;
/** Ids of one request: SODA2 carries them in the address, for which 8 KB are safe. */
const IDS_PER_REQUEST = { soda2: 150, soda3: 1_000 } as const;
/** What looking at a page takes at most, beside all else. */
export const CHECK_MEGABYTES = 96;

const ORDERS = { updated: [':updated_at', ':id'], id: [':id'] } as const;

/** A request for pages, whichever the order. */
interface Walk {
  readonly select: readonly string[];
  readonly where: string | undefined;
  readonly order: 'updated' | 'id';
  readonly after: RowKey | undefined;
  readonly folder: string;
}

const isOwnMachine = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

function addressOf({ url, dataset, token }: PortalOptions): DatasetAddress {
  const wanted = 'expected is the origin of a portal, such as https://data.seattle.gov';
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    // What stands before an @ may be a password, and what follows a ? a token.
    throw new PortalError(url.replace(/^.*@/s, '').replace(/[?#].*$/s, ''), `is no address: ${wanted}`);
  }
  const bare = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
  if (parsed.username || parsed.password || parsed.search || parsed.hash) {
    throw new PortalError(bare, `was given with a user, a password or a query: ${wanted}`);
  }
  if (token !== undefined && parsed.protocol === 'http:' && !isOwnMachine(parsed)) {
    throw new PortalError(bare, 'would be sent the app token unencrypted: give an https address, or no token');
  }
  if (!/^[a-z0-9]{4}-[a-z0-9]{4}$/.test(dataset)) {
    throw new PortalError(bare, `"${dataset}" is no id of a dataset: expected is one such as tazs-3rd5`);
  }
  return { url: bare, dataset };
}

/**
 * Connects to a dataset; nothing is sent yet. @throws PortalError where the address is none
 * @see https://dev.socrata.com/docs/endpoints
 */
export function connectPortal(options: PortalOptions): Portal {
  const { effects, token } = options;
  const address = addressOf(options);
  const dialect = token === undefined ? 'soda2' : 'soda3';
  const limits = { ...PORTAL_LIMITS, ...options.limits };
  const agents = openAgents(limits.connectTimeout);
  const budget: WaitBudget = { whole: limits.waitBudget, left: limits.waitBudget };
  const bounds = { fewest: limits.fewestPageRows, most: limits.mostPageRows, time: limits.pageTime };
  let pageRows = limits.firstPageRows;
  let files = 0;
  let isBehind = false;

  const asking = (signal?: AbortSignal): Asking => ({ effects, attempts: limits.attempts, budget, signal });
  const sending = (signal?: AbortSignal): Parameters<typeof send>[2] => ({
    ...limits,
    token,
    agents,
    now: effects.now,
    signal,
  });

  /** Asks for one page until it is whole and the one asked for. */
  async function fetchPage(
    engine: OpenEngine,
    folder: string,
    query: Omit<SoqlQuery, 'limit'>,
    expected: Omit<PageExpectation, 'limit'> & { readonly rows?: number },
    signal?: AbortSignal,
  ): Promise<SpooledPage | undefined> {
    return ask(asking(signal), async (started) => {
      // Each attempt has a file of its own: what is still under way of one that broke off would cut or fill that of the next.
      files += 1;
      const path = join(folder, `page-${String(files).padStart(6, '0')}.json`);
      const limit = expected.rows ?? pageRows;
      const request = dataRequest(address, dialect, { ...query, limit });
      started(request);
      const began = effects.now();
      try {
        const answer = await send(request, path, sending(signal));
        ({ isBehind } = answer);
        const milliseconds = effects.now() - began;
        const checked = await checkPage(engine, path, answer.bytes, { ...expected, limit });
        if (checked && expected.rows === undefined) {
          pageRows = nextPageRows(limit, { rows: checked.rows, milliseconds }, bounds);
        }
        if (checked) return spooled(path, answer, checked, request.description);
        await rm(path, { force: true });
        return undefined;
      } catch (error) {
        await rm(path, { force: true });
        // No answer, or one cut off: a smaller one may come through.
        if (error instanceof AnswerFault && [undefined, 200, 504].includes(error.status)) {
          pageRows = smallerPageRows(limit, bounds);
        }
        throw error;
      }
    });
  }

  async function* walk({ select, where, order, after, folder }: Walk): AsyncGenerator<SpooledPage> {
    yield* readAhead(AHEAD, async function* (signal) {
      const engine = await openEngine(CHECK_MEGABYTES, folder, 1);
      try {
        for (let last = after; ;) {
          const beyond = last && (order === 'updated' ? behind(last) : idBehind(last.id));
          const query = { select, where: allOf(where, beyond), order: ORDERS[order] };
          const page = await fetchPage(engine, folder, query, { order, after: last }, signal);
          if (!page) return;
          yield page;
          last = page.last;
        }
      } finally {
        await engine.close();
      }
    });
  }

  async function* byId(select: readonly string[], ids: readonly string[], folder: string): AsyncGenerator<SpooledPage> {
    yield* readAhead(AHEAD, async function* (signal) {
      const engine = await openEngine(CHECK_MEGABYTES, folder, 1);
      const wanted = [...new Set(ids)];
      try {
        for (let start = 0; start < wanted.length; start += IDS_PER_REQUEST[dialect]) {
          const batch = wanted.slice(start, start + IDS_PER_REQUEST[dialect]);
          const query = { select, where: idIn(batch), order: ORDERS.id };
          const expected = { order: 'id', ids: batch, rows: batch.length } as const;
          const page = await fetchPage(engine, folder, query, expected, signal);
          if (page) yield page;
        }
      } finally {
        await engine.close();
      }
    });
  }

  /** Asks for something small. */
  const read = <T>(
    request: ReturnType<typeof metadataRequest>,
    parse: (answer: Answer) => T | string,
  ): Promise<Exclude<T, string>> =>
    ask(asking(), async (started) => {
      started(request);
      const parsed = parse(await send(request, undefined, sending()));
      if (typeof parsed === 'string') throw new AnswerFault(parsed, { status: 200, isPassing: true });
      return parsed as Exclude<T, string>;
    });

  const noting =
    <T>(parse: (answer: Answer) => T): ((answer: Answer) => T) =>
    (answer) => {
      ({ isBehind } = answer);
      return parse(answer);
    };

  return {
    address: `${address.url}/${address.dataset}`,
    metadata: () =>
      read<PortalMetadata>(metadataRequest(address), ({ text, date }) =>
        parseMetadata(text, clockOf(date, effects.now)),
      ),
    count: (where) => {
      const query = { select: ['count(*) AS row_count'], where, limit: 1 };
      return read<number>(dataRequest(address, dialect, query), noting(countOf));
    },
    countsBy: (expression, where) => {
      const select = [`${expression} AS span`, 'count(*) AS row_count'];
      const query = { select, where, group: expression, limit: MOST_GROUPS };
      return read<ReadonlyMap<string, number>>(dataRequest(address, dialect, query), noting(countsOf));
    },
    pages: ({ select, where, after, folder }) => walk({ select, where, order: 'updated', after, folder }),
    keyPages: ({ select, where, afterId, folder }) => {
      const after = afterId === undefined ? undefined : { updatedAt: '', id: afterId };
      return walk({ select, where, order: 'id', after, folder });
    },
    rowsById: ({ select, ids, folder }) => byId(select, ids, folder),
    isBehind: () => isBehind,
    close: agents.close,
  };
}

const spooled = (path: string, { bytes }: Answer, { rows, last }: CheckedPage, request: string): SpooledPage => ({
  path,
  rows,
  bytes,
  last,
  request,
});

/** The portal's clock, or ours where it shows none. */
function clockOf(date: string | undefined, now: () => number): Date {
  const shown = Date.parse(date ?? '');
  return new Date(Number.isNaN(shown) ? now() : shown);
}
