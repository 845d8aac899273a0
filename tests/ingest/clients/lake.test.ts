import { type Server, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Lake, connectLake, md5OfFile } from '../../../ingest/clients/lake.ts';
import { LakeError } from '../../../ingest/errors.ts';
import { defaultEffects } from '../../../ingest/options.ts';
import { type StorageServer, startStorageServer } from '../../../local/storage/server.ts';
import { connectStorage } from '../../local/storage/storage-fixture.ts';
import { writeSource } from '../feed-fixture.ts';

/** What is done to the next requests, one each: refused as busy, or carried out and the answer lost. */
type Trouble = 'busy' | 'lost';

/** A way to the server on which requests meet the troubles given. */
async function startTroubledProxy(target: string, troubles: Trouble[]): Promise<Server> {
  const lose = (response: ServerResponse): void => {
    response.socket?.destroy();
  };
  const server = createServer((incoming, response) => {
    const trouble = troubles.shift();
    if (trouble === 'busy') {
      incoming.resume();
      response.writeHead(503).end();
      return;
    }
    const { port } = new URL(target);
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const onward = request(
      { port, host: '127.0.0.1', path: incoming.url, method: incoming.method, headers },
      (answer) => {
        if (trouble === 'lost') {
          answer.resume();
          lose(response);
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => {
      lose(response);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

describe('connectLake(address, …), on a bad connection', () => {
  const troubles: Trouble[] = [];
  const waits: number[] = [];
  let directory: string;
  let storage: StorageServer;
  let proxy: Server;
  let lake: Lake;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lake-test-'));
    storage = await startStorageServer({ directory: join(directory, 'lake') });
    await connectStorage(storage.url).createBucket('test-lake');
    proxy = await startTroubledProxy(storage.url, troubles);
    const sleep = (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    process.env['STORAGE_EMULATOR_HOST'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    lake = connectLake({ bucket: 'test-lake', prefix: 'p/' }, 'test-project', { ...defaultEffects, sleep });
    delete process.env['STORAGE_EMULATOR_HOST'];
  });
  after(async () => {
    proxy.closeAllConnections();
    proxy.close();
    await storage.close();
    await rm(directory, { recursive: true });
  });
  beforeEach(() => {
    waits.length = 0;
  });

  it('repeats writes, reads, listings and deletions that met a busy service', async () => {
    const path = await writeSource(directory, 'content');
    troubles.push('busy', 'busy');
    expect(await lake.put(path, 'busy')).to.deep.equal(await lake.find('busy'));
    troubles.push('busy');
    const found = await lake.find('busy');
    expect(found?.md5Hash).to.equal(await md5OfFile(path));
    troubles.push('busy');
    expect(await lake.list('')).to.deep.equal([found]);
    troubles.push('busy');
    if (found) await lake.remove(found);
    expect(await lake.find('busy')).to.equal(undefined);
    expect(waits).to.have.length(5);
  });

  it('finds its own object after an answer was lost', async () => {
    const path = await writeSource(directory, 'of mine');
    troubles.push('lost');
    // The second try meets the first one's object: whose it is, the checksum tells.
    expect(await lake.put(path, 'lost')).to.equal('taken');
    expect((await lake.find('lost'))?.md5Hash).to.equal(await md5OfFile(path));
    troubles.push('lost');
    expect(await lake.putText('text', 'text')).to.equal('taken');
    expect(await lake.readText('text')).to.equal('text');
  });

  it('replaces only the generation it was told of', async () => {
    const path = await writeSource(directory, 'newer');
    const before = await lake.find('lost');
    expect(await lake.put(path, 'lost', '1')).to.equal('taken');
    expect(await lake.put(path, 'lost', before?.generation)).to.deep.equal(await lake.find('lost'));
  });

  it('deletes once though the answer was lost', async () => {
    const found = await lake.find('lost');
    troubles.push('lost');
    if (found) await lake.remove(found);
    expect(await lake.find('lost')).to.equal(undefined);
  });

  it('gives up on a service that stays busy, saying which call', async () => {
    troubles.push(...Array.from({ length: 7 }, () => 'busy' as const));
    const error: unknown = await lake.readText('text').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(LakeError);
    expect((error as LakeError).message).to.match(/^gs:\/\/test-lake\/p\/text: cannot read/);
    expect(waits).to.have.length(6);
  });
});
