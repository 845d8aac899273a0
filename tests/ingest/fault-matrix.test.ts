import { expect } from 'chai';
import { PortalError, ReconciliationError } from '../../ingest/index.ts';
import type { PortalIngestOptions } from '../../ingest/index.ts';
import type { Fault, FaultStatus, ScriptedFault } from '../../local/portal/faults.ts';
import type { PortalRoute } from '../../local/portal/route.ts';
import { ChangingPortal } from './changing-portal.ts';
import { readLake } from './lake-contents.ts';
import { PASSING_FAULTS, SLOW_FAULTS } from './passing-faults.ts';
import { type Services, failureOf, startServices } from './portal-fixture.ts';

/** A request of a load: the n-th of its route. */
interface Stage {
  readonly name: string;
  readonly route: PortalRoute;
  readonly request: number;
}

const stage = (name: string, route: PortalRoute, request: number): Stage => ({ name, route, request });

type Mode = NonNullable<PortalIngestOptions['mode']>;

/** Loads whose requests, taken together, are all that the ingester ever sends. */
const LOADS: readonly { readonly mode: Mode; readonly stages: readonly Stage[] }[] = [
  {
    mode: 'full',
    stages: [
      stage('the first look', 'metadata', 1),
      stage('the metadata', 'metadata', 2),
      stage('the count before', 'count', 1),
      stage('the first page', 'page', 1),
      stage('a page in the middle', 'page', 2),
      stage('the last page', 'page', 3),
      stage('the empty page', 'page', 4),
      stage('the count after', 'count', 2),
      stage('the last look', 'metadata', 3),
    ],
  },
  {
    mode: 'incremental',
    stages: [
      stage('the count of changes', 'count', 1),
      stage('the first page', 'page', 1),
      stage('the empty page', 'page', 3),
      stage('the count of settled rows', 'count', 2),
      stage('the keys of changes', 'keys', 2),
      stage('the counts by month', 'query', 1),
      stage('the counts by day', 'query', 2),
      stage('the keys of days', 'keys', 5),
      stage('the rows that were not listed', 'rows', 1),
      stage('the count behind the keys', 'count', 6),
    ],
  },
  {
    mode: 'sweep',
    stages: [
      stage('the count before', 'count', 1),
      stage('the first keys', 'keys', 1),
      stage('the last keys', 'keys', 3),
      stage('the rows by id', 'rows', 1),
      stage('the count after', 'count', 2),
    ],
  },
];

/** Faults that strike one request, one after the other: one less than the attempts that a request has. */
const AT_ONE_REQUEST = 6;
const FAULT_GROUPS = Array.from(
  { length: Math.ceil(Object.keys(PASSING_FAULTS).length / AT_ONE_REQUEST) },
  (_, index) => Object.entries(PASSING_FAULTS).slice(index * AT_ONE_REQUEST, (index + 1) * AT_ONE_REQUEST),
);

/** Strikes every request by each of the faults in turn; it is answered when it is sent once more. */
const everyRequestByAll = (faults: readonly Fault[]): ScriptedFault[] =>
  Array.from({ length: 100 }, (_, index) =>
    faults.map((fault, place) => ({
      route: 'any' as const,
      request: index * (faults.length + 1) + place + 1,
      fault,
    })),
  ).flat();

describe('ingestPortal(options, effects), where the portal misbehaves', function () {
  this.timeout(240_000);
  let services: Services;
  let portal: ChangingPortal;

  before(async () => {
    services = await startServices();
  });
  after(() => services.stop());
  beforeEach(async () => {
    portal = await ChangingPortal.open(services);
  });
  afterEach(() => portal.close());

  /** Requests that the portal has seen since the faults were set, by route, struck or not. */
  const seenSince = (start: number) => portal.fixture.server.requests.slice(start);

  describe('by a fault that passes, at every request of a load', () => {
    for (const group of FAULT_GROUPS) {
      it(`comes to the truth in spite of ${group.map(([name]) => name).join(', ')}`, async () => {
        const faults = group.map(([, fault]) => fault);
        for (const { mode, stages } of LOADS) {
          if (mode !== 'full') await portal.change();
          const start = portal.fixture.server.requests.length;
          portal.fixture.server.setFaults({ script: everyRequestByAll(faults) });
          // No time passes while it waits.
          expect(await portal.ingest({ mode, limits: { waitBudget: Infinity } })).to.include({
            outcome: 'loaded',
            mode,
          });
          const seen = seenSince(start);
          const routesOf = (wanted: Fault | undefined) =>
            seen.flatMap(({ route, fault }) => (fault === wanted ? [route] : [])).sort();
          const answered = routesOf(undefined);
          for (const [name, fault] of group) expect(routesOf(fault), `${mode}, ${name}`).to.deep.equal(answered);
          expect(new Set(answered)).to.include.all.keys(stages.map(({ route }) => route));
          await portal.expectTruth(mode);
        }
      });
    }

    it('comes to the truth in spite of rows that come again on the next page', async () => {
      const script = [2, 4, 6, 8].map((request) => ({
        route: 'page' as const,
        request,
        fault: { kind: 'duplicate' } as const,
      }));
      for (const { mode } of LOADS) {
        if (mode !== 'full') await portal.change();
        portal.fixture.server.setFaults({ script });
        await portal.ingest({ mode });
        await portal.expectTruth(mode);
      }
      expect(portal.fixture.lines.filter((line) => /come twice|of the page before/.test(line))).to.have.length.above(3);
    });
  });

  describe('by an answer that does not end, at every kind of request', () => {
    for (const [name, fault] of Object.entries(SLOW_FAULTS)) {
      it(`comes to the truth in spite of ${name}`, async () => {
        for (const [mode, routes] of [
          ['full', ['metadata', 'count', 'page']],
          ['sweep', ['keys', 'rows']],
        ] as const) {
          if (mode !== 'full') await portal.change();
          const script = routes.map((route) => ({ route, request: 1, fault }));
          const start = portal.fixture.server.requests.length;
          portal.fixture.server.setFaults({ script });
          await portal.ingest({ mode, limits: { answerTimeout: 500, idleTimeout: 500 } });
          const struck = seenSince(start).filter((request) => request.fault !== undefined);
          expect(struck.map(({ route }) => route)).to.have.members(routes);
          await portal.expectTruth(mode);
        }
      });
    }
  });

  describe('by rows that change between two requests', () => {
    for (const kind of ['move', 'vanish', 'swap'] as const) {
      for (const { mode, stages: all } of LOADS) {
        // Where rows are not what is asked for, it does not matter which of the three it is.
        const stages = all.filter(({ route }) => kind === 'swap' || ['page', 'keys', 'rows', 'query'].includes(route));
        it(`comes to the truth where rows ${kind} at any stage of a load in mode ${mode}`, async () => {
          await portal.ingest();
          for (const { name, route, request } of stages) {
            await portal.change();
            let isDone = false;
            portal.fixture.server.setFaults({});
            portal.fixture.beforeRequest = async (asked) => {
              if (isDone || asked.route !== route || asked.ofRoute !== request) return;
              isDone = true;
              await portal.disturb(kind);
            };
            await portal.ingest({ mode });
            expect(isDone, name).to.equal(true);
            portal.fixture.passDays(0.1);
            await portal.ingest();
            await portal.expectTruth(name);
          }
        });
      }
    }
  });

  describe('by a fault that does not pass', () => {
    const failing = async (fault: Fault, { route, request }: Stage, mode: Mode): Promise<Error> => {
      portal.fixture.server.setFaults({ script: [{ route, request, times: 999, fault }] });
      const before = (await readLake(services.bucket)).manifests.length;
      const failure = await failureOf(portal.ingest({ mode, limits: { attempts: 2 } }));
      expect((await readLake(services.bucket)).manifests).to.have.length(before);
      portal.fixture.server.setFaults({});
      return failure;
    };

    for (const { mode, stages } of LOADS) {
      it(`publishes nothing of a load in mode ${mode}, whatever the stage, and goes on later`, async () => {
        await portal.ingest();
        for (const each of stages) {
          await portal.change();
          const failure = await failing({ kind: 'status', status: 503 }, each, mode);
          expect(failure, each.name).to.be.instanceOf(PortalError);
          expect(failure.message).to.contain('gave up after 2 attempts');
          await portal.ingest();
          await portal.expectTruth(each.name);
        }
      });
    }

    for (const [status, advice] of [
      [400, 'see whether its columns changed'],
      [401, 'check the app token'],
      [403, 'wants a valid app token'],
      [404, 'check the address'],
    ] satisfies readonly (readonly [FaultStatus, string])[]) {
      it(`stops at a ${status} at once, says what to do, and goes on later`, async () => {
        for (const each of [stage('a page', 'page', 2), stage('the metadata', 'metadata', 2)]) {
          const failure = await failing({ kind: 'status', status }, each, 'full');
          expect(failure.message, each.name).to.contain(String(status)).and.to.contain(advice);
          await portal.ingest();
          await portal.expectTruth(each.name);
          await portal.change();
        }
      });
    }
  });

  describe('by counts that lie', () => {
    for (const { mode } of LOADS) {
      it(`comes to the truth in mode ${mode} where one of them does`, async () => {
        await portal.ingest();
        for (let isStruck = true, request = 1; isStruck; request += 1) {
          await portal.change();
          const by = request % 2 === 0 ? -2 : 3;
          const start = portal.fixture.server.requests.length;
          portal.fixture.server.setFaults({ script: [{ route: 'count', request, fault: { kind: 'count', by } }] });
          await portal.ingest({ mode });
          isStruck = seenSince(start).some(({ fault }) => fault !== undefined);
          await portal.expectTruth(`count ${request}`);
        }
      });

      it(`publishes nothing in mode ${mode} where all do, and says the difference`, async () => {
        await portal.ingest();
        await portal.change();
        const { manifests } = await readLake(services.bucket);
        const rows = (await portal.fixture.dataset.rows()).length;
        portal.fixture.server.setFaults({
          script: [{ route: 'count', request: 1, times: 999, fault: { kind: 'count', by: 4 } }],
        });
        const failure = await failureOf(portal.ingest({ mode }));
        expect(failure).to.be.instanceOf(ReconciliationError);
        expect(failure.message).to.contain(
          `the portal counts ${rows + 4} rows and lists ${rows}, of which ${rows} could be had`,
        );
        expect((await readLake(services.bucket)).manifests).to.deep.equal(manifests);
        portal.fixture.server.setFaults({});
        await portal.ingest();
        await portal.expectTruth(mode);
      });
    }
  });
});
