import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { rawRequest, resource, startTestPortal, type TestPortal } from './test-portal.ts';

describe('startPortalServer(options)', () => {
  let portal: TestPortal;
  afterEach(() => portal.close());

  const view = () => `${portal.server.url}/api/views/tazs-3rd5.json`;
  const query = () => `${portal.server.url}/api/v3/views/tazs-3rd5/query.json`;

  describe('metadata', () => {
    it('names the columns, the time of the last change and that the rows are simulated', async () => {
      portal = await startTestPortal(1);
      const metadata = (await (await fetch(view())).json()) as Record<string, unknown>;
      expect(metadata).to.include({ id: 'tazs-3rd5', rowsUpdatedAt: Date.parse('2026-07-01T13:00:00Z') / 1000 });
      expect(metadata['metadata']).to.deep.equal({ custom_fields: { Simulation: { is_simulated: 'true' } } });
      const columns = metadata['columns'] as readonly Record<string, unknown>[];
      expect(columns.find(({ fieldName }) => fieldName === 'offense_id')).to.include({
        name: 'Offense ID',
        dataTypeName: 'text',
      });
    });

    it('says nothing of a simulation where the rows are real', async () => {
      portal = await startTestPortal(1, {}, { isSimulated: false });
      expect(await (await fetch(view())).json()).to.have.deep.property('metadata', {});
    });

    it('answers 404 in the words of Socrata for any other dataset', async () => {
      portal = await startTestPortal(1);
      const views = await fetch(`${portal.server.url}/api/views/aaaa-bbbb.json`);
      expect([views.status, await views.json()]).to.deep.equal([
        404,
        { code: 'not_found', error: true, message: 'Cannot find view with id aaaa-bbbb' },
      ]);
      const rows = await fetch(`${portal.server.url}/resource/aaaa-bbbb.json`);
      expect([rows.status, await rows.json()]).to.deep.equal([
        404,
        { code: 'dataset.missing', error: true, message: 'Not found', data: { id: 'aaaa-bbbb' } },
      ]);
    });
  });

  describe('rows', () => {
    it('leaves empty cells out, prints system fields with their zone and stands one row on a line', async () => {
      portal = await startTestPortal(2, {}, { rows: [{ offense_id: '7' }, { offense_id: '8', precinct: 'A"\n' }] });
      const answer = await fetch(
        resource(portal.server, { $select: ':updated_at,offense_id,precinct', $order: 'offense_id' }),
      );
      expect(await answer.text()).to.equal(
        '[{":updated_at":"2026-07-01T13:00:00.000Z","offense_id":"7"}\n' +
          ',{":updated_at":"2026-07-01T13:00:00.000Z","offense_id":"8","precinct":"A\\"\\n"}]\n',
      );
    });

    it('tells fields and types in headers, and the time by its own clock', async () => {
      portal = await startTestPortal(1);
      const { headers } = await fetch(resource(portal.server, { $select: ':id,:updated_at,offense_date,offense_id' }));
      expect(headers.get('x-soda2-fields')).to.equal('[":id",":updated_at","offense_date","offense_id"]');
      expect(headers.get('x-soda2-types')).to.equal('["row_identifier","fixed_timestamp","floating_timestamp","text"]');
      expect(headers.get('content-type')).to.equal('application/json;charset=utf-8');
      expect(headers.get('date')).to.equal('Wed, 01 Jul 2026 13:00:00 GMT');
      expect(headers.get('last-modified')).to.equal('Wed, 01 Jul 2026 13:00:00 GMT');
    });

    it('gives a thousand rows unless asked, and no more than fifty thousand', async () => {
      portal = await startTestPortal(1001);
      expect(await portal.rows({ $select: ':id' })).to.have.length(1000);
      expect(await portal.rows({ $select: ':id', $limit: '50000' })).to.have.length(1001);
      const refused = await fetch(resource(portal.server, { $limit: '50001' }));
      expect(refused.status).to.equal(400);
      expect(await refused.json()).to.include({ code: 'req.row-limit-exceeded' });
    });

    it('can be crawled by key', async () => {
      portal = await startTestPortal(250);
      const seen: string[] = [];
      let where = `:updated_at >= '2000-01-01T00:00:00.000Z'`;
      for (;;) {
        const page = await portal.rows({
          $select: ':id,:updated_at,offense_id',
          $where: where,
          $order: ':updated_at,:id',
          $limit: '60',
        });
        const last = page.at(-1);
        if (last === undefined) break;
        seen.push(...page.map((row) => row['offense_id'] ?? ''));
        const [time, id] = [last[':updated_at'] ?? '', last[':id'] ?? ''];
        where = `:updated_at > '${time}' or (:updated_at = '${time}' and :id > '${id}')`;
      }
      expect(seen).to.have.length(250);
      expect(new Set(seen)).to.have.property('size', 250);
    });

    it('writes CSV with every value in quotes and nothing for an empty cell', async () => {
      portal = await startTestPortal(0, {}, { rows: [{ offense_id: '7', precinct: 'A "B"' }, { offense_id: '8' }] });
      const parameters = { $select: 'offense_id,precinct,:updated_at', $order: 'offense_id' };
      const answer = await fetch(resource(portal.server, parameters, 'csv'));
      expect(answer.headers.get('content-type')).to.equal('text/csv;charset=utf-8');
      expect(await answer.text()).to.equal(
        '"offense_id","precinct",":updated_at"\n' +
          '"7","A ""B""","2026-07-01T13:00:00.000Z"\n' +
          '"8",,"2026-07-01T13:00:00.000Z"\n',
      );
    });

    it('is an empty list, or a header alone, where there are none', async () => {
      portal = await startTestPortal(0);
      expect(await (await fetch(resource(portal.server, {}))).text()).to.equal('[]\n');
      expect(await (await fetch(resource(portal.server, { $select: ':id' }, 'csv'))).text()).to.equal('":id"\n');
    });

    it('is packed for a client that takes gzip, and only for that', async () => {
      portal = await startTestPortal(100);
      const packed = await rawRequest(resource(portal.server, {}), { headers: { 'Accept-Encoding': 'br, gzip' } });
      expect(packed.headers).to.include({ 'content-encoding': 'gzip', 'content-length': String(packed.body.length) });
      const plain = await rawRequest(resource(portal.server, {}), { headers: { 'Accept-Encoding': 'gzip;q=0' } });
      expect(plain.headers).not.to.have.property('content-encoding');
      expect(gunzipSync(packed.body).equals(plain.body)).to.be.true;
    });

    it('is 304 without a body for a client that holds it, until a row changes', async () => {
      portal = await startTestPortal(1);
      const address = resource(portal.server, {});
      const tag = (await fetch(address)).headers.get('etag') ?? '';
      const held = await rawRequest(address, { headers: { 'If-None-Match': tag } });
      expect([held.status, held.body.length]).to.deep.equal([304, 0]);
      portal.dataset.clock.set(new Date('2026-07-01T14:00:00Z'));
      await portal.dataset.insert([{ offense_id: '2' }]);
      expect(await rawRequest(address, { headers: { 'If-None-Match': tag } })).to.have.property('status', 200);
    });
  });

  describe('the newer interface', () => {
    const ask = (body: unknown, token?: string) =>
      rawRequest(query(), {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', ...(token === undefined ? {} : { 'X-App-Token': token }) },
      });
    const json = (body: Buffer) => JSON.parse(body.toString()) as unknown;

    it('answers a query page by page', async () => {
      portal = await startTestPortal(5, { token: 'secret' });
      const body = (pageNumber: number) => ({
        query: 'SELECT offense_id ORDER BY offense_id',
        page: { pageNumber, pageSize: 2 },
        includeSynthetic: false,
      });
      expect(json((await ask(body(1), 'secret')).body)).to.deep.equal([{ offense_id: '1' }, { offense_id: '2' }]);
      expect(json((await ask(body(3), 'secret')).body)).to.deep.equal([{ offense_id: '5' }]);
      expect(json((await ask(body(4), 'secret')).body)).to.deep.equal([]);
    });

    it('stops at the limit within the query', async () => {
      portal = await startTestPortal(5, { token: 'secret' });
      const body = { query: 'SELECT offense_id ORDER BY offense_id LIMIT 3', page: { pageNumber: 2, pageSize: 2 } };
      expect(json((await ask(body, 'secret')).body)).to.deep.equal([{ offense_id: '3' }]);
    });

    it('refuses a request without a token, or with another', async () => {
      portal = await startTestPortal(1, { token: 'secret' });
      const without = await ask({ query: 'SELECT *' });
      expect([without.status, json(without.body)]).to.deep.equal([
        403,
        {
          code: 'permission_denied',
          error: true,
          message: 'Requests must be either authenticated by a user or marked with a valid application token',
        },
      ]);
      const other = await ask({ query: 'SELECT *' }, 'guess');
      expect([other.status, json(other.body)]).to.deep.equal([
        403,
        { code: 'permission_denied', error: true, message: 'Invalid app_token specified' },
      ]);
    });

    it('refuses a body that it does not know', async () => {
      portal = await startTestPortal(1, { token: 'secret' });
      for (const body of ['{', [], { query: 1 }, { timeout: 3 }, { page: { pageNumber: 0, pageSize: 1 } }]) {
        expect(await ask(body, 'secret'), JSON.stringify(body)).to.have.property('status', 400);
      }
      const large = await ask({ query: 'x'.repeat(2_000_000) }, 'secret');
      expect(large.status === 413 || large.error !== undefined).to.be.true;
    });
  });

  describe('who may ask', () => {
    it('refuses an unknown token in the older interface too, in header and address', async () => {
      portal = await startTestPortal(1, { token: 'secret' });
      const status = async (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
        (await fetch(resource(portal.server, parameters), { headers })).status;
      expect(await status({})).to.equal(200);
      expect(await status({}, { 'X-App-Token': 'secret' })).to.equal(200);
      expect(await status({ $$app_token: 'secret' })).to.equal(200);
      expect(await status({}, { 'X-App-Token': 'guess' })).to.equal(403);
      expect(await status({ $$app_token: 'guess' })).to.equal(403);
    });

    it('lets so many requests a second through without a token', async () => {
      portal = await startTestPortal(1, { token: 'secret', requestsPerSecond: 3 });
      const statuses = async (headers: Record<string, string>) => {
        const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(view(), { headers })));
        return answers.map(({ status }) => status).sort();
      };
      expect(await statuses({})).to.deep.equal([200, 200, 200, 429, 429]);
      expect(await statuses({ 'X-App-Token': 'secret' })).to.deep.equal([200, 200, 200, 200, 200]);
    });

    it('answers no other host name and no page of another site', async () => {
      portal = await startTestPortal(1);
      const status = async (headers: Record<string, string>) => (await rawRequest(view(), { headers })).status;
      expect(await status({ Host: 'rebound.example' })).to.equal(403);
      expect(await status({ Origin: 'https://elsewhere.example' })).to.equal(403);
      expect(await status({ Host: 'localhost' })).to.equal(200);
    });

    it('refuses an address that is too long, another method and another format', async () => {
      portal = await startTestPortal(1);
      const long = resource(portal.server, { $where: `offense_id = '${'x'.repeat(17_000)}'` });
      expect(await rawRequest(long)).to.have.property('status', 414);
      expect(await rawRequest(view(), { method: 'DELETE' })).to.have.property('status', 405);
      expect(await rawRequest(resource(portal.server, {}, 'xml'))).to.have.property('status', 400);
    });

    it('keeps tokens out of its log and its list of requests', async () => {
      const lines: string[] = [];
      portal = await startTestPortal(1, { token: 'secret-token', log: (line) => lines.push(line) });
      await fetch(resource(portal.server, { $$app_token: 'secret-token', $limit: '1' }));
      expect(lines).to.have.length(1);
      expect(lines.join('') + JSON.stringify(portal.server.requests)).not.to.contain('secret-token');
      expect(portal.server.requests[0]).to.include({ route: 'query', ofRoute: 1, status: 200, rows: 1 });
    });
  });
});
