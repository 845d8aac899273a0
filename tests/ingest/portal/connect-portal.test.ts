import { readFile, readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { PortalError } from '../../../ingest/errors.ts';
import { connectPortal } from '../../../ingest/portal/connect-portal.ts';
import { defaultEffects } from '../../../ingest/options.ts';
import { withFolder } from '../feed-fixture.ts';
import {
  type Row,
  SELECT,
  type Session,
  type Step,
  collect,
  keyedRow,
  sendJson,
  withScriptedPortal,
} from './scripted-portal.ts';

const rows = Array.from({ length: 8 }, (_, index) =>
  keyedRow(index, `2026-01-0${1 + Math.floor(index / 3)}T00:00:00.000Z`),
);

const idsOf = async (pages: readonly { readonly path: string }[]): Promise<string[]> => {
  const texts = await Promise.all(pages.map(({ path }) => readFile(path, 'utf8')));
  return texts.flatMap((text) => (JSON.parse(text) as Row[]).map((row) => String(row['offense_id'])));
};

const JSON_HEAD = { 'content-type': 'application/json' };
const whole = (value: readonly Row[]): string => JSON.stringify(value);
const firstPage = rows.slice(0, 3);

/** Every way in which an answer may fail that a second request mends. */
const PASSING: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  'a 429': (response) => sendJson(response, { code: 'throttled', error: true, message: 'slow down' }, 429),
  'a 202': (response) => sendJson(response, { code: 'accepted', error: true, message: 'processing' }, 202),
  'a 500': (response) => sendJson(response, { errorCode: 'internal', message: 'oops' }, 500),
  'a 502': (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>'),
  'a 503': (response) => response.writeHead(503).end(),
  'a reset before the body': (response) => response.destroy(),
  'a reset within the body': (response) => {
    response.writeHead(200, JSON_HEAD);
    response.write(whole(firstPage).slice(0, 40), () => response.destroy());
  },
  'a body cut off': (response) => response.writeHead(200, JSON_HEAD).end(whole(firstPage).slice(0, -30)),
  'a body cut off behind a comma': (response) =>
    response.writeHead(200, JSON_HEAD).end(`${whole([keyedRow(0)]).slice(0, -1)},`),
  'a body cut off behind a row': (response) =>
    response.writeHead(200, JSON_HEAD).end(whole([keyedRow(0)]).slice(0, -1)),
  'less than announced': (response) => {
    response.writeHead(200, { ...JSON_HEAD, 'content-length': '5000' });
    response.write(whole(firstPage), () => response.destroy());
  },
  'more than announced': (response) => {
    response.socket?.end(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n${whole(firstPage)}`,
    );
  },
  'gzip cut off': (response) =>
    response
      .writeHead(200, { ...JSON_HEAD, 'content-encoding': 'gzip' })
      .end(gzipSync(whole(firstPage)).subarray(0, -12)),
  'gzip that is none': (response) =>
    response.writeHead(200, { ...JSON_HEAD, 'content-encoding': 'gzip' }).end(whole(firstPage)),
  'malformed JSON': (response) => response.writeHead(200, JSON_HEAD).end('[{":id" "row-0000"}]'),
  'an object': (response) => sendJson(response, { error: true, message: 'not now' }),
  HTML: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Maintenance</html>'),
  'HTML that calls itself JSON': (response) => response.writeHead(200, JSON_HEAD).end('<html>Maintenance</html>'),
  'an empty body': (response) => response.writeHead(200, JSON_HEAD).end(),
  silence: () => undefined,
  'rows without their keys': (response) => sendJson(response, [{ offense_id: '1' }]),
  'rows out of order': (response) => sendJson(response, [...rows.slice(2, 4)].reverse()),
  'a row twice': (response) => sendJson(response, [rows[0], rows[0]]),
  'more rows than asked for': (response) => sendJson(response, rows.slice(0, 4)),
};

const limits = { idleTimeout: 150 };
const stepOf =
  (answer: (response: ServerResponse) => unknown): Step =>
  (_request, response) => {
    answer(response);
    return true;
  };
const pass: Step = () => undefined;

const failureOf = async (work: Promise<unknown>): Promise<PortalError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(PortalError);
  return error as PortalError;
};

describe('connectPortal(options).pages(request)', () => {
  it('gives all rows by key and ends at an empty page', async () => {
    await withFolder(async (folder) => {
      await withScriptedPortal(rows, [], async ({ portal, requests }) => {
        const pages = await collect(portal.pages({ select: SELECT, folder }));
        expect(pages.map((page) => page.rows)).to.deep.equal([3, 3, 2]);
        expect(await idsOf(pages)).to.deep.equal(rows.map((row) => row['offense_id']));
        expect(pages.at(-1)?.last).to.deep.equal({ updatedAt: '2026-01-03T00:00:00.000Z', id: 'row-0007' });
        expect(requests).to.have.length(4);
        expect(requests[1]).to.equal(
          "/resource/abcd-1234.json?$select=:id,:created_at,:updated_at,offense_id&$where=:updated_at >= '2026-01-01T00:00:00.000Z'" +
            " AND (:updated_at > '2026-01-01T00:00:00.000Z' OR (:updated_at = '2026-01-01T00:00:00.000Z' AND :id > 'row-0002'))" +
            '&$order=:updated_at,:id&$limit=3',
        );
        expect((await readdir(folder)).filter((name) => name.endsWith('.json'))).to.have.length(3);
      });
    });
  });

  it('starts behind a key and keeps to a condition', async () => {
    await withFolder(async (folder) => {
      await withScriptedPortal(rows, [], async ({ portal, requests }) => {
        const after = { updatedAt: '2026-01-02T00:00:00.000Z', id: 'row-0004' };
        const pages = await collect(portal.pages({ select: SELECT, where: "beat = 'B1'", after, folder }));
        expect(await idsOf(pages)).to.deep.equal(['5', '6', '7']);
        expect(requests[0]).to.contain("$where=(beat = 'B1') AND (:updated_at >= '2026-01-02");
      });
    });
  });

  it('names the project, takes gzip and keeps its connection', async () => {
    await withFolder(async (folder) => {
      const zipped: Step = (_request, response) => {
        response.writeHead(200, { ...JSON_HEAD, 'content-encoding': 'gzip' }).end(gzipSync(whole(firstPage)));
        return true;
      };
      await withScriptedPortal(rows, [zipped], async ({ portal, headers, requests }) => {
        const pages = await collect(portal.pages({ select: SELECT, folder }));
        expect(await idsOf(pages)).to.have.length(rows.length);
        expect(headers[0]?.['user-agent']).to.match(/^seattle-crime-pipeline\/\d/);
        expect(headers[0]?.['accept-encoding']).to.equal('gzip');
        expect(requests).to.have.length(4);
      });
    });
  });

  it('asks by SODA3 with a token, which is seen in the header alone', async () => {
    await withFolder(async (folder) => {
      const refuse = stepOf((response) => sendJson(response, { message: 'busy' }, 503));
      await withScriptedPortal(
        rows,
        [refuse],
        async ({ portal, headers, bodies, requests, log, trace }) => {
          const pages = await collect(portal.pages({ select: SELECT, folder }));
          expect(await idsOf(pages)).to.deep.equal(rows.map((row) => row['offense_id']));
          expect(headers[0]?.['x-app-token']).to.equal('s3cret');
          expect(JSON.parse(bodies[0] ?? '')).to.deep.equal({
            query: 'SELECT :id, :created_at, :updated_at, offense_id ORDER BY :updated_at, :id',
            page: { pageNumber: 1, pageSize: 3 },
            includeSynthetic: false,
          });
          expect(JSON.stringify([requests, bodies, log, trace, pages])).not.to.contain('s3cret');
        },
        { token: 's3cret' },
      );
    });
  });

  for (const [name, answer] of Object.entries(PASSING)) {
    it(`passes over ${name}, on the first page and on a later one`, async () => {
      await withFolder(async (folder) => {
        await withScriptedPortal(
          rows,
          [stepOf(answer), pass, stepOf(answer)],
          async ({ portal, waits, log, trace, requests }: Session) => {
            const pages = await collect(portal.pages({ select: SELECT, folder }));
            expect(await idsOf(pages)).to.deep.equal(rows.map((row) => row['offense_id']));
            // The file of an attempt that broke off may still be written: no other attempt uses it.
            expect(pages[0]?.path).to.match(/page-000002\.json$/);
            expect(waits).to.deep.equal([500, 500]);
            expect(log).to.have.length(2);
            expect(log[0]).to.match(
              /^GET http:\/\/127\.0\.0\.1:\d+\/resource\/abcd-1234\.json\?\$select=.* failed \(.*trying again in 500 ms/,
            );
            expect(trace).to.have.length(4);
            expect(requests).to.have.length(6);
          },
          { limits },
        );
      });
    });
  }

  it('does not take a page again that was there before', async () => {
    await withFolder(async (folder) => {
      const again = stepOf((response) => sendJson(response, firstPage));
      await withScriptedPortal(rows, [pass, again], async ({ portal, log }) => {
        expect(await idsOf(await collect(portal.pages({ select: SELECT, folder })))).to.have.length(rows.length);
        expect(log[0]).to.contain('it has rows of the page before');
      });
    });
  });

  it('gives up an answer that drips without end', async () => {
    await withFolder(async (folder) => {
      const drip = stepOf((response) => {
        response.writeHead(200, JSON_HEAD);
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => {
          clearInterval(timer);
        });
      });
      await withScriptedPortal(
        rows,
        [drip],
        async ({ portal, log }) => {
          expect(await idsOf(await collect(portal.pages({ select: SELECT, folder })))).to.have.length(rows.length);
          expect(log[0]).to.contain('the answer took more than 200 ms');
        },
        { limits: { answerTimeout: 200 } },
      );
    });
  });

  it('waits as long as Retry-After says, in seconds or until a date', async () => {
    await withFolder(async (folder) => {
      const inSeconds = stepOf((response) => response.writeHead(429, { 'retry-after': '7' }).end());
      const byDate = stepOf((response) =>
        response.writeHead(429, { 'retry-after': new Date(Date.now() + 20_000).toUTCString() }).end(),
      );
      await withScriptedPortal(rows, [inSeconds, byDate], async ({ portal, waits }) => {
        await collect(portal.pages({ select: SELECT, folder }));
        expect(waits[0]).to.equal(7500);
        expect(waits[1]).to.be.within(19_000, 21_000);
      });
    });
  });

  it('does not wait longer than it may', async () => {
    await withFolder(async (folder) => {
      const later = stepOf((response) => response.writeHead(429, { 'retry-after': '86400' }).end());
      await withScriptedPortal(rows, [later], async ({ portal, waits }) => {
        const error = await failureOf(collect(portal.pages({ select: SELECT, folder })));
        expect(error.message).to.contain('the portal asks to wait 86401 s').and.contain('run it again later');
        expect([error.status, waits]).to.deep.equal([429, []]);
      });
    });
  });

  it('gives up at last and says what it tried', async () => {
    await withFolder(async (folder) => {
      const busy = stepOf((response) => sendJson(response, { code: 'busy', error: true, message: 'too many' }, 503));
      await withScriptedPortal(
        rows,
        Array.from({ length: 9 }, () => busy),
        async ({ portal, log }) => {
          const error = await failureOf(collect(portal.pages({ select: SELECT, folder })));
          expect(error.attempts.map(({ status, fault }) => [status, fault])).to.deep.equal(
            Array.from({ length: 4 }, () => [503, '503: busy: too many']),
          );
          expect(error.message).to.contain('gave up after 4 attempts');
          expect(error.request).to.contain('/resource/abcd-1234.json');
          expect(log).to.have.length(4);
        },
        { limits: { attempts: 4 } },
      );
    });
  });

  for (const [status, advice] of [
    [400, 'see whether its columns changed'],
    [401, 'check the app token'],
    [403, 'wants a valid app token'],
    [404, 'check the address'],
  ] as const) {
    it(`stops at a ${status} with the portal's words and what to do`, async () => {
      await withFolder(async (folder) => {
        const refuse = stepOf((response) =>
          sendJson(response, { code: 'query.compiler', error: true, message: 'No such column: x' }, status),
        );
        await withScriptedPortal(rows, [refuse], async ({ portal, waits }) => {
          const error = await failureOf(collect(portal.pages({ select: SELECT, folder })));
          expect(error.message).to.contain('query.compiler: No such column: x').and.contain(advice);
          expect([error.status, error.attempts.length, waits.length]).to.deep.equal([status, 1, 0]);
        });
      });
    });
  }

  it('follows no redirect, to which it would show its token', async () => {
    await withFolder(async (folder) => {
      const moved = stepOf((response) => response.writeHead(301, { location: 'http://127.0.0.1:9/x?y' }).end());
      await withScriptedPortal(rows, [moved], async ({ portal }) => {
        const error = await failureOf(collect(portal.pages({ select: SELECT, folder })));
        expect(error.message).to.contain('moved to http://127.0.0.1:9/x; give that address');
      });
    });
  });

  it('fetches ahead by two pages and no more', async () => {
    await withFolder(async (folder) => {
      const many = Array.from({ length: 60 }, (_, index) => keyedRow(index));
      await withScriptedPortal(many, [], async ({ portal, requests }) => {
        for await (const page of portal.pages({ select: SELECT, folder })) {
          await new Promise((resolve) => setTimeout(resolve, 300));
          expect(page.rows).to.equal(3);
          expect(requests.length).to.be.within(3, 4);
          break;
        }
        expect(requests.length).to.be.at.most(4);
      });
    });
  });

  it('adapts its pages to the time they take', async () => {
    await withFolder(async (folder) => {
      const many = Array.from({ length: 4000 }, (_, index) => keyedRow(index));
      await withScriptedPortal(
        many,
        [],
        async ({ portal }) => {
          const pages = await collect(portal.pages({ select: SELECT, folder }));
          expect(pages.map((page) => page.rows).slice(0, 3)).to.deep.equal([100, 400, 1600]);
        },
        { limits: { firstPageRows: 100, fewestPageRows: 10, mostPageRows: 5000, pageTime: 60_000 } },
      );
    });
  });
});

describe('connectPortal(options).keyPages(request)', () => {
  it('goes by :id', async () => {
    await withFolder(async (folder) => {
      await withScriptedPortal(rows, [], async ({ portal, requests }) => {
        const pages = await collect(portal.keyPages({ select: SELECT, folder, afterId: 'row-0001' }));
        expect(await idsOf(pages)).to.deep.equal(['2', '3', '4', '5', '6', '7']);
        expect(requests[0]).to.contain("$where=:id > 'row-0001'&$order=:id&");
      });
    });
  });
});

describe('connectPortal(options).rowsById(request)', () => {
  it('asks for many ids in several requests, and takes no other rows', async () => {
    await withFolder(async (folder) => {
      const answer = stepOf((response) => sendJson(response, [keyedRow(1), keyedRow(150)]));
      const foreign = stepOf((response) => sendJson(response, [keyedRow(9)]));
      const none = stepOf((response) => sendJson(response, []));
      await withScriptedPortal(rows, [answer, foreign, none], async ({ portal, requests, log }) => {
        const ids = Array.from({ length: 160 }, (_, index) => String(keyedRow(index + 1)[':id']));
        expect(await idsOf(await collect(portal.rowsById({ select: SELECT, ids, folder })))).to.deep.equal([
          '1',
          '150',
        ]);
        expect(requests[0]).to.contain("$where=:id IN ('row-0001', 'row-0002'").and.contain('$limit=150');
        expect(requests[2]).to.contain('$limit=10');
        expect(log[0]).to.contain('rows that were not asked for');
      });
    });
  });
});

describe('connectPortal(options).count(where)', () => {
  it('gives the number, whether printed as text or not', async () => {
    const number = stepOf((response) => sendJson(response, [{ row_count: 12 }]));
    const odd = stepOf((response) => sendJson(response, [{ row_count: '-1' }]));
    await withScriptedPortal(rows, [number, odd], async ({ portal, requests, log }) => {
      expect([await portal.count("beat = 'B1'"), await portal.count()]).to.deep.equal([12, 8]);
      expect(requests[0]).to.equal(
        "/resource/abcd-1234.json?$select=count(*) AS row_count&$where=beat = 'B1'&$limit=1",
      );
      expect(log[0]).to.contain('it is no count');
    });
  });
});

describe('connectPortal(options).metadata()', () => {
  it('gives columns, times and whether the rows are made up', async () => {
    const description = {
      name: 'Crime',
      rowsUpdatedAt: 1_767_225_600,
      columns: [
        { name: 'Offense ID', fieldName: 'offense_id', dataTypeName: 'text', position: 1 },
        { name: 'Region', fieldName: ':@computed_region_x', dataTypeName: 'number' },
        { name: 'Old', fieldName: 'old', dataTypeName: 'text', flags: ['hidden'] },
      ],
      metadata: { custom_fields: { Simulation: { is_simulated: 'true' } } },
    };
    const date = 'Thu, 01 Jan 2026 08:00:00 GMT';
    const step: Step = (_request, response) => {
      response.writeHead(200, { ...JSON_HEAD, date }).end(JSON.stringify(description));
      return true;
    };
    await withScriptedPortal(rows, [step], async ({ portal, requests }) => {
      expect(await portal.metadata()).to.deep.equal({
        name: 'Crime',
        rowsUpdatedAt: new Date('2026-01-01T00:00:00Z'),
        isSimulated: true,
        columns: [{ fieldName: 'offense_id', name: 'Offense ID', type: 'text' }],
        readAt: new Date('2026-01-01T08:00:00Z'),
      });
      expect(requests).to.deep.equal(['/api/views/abcd-1234.json']);
    });
  });
});

describe('connectPortal(options)', () => {
  it('refuses what is no address of a portal, and shows no secret of it', () => {
    const connect =
      (url: string, dataset = 'abcd-1234') =>
      (): unknown =>
        connectPortal({ url, dataset, effects: defaultEffects });
    expect(connect('data.seattle.gov')).to.throw(PortalError, 'is no address');
    expect(connect('https://me:s3cret@data.seattle.gov')).to.throw(
      PortalError,
      /^https:\/\/data\.seattle\.gov: was given with a user/,
    );
    expect(connect('https://me:s3c/ret@data.seattle.gov'))
      .to.throw(PortalError, 'is no address')
      .with.property('message')
      .that.does.not.match(/s3c|ret@/);
    expect(connect('data.seattle.gov?$$app_token=s3cret')).to.throw(PortalError, /^data\.seattle\.gov: is no address/);
    expect(connect('htps://me:s3cret@data.seattle.gov'))
      .to.throw(PortalError, 'is no address')
      .with.property('message')
      .that.does.not.include('s3cret');
    const byToken = { dataset: 'abcd-1234', token: 's3cret', effects: defaultEffects };
    expect(() => connectPortal({ url: 'http://data.seattle.gov', ...byToken })).to.throw(PortalError, 'unencrypted');
    expect(connect('https://data.seattle.gov', '../x')).to.throw(PortalError, 'is no id of a dataset');
  });

  it('says that nobody listens', async () => {
    const portal = connectPortal({
      url: 'http://127.0.0.1:1',
      dataset: 'abcd-1234',
      effects: { ...defaultEffects, sleep: () => Promise.resolve() },
      limits: { attempts: 2 },
    });
    const error = await failureOf(portal.count());
    expect(error.message).to.contain('ECONNREFUSED').and.contain('gave up after 2 attempts');
    expect(error.status).to.equal(undefined);
  });
});
