import { createHash } from 'node:crypto';
import { get as httpGet, request as httpRequest } from 'node:http';
import { createConnection } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type StorageFixture, connectStorage, startStorageFixture } from './storage-fixture.ts';
import { startStorageServer } from '../../../local/storage/server.ts';

const MEBIBYTE = 1_048_576;

/** Bytes that no compression or repetition helps: every slip in order or length shows. */
const noise = (size: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, size);
};

interface Failure {
  readonly code: number;
  readonly message: string;
  readonly errors?: readonly { readonly reason: string }[];
}

/** The error that a client call ends in. */
async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  const { code, status, message, errors } = error as Failure & { status?: number };
  // Resumable uploads report the status under another name than all other calls.
  return { code: status ?? code, message, ...(errors && { errors }) };
}

describe('startStorageServer(options), through the official client', () => {
  let fixture: StorageFixture;
  before(async () => (fixture = await startStorageFixture()));
  after(() => fixture.remove());

  it('creates, shows, lists and deletes buckets', async () => {
    const [bucket] = await fixture.client.createBucket('second-bucket', { location: 'us-west1' });
    const [metadata] = await bucket.getMetadata();
    expect([metadata.location, metadata.kind]).to.deep.equal(['US-WEST1', 'storage#bucket']);
    const [buckets] = await fixture.client.getBuckets();
    expect(buckets.map(({ name }) => name)).to.deep.equal(['second-bucket', 'test-lake']);
    await bucket.delete();
    expect((await bucket.exists())[0]).to.equal(false);
  });

  it('refuses a second bucket of the name, and to delete one that holds objects', async () => {
    await fixture.bucket.file('holder').save('x');
    expect((await failureOf(fixture.client.createBucket('test-lake'))).code).to.equal(409);
    const failure = await failureOf(fixture.bucket.delete());
    expect([failure.code, failure.errors?.[0]?.reason]).to.deep.equal([409, 'conflict']);
  });

  for (const [title, options, size] of [
    ['a multipart upload', { resumable: false }, 5 * MEBIBYTE + 3],
    ['an empty multipart upload', { resumable: false }, 0],
    ['a resumable upload in one request', { resumable: true }, 5 * MEBIBYTE + 3],
    ['an empty resumable upload', { resumable: true }, 0],
    ['a chunked upload', { chunkSize: MEBIBYTE }, 3 * MEBIBYTE + 17],
    ['a chunked upload of whole chunks', { chunkSize: MEBIBYTE }, 2 * MEBIBYTE],
    ['an empty chunked upload', { chunkSize: MEBIBYTE }, 0],
  ] as const) {
    it(`keeps ${title} byte for byte, with checksums that the client accepts`, async () => {
      const body = noise(size);
      const file = fixture.bucket.file(`uploads/${title}`);
      await file.save(body, { ...options, validation: true });
      const [downloaded] = await file.download({ validation: 'md5' });
      expect(downloaded.equals(body)).to.equal(true);
      const [metadata] = await file.getMetadata();
      expect(metadata.md5Hash).to.equal(createHash('md5').update(body).digest('base64'));
      expect(Number(metadata.size)).to.equal(size);
    });
  }

  it('takes a stream whose length is not known', async () => {
    const file = fixture.bucket.file('streamed');
    await pipeline(Readable.from([noise(70_000), noise(3)]), file.createWriteStream({ resumable: true }));
    expect((await file.download())[0].length).to.equal(70_003);
  });

  it('computes the CRC-32C of the standard', async () => {
    const file = fixture.bucket.file('crc');
    await file.save('123456789', { resumable: false });
    // The check value of CRC-32C, 0xE3069283, in base64.
    expect((await file.getMetadata())[0].crc32c).to.equal('4waSgw==');
  });

  it('gives back ranges', async () => {
    const body = noise(1000);
    const file = fixture.bucket.file('ranged');
    await file.save(body);
    const [middle] = await file.download({ start: 10, end: 19 });
    const [tail] = await file.download({ start: 990 });
    const [last] = await file.download({ end: -5 });
    expect([middle, tail, last].map((each) => each.toString('hex'))).to.deep.equal(
      [body.subarray(10, 20), body.subarray(990), body.subarray(995)].map((each) => each.toString('hex')),
    );
    expect((await failureOf(file.download({ start: 5000 }))).code).to.equal(416);
  });

  it('keeps content type, custom metadata and its changes, raising the metageneration', async () => {
    const file = fixture.bucket.file('described');
    await file.save('x', { contentType: 'text/csv', metadata: { metadata: { origin: 'portal', old: 'yes' } } });
    await file.setMetadata({ cacheControl: 'no-store', metadata: { origin: 'file', old: null } });
    const [metadata] = await file.getMetadata();
    expect(metadata.contentType).to.equal('text/csv');
    expect(metadata.cacheControl).to.equal('no-store');
    expect(metadata.metadata).to.deep.equal({ origin: 'file' });
    expect(String(metadata.metageneration)).to.equal('2');
  });

  it('keeps gzip as it was stored, and unpacks it only for a client that cannot', async () => {
    const text = 'offense,'.repeat(1000);
    const file = fixture.bucket.file('packed.csv');
    await file.save(text, { gzip: true, contentType: 'text/csv' });
    const [metadata] = await file.getMetadata();
    expect(metadata.contentEncoding).to.equal('gzip');
    expect(Number(metadata.size)).to.be.below(1000);
    expect((await file.download())[0].toString()).to.equal(text);
    expect(gunzipSync((await file.download({ decompress: false }))[0]).toString()).to.equal(text);
    const plain = await fetchPlain(`${fixture.server.url}/download/storage/v1/b/test-lake/o/packed.csv?alt=media`);
    expect(plain.toString()).to.equal(text);
    const bytes = gzipSync('as given');
    await fixture.bucket.file('as-given.gz').save(bytes);
    expect((await fixture.bucket.file('as-given.gz').download())[0].equals(bytes)).to.equal(true);
  });

  it('creates an object only once under ifGenerationMatch 0', async () => {
    const file = fixture.bucket.file('once');
    for (const resumable of [false, true]) {
      const options = { resumable, preconditionOpts: { ifGenerationMatch: 0 } };
      if (!resumable) await file.save('first', options);
      const failure = await failureOf(file.save('second', options));
      expect(failure.code).to.equal(412);
    }
    expect((await file.download())[0].toString()).to.equal('first');
  });

  it('lets exactly one of many creators win', async () => {
    const file = (): ReturnType<typeof fixture.bucket.file> => fixture.bucket.file('contested');
    const options = { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => file().save(String(index), options)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  });

  it('raises the generation with every write and honours the preconditions on it', async () => {
    const file = fixture.bucket.file('generations');
    const generations: bigint[] = [];
    for (const text of ['a', 'b', 'c']) {
      await file.save(text, { resumable: false });
      generations.push(BigInt((await file.getMetadata())[0].generation ?? 0));
    }
    const [first = 0n, second = 0n, third = 0n] = generations;
    expect(first < second && second < third).to.equal(true);
    const stale = await failureOf(
      file.save('d', { resumable: false, preconditionOpts: { ifGenerationMatch: Number(second) } }),
    );
    expect([stale.code, stale.errors?.[0]?.reason]).to.deep.equal([412, 'conditionNotMet']);
    expect((await failureOf(file.delete({ ifGenerationMatch: Number(second) }))).code).to.equal(412);
    const metadata = file.setMetadata({ cacheControl: 'x' }, { ifMetagenerationMatch: 7 });
    expect((await failureOf(metadata)).code).to.equal(412);
    expect(
      (await failureOf(fixture.bucket.file('generations', { generation: String(first) }).getMetadata())).code,
    ).to.equal(404);
  });

  it('copies with metadata, and moves', async () => {
    const source = fixture.bucket.file('from/Ä');
    await source.save('content', { contentType: 'text/plain', metadata: { metadata: { key: 'value' } } });
    await source.copy(fixture.bucket.file('to/copy'));
    const [metadata] = await fixture.bucket.file('to/copy').getMetadata();
    expect([metadata.contentType, metadata.metadata?.['key']]).to.deep.equal(['text/plain', 'value']);
    await source.move('moved');
    expect((await source.exists())[0]).to.equal(false);
    expect((await fixture.bucket.file('moved').download())[0].toString()).to.equal('content');
  });

  it('deletes, and then knows the object no more', async () => {
    const file = fixture.bucket.file('gone/below/folders');
    await file.save('x');
    await file.delete();
    expect((await failureOf(file.delete())).code).to.equal(404);
    const failure = await failureOf(file.download());
    expect(failure.code).to.equal(404);
    expect(failure.message).to.contain('No such object: test-lake/gone/below/folders');
  });

  it('keeps the nastiest names apart', async () => {
    const names = [
      'a/../b',
      'CON',
      'con',
      'A',
      'a',
      'a.',
      'a/',
      'a//b',
      '/lead',
      '%2e',
      '😀/é?#&+ x',
      'x'.repeat(1024),
      '😀'.repeat(256),
    ];
    for (const name of names)
      await fixture.bucket.file(name).save(name.slice(0, 20), { resumable: name.length % 2 === 0 });
    for (const name of names) {
      const [body] = await fixture.bucket.file(name).download();
      expect(body.toString()).to.equal(name.slice(0, 20));
    }
  });

  it('refuses by name what it does not do', async () => {
    const failure = await failureOf(fixture.bucket.combine(['once', 'crc'], 'combined'));
    expect(failure.message).to.contain('not supported by the local storage: POST b/test-lake/o/combined/compose');
  });

  it('answers 404 for a bucket that is not there', async () => {
    const failure = await failureOf(fixture.client.bucket('no-such-bucket').file('x').save('x', { resumable: false }));
    expect([failure.code, failure.message]).to.deep.equal([404, 'The specified bucket does not exist.']);
  });
});

describe('listing, through the official client', () => {
  let fixture: StorageFixture;
  const names = ['a', 'a/1', 'a/2', 'a/b/3', 'b', 'z😀', '\uffee'];
  before(async () => {
    fixture = await startStorageFixture();
    for (const name of names) await fixture.bucket.file(name).save(name, { resumable: false });
  });
  after(() => fixture.remove());

  const list = async (query: object): Promise<string[]> =>
    (await fixture.bucket.getFiles(query))[0].map(({ name }) => name);

  it('orders by the bytes of the names', async () => {
    expect(await list({})).to.deep.equal(names);
  });

  it('keeps to a prefix and to offsets', async () => {
    expect(await list({ prefix: 'a/' })).to.deep.equal(['a/1', 'a/2', 'a/b/3']);
    expect(await list({ prefix: 'a' })).to.deep.equal(['a', 'a/1', 'a/2', 'a/b/3']);
    expect(await list({ startOffset: 'a/2', endOffset: 'b' })).to.deep.equal(['a/2', 'a/b/3']);
  });

  it('folds at a delimiter', async () => {
    const [files, , response] = await fixture.bucket.getFiles({ prefix: 'a/', delimiter: '/', autoPaginate: false });
    expect(files.map(({ name }) => name)).to.deep.equal(['a/1', 'a/2']);
    expect((response as { prefixes: string[] }).prefixes).to.deep.equal(['a/b/']);
  });

  it('pages through names and prefixes without loss or repetition', async () => {
    for (const maxResults of [1, 2, 3]) {
      const seen: string[] = [];
      let query: object | null = { maxResults, delimiter: '/', autoPaginate: false };
      while (query) {
        const [files, next, response] = (await fixture.bucket.getFiles(query)) as [
          { name: string }[],
          object | null,
          { prefixes?: string[] },
        ];
        seen.push(...files.map(({ name }) => name), ...(response.prefixes ?? []));
        query = next;
      }
      expect(seen.sort()).to.deep.equal(['a', 'a/', 'b', 'z😀', '\uffee'].sort());
    }
  });
});

describe('the wire', () => {
  let fixture: StorageFixture;
  before(async () => (fixture = await startStorageFixture()));
  after(() => fixture.remove());

  const openUpload = async (name: string, query = ''): Promise<string> => {
    const url = `${fixture.server.url}/upload/storage/v1/b/test-lake/o?uploadType=resumable&name=${name}${query}`;
    const response = await fetch(url, { method: 'POST' });
    return response.headers.get('location') ?? '';
  };
  const put = (url: string, range: string, body = ''): Promise<Response> =>
    fetch(url, { method: 'PUT', headers: { 'content-range': range }, body, redirect: 'manual' });

  it('serves the API with and without /storage/v1', async () => {
    for (const prefix of ['', '/storage/v1']) {
      const response = await fetch(`${fixture.server.url}${prefix}/b/test-lake`);
      expect(response.status).to.equal(200);
    }
  });

  it('tells how much of a resumable upload has arrived, and takes the rest', async () => {
    const url = await openUpload('in-parts');
    expect((await put(url, 'bytes */*')).headers.get('range')).to.equal(null);
    const part = await put(url, 'bytes 0-4/10', 'hello');
    expect([part.status, part.headers.get('range')]).to.deep.equal([308, 'bytes=0-4']);
    expect((await put(url, 'bytes */10')).headers.get('range')).to.equal('bytes=0-4');
    expect((await put(url, 'bytes 7-9/10', 'xyz')).status).to.equal(400);
    // The client sends again what it does not know to have arrived.
    const last = await put(url, 'bytes 3-9/10', 'loworld');
    expect(last.status).to.equal(200);
    expect((await put(url, 'bytes */10')).status).to.equal(200);
    const [body] = await fixture.bucket.file('in-parts').download();
    expect(body.toString()).to.equal('helloworld'.slice(0, 3) + 'loworld');
  });

  it('keeps what arrived before a connection broke, and makes no object of it', async () => {
    const url = new URL(await openUpload('broken'));
    await new Promise<void>((done) => {
      const socket = createConnection(Number(url.port), '127.0.0.1', () => {
        const head = `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Range: bytes 0-*/*\r\n`;
        socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, () =>
          setTimeout(() => socket.destroy(), 50),
        );
      });
      socket.on('close', () => {
        done();
      });
    });
    const status = await put(url.href, 'bytes */*');
    expect([status.status, status.headers.get('range')]).to.deep.equal([308, 'bytes=0-4']);
    expect((await fixture.bucket.file('broken').exists())[0]).to.equal(false);
  });

  it('refuses a body that is not what its checksum claims', async () => {
    const url = `${fixture.server.url}/upload/storage/v1/b/test-lake/o?uploadType=media&name=claimed`;
    const response = await fetch(url, { method: 'POST', body: 'x', headers: { 'x-goog-hash': 'crc32c=AAAAAA==' } });
    expect(response.status).to.equal(400);
    expect((await fixture.bucket.file('claimed').exists())[0]).to.equal(false);
  });

  it('checks preconditions again when an upload ends', async () => {
    const url = await openUpload('raced', '&ifGenerationMatch=0');
    await fixture.bucket.file('raced').save('other', { resumable: false });
    expect((await put(url, 'bytes 0-*/*', 'mine')).status).to.equal(412);
  });

  it('answers in the JSON shape of Google errors', async () => {
    const response = await fetch(`${fixture.server.url}/storage/v1/b/test-lake/o/missing`);
    expect(await response.json()).to.deep.equal({
      error: {
        code: 404,
        message: 'No such object: test-lake/missing',
        errors: [{ message: 'No such object: test-lake/missing', domain: 'global', reason: 'notFound' }],
      },
    });
  });

  it('answers only to this machine', async () => {
    const status = await new Promise<number | undefined>((done) => {
      httpGet(`${fixture.server.url}/b/test-lake`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        done(response.statusCode);
      });
    });
    expect(status).to.equal(403);
    const crossSite = await fetch(`${fixture.server.url}/b`, { headers: { origin: 'https://evil.example' } });
    expect(crossSite.status).to.equal(403);
  });

  it('refuses an object name that would be a path segment', async () => {
    const status = await new Promise<number | undefined>((done) => {
      const { port } = new URL(fixture.server.url);
      const path = '/upload/storage/v1/b/..%2f..%2fetc/o?uploadType=media&name=x';
      httpRequest({ port, host: '127.0.0.1', path, method: 'POST' }, (response) => {
        response.resume();
        done(response.statusCode);
      }).end('x');
    });
    expect(status).to.equal(404);
  });
});

describe('startStorageServer(options), started again', () => {
  it('gives back what was stored before', async () => {
    const fixture = await startStorageFixture();
    await fixture.bucket.file('kept').save('content');
    await fixture.server.close();
    const again = await startStorageServer({ directory: fixture.directory });
    const [body] = await connectStorage(again.url).bucket('test-lake').file('kept').download();
    expect(body.toString()).to.equal('content');
    await again.close();
    await fixture.remove();
  });
});

const fetchPlain = (url: string): Promise<Buffer> =>
  new Promise((done, failed) => {
    httpGet(url, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        done(Buffer.concat(pieces));
      });
      response.on('error', failed);
    });
  });
