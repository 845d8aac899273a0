import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeSite } from '../../../dashboard/build/write-site.ts';
import { serveDashboard, type ServedSite } from '../../../dashboard/index.ts';

interface Given {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('serveDashboard({ directory, port })', () => {
  let folder: string;
  let site: ServedSite;
  const text = `<h1>${'Now '.repeat(500)}</h1>`;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crime-serve-'));
    const { directory } = await writeSite(join(folder, 'site'), async (put) => {
      await put({ path: 'index.html', content: text });
      await put({ path: '404.html', content: 'not here' });
      await put({ path: 'assets/now-ABC.js', content: 'export {}' });
    });
    site = await serveDashboard({ directory });
  });

  after(async () => {
    await site.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends a path as it is: a URL would take its dots away. */
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Given>((settle, reject) => {
      const { port, hostname } = new URL(site.url);
      request({ hostname, port, path, headers, method }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          settle({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
        });
      })
        .on('error', reject)
        .end();
    });

  it('serves the first page with a policy that nobody may frame it, and no guessing of types', async () => {
    const { status, headers, body } = await ask('/?precinct=North');
    expect(status).to.equal(200);
    expect(body.toString()).to.equal(text);
    expect(headers['content-type']).to.equal('text/html; charset=utf-8');
    expect(headers['content-security-policy']).to.include("default-src 'none'").and.include("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.to.include('unsafe');
    expect(headers['x-content-type-options']).to.equal('nosniff');
  });

  it('sends it compressed to who takes that', async () => {
    const { headers, body } = await ask('/index.html', { 'Accept-Encoding': 'br, gzip' });
    expect(headers['content-encoding']).to.equal('gzip');
    expect(headers.vary).to.equal('Accept-Encoding');
    expect(body.length).to.be.below(text.length / 4);
    expect(gunzipSync(body).toString()).to.equal(text);
  });

  it('answers 304 to who has it already, and lets names with a hash be kept', async () => {
    const { headers } = await ask('/index.html');
    expect(headers['cache-control']).to.equal('no-cache');
    const again = await ask('/index.html', { 'If-None-Match': headers.etag ?? '' });
    expect([again.status, again.body.length]).to.deep.equal([304, 0]);
    expect((await ask('/assets/now-ABC.js')).headers['cache-control']).to.include('immutable');
  });

  it('shows the page for what is not there, and nothing from outside of its folder', async () => {
    for (const path of ['/nowhere', '/../secret', '/%2e%2e/secret', '/..%2fsecret', '/%00', '/%zz', '/assets']) {
      const { status, body } = await ask(path);
      expect([path, status, body.toString()]).to.deep.equal([path, 404, 'not here']);
    }
  });

  it('leads the links of that page from the root, at whatever depth the address is', async () => {
    const page =
      '<link rel="icon" href="data:,"><link href="assets/a.css"><a href="index.html">First</a><a href="#top">';
    const { directory } = await writeSite(join(folder, 'linked'), (put) => put({ path: '404.html', content: page }));
    const linked = await serveDashboard({ directory });
    const answer = await fetch(`${linked.url}data/deeper/nothing.html`);
    await linked.stop();
    expect(answer.status).to.equal(404);
    expect(await answer.text()).to.equal(
      '<link rel="icon" href="data:,"><link href="/assets/a.css"><a href="/index.html">First</a><a href="#top">',
    );
  });

  it('answers only to names of this machine, and only to requests that read', async () => {
    expect((await ask('/', { Host: 'crime.example' })).status).to.equal(403);
    const { status, headers } = await ask('/', {}, 'POST');
    expect([status, headers.allow]).to.deep.equal([405, 'GET, HEAD']);
    const head = await ask('/', {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-length']]).to.deep.equal([
      200,
      0,
      String(text.length),
    ]);
  });

  it('fails with EADDRINUSE where the port is taken', async () => {
    const port = Number(new URL(site.url).port);
    const failure = await serveDashboard({ directory: folder, port }).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'EADDRINUSE');
  });
});
