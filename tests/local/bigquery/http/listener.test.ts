import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { maximumBodyBytes } from '../../../../local/bigquery/http/body.ts';
import { send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

describe('createListener(routes, log)', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
  });
  after(() => warehouse.close());

  const statusWith = (headers: Record<string, string>) =>
    new Promise<number | undefined>((settle, reject) => {
      const { hostname, port } = new URL(warehouse.url);
      request({ hostname, port, path: '/bigquery/v2/projects/p/datasets', headers }, (response) => {
        response.resume();
        settle(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('refuses a Host that is not this machine', async () => {
    expect(await statusWith({ host: 'rebound.example:80' })).to.equal(403);
  });

  it('refuses a page of another site', async () => {
    expect(await statusWith({ origin: 'https://evil.example' })).to.equal(403);
  });

  it('answers localhost by name', async () => {
    expect(await statusWith({ host: `localhost:${new URL(warehouse.url).port}` })).to.equal(200);
  });

  it('reads a gzip body', async () => {
    const body = gzipSync(JSON.stringify({ query: 'select 1 as one', useLegacySql: false }));
    const answer = await send(`${warehouse.url}/projects/p/queries`, {
      method: 'POST',
      body,
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    });
    expect(answer.body['rows']).to.deep.equal([{ f: [{ v: '1' }] }]);
  });

  it('refuses a body that unpacks to more than the limit', async () => {
    const body = gzipSync(Buffer.alloc(maximumBodyBytes + 1, ' '));
    const answer = await send(`${warehouse.url}/projects/p/queries`, {
      method: 'POST',
      body,
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer.status).to.equal(413);
  });

  it('refuses what is no JSON, in the shape of Google errors', async () => {
    const answer = await send(`${warehouse.url}/projects/p/queries`, { method: 'POST', body: '{' });
    expect(answer).to.deep.equal({
      status: 400,
      body: {
        error: {
          code: 400,
          message: 'Invalid JSON payload received.',
          errors: [{ message: 'Invalid JSON payload received.', domain: 'global', reason: 'invalid' }],
          status: 'INVALID_ARGUMENT',
        },
      },
    });
  });

  it('names the method and path that it has no route for', async () => {
    const answer = await send(`${warehouse.url}/projects/p/models`);
    expect(answer.status).to.equal(404);
    expect(JSON.stringify(answer.body)).to.include('GET /bigquery/v2/projects/p/models');
  });
});
