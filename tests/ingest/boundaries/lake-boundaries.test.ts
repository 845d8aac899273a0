import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bucket, Storage } from '@google-cloud/storage';
import { expect } from 'chai';
import {
  type BoundaryOptions,
  defaultEffects,
  LakeError,
  loadBoundaries,
  loadedBoundaries,
  SourceError,
} from '../../../ingest/index.ts';
import { type StorageServer, startStorageServer } from '../../../local/storage/server.ts';
import { collection, feature, known, square } from './boundary-fixture.ts';

const place = { lake: 'gs://boundary-test-lake', projectId: 'test-project' };
const text = collection(known.map((name, index) => feature(name, [square(index, 0)])));

describe('loadBoundaries(options)', () => {
  let directory: string;
  let storage: StorageServer;
  let bucket: Bucket;
  let clock = Date.UTC(2026, 5, 1);

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'boundaries-'));
    storage = await startStorageServer({ directory: join(directory, 'lake') });
    process.env['STORAGE_EMULATOR_HOST'] = storage.url;
    bucket = new Storage({ projectId: place.projectId }).bucket('boundary-test-lake');
    await bucket.create();
  });

  after(async () => {
    delete process.env['STORAGE_EMULATOR_HOST'];
    await storage.close();
    rmSync(directory, { recursive: true, force: true });
  });

  afterEach(() => bucket.deleteFiles({ force: true }));

  const fileOf = (name: string, content: string) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };
  const load = (source: string, given: Partial<BoundaryOptions> = {}) =>
    loadBoundaries(
      { ...place, source, origin: 'City of Seattle', licence: 'Public domain', neighborhoods: known, ...given },
      { ...defaultEffects, now: () => (clock += 1000) },
    );
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'taken',
      (error: unknown) => {
        expect(error).to.be.instanceOf(SourceError);
        return (error as Error).message;
      },
    );

  it('keeps the file as it is, and a manifest with its origin, licence and checksums', async () => {
    const { manifest, isNew, naming } = await load(fileOf('hoods.geojson', text));
    expect([isNew, naming.areas.length, manifest.area_count]).to.deep.equal([true, 4, 4]);
    const [content] = await bucket.file(manifest.object.name).download();
    expect(content.toString()).to.equal(text);
    const loaded = await loadedBoundaries(place);
    expect(loaded?.manifest).to.deep.equal(manifest);
    expect(manifest).to.include({ origin: 'City of Seattle', licence: 'Public domain', source_name: 'hoods.geojson' });
    expect(loaded?.areas.length).to.equal(4);
  });

  it('adds nothing when the same is loaded again, but takes it for the newest', async () => {
    const path = fileOf('hoods.geojson', text);
    const first = await load(path);
    await load(fileOf('less.geojson', collection(known.slice(0, 2).map((name) => feature(name)))));
    expect((await loadedBoundaries(place))?.areas.length).to.equal(2);
    const again = await load(path);
    expect([again.isNew, again.manifest.load_id]).to.deep.equal([false, first.manifest.load_id]);
    expect((await loadedBoundaries(place))?.areas.length).to.equal(4);
    expect((await bucket.getFiles())[0].length).to.equal(4);
  });

  it('takes a file without a manifest for no load, as an interrupted run leaves it', async () => {
    const { manifest } = await load(fileOf('hoods.geojson', text));
    await bucket.file(manifest.object.name.replace('boundaries.geojson', 'manifest.json')).delete();
    expect(await loadedBoundaries(place)).to.equal(undefined);
  });

  it('notices that a file is not what its manifest says', async () => {
    const { manifest } = await load(fileOf('hoods.geojson', text));
    await bucket.file(manifest.object.name).save(collection([feature('FREMONT')]), { resumable: false });
    const failure = await loadedBoundaries(place).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(LakeError);
    expect(String(failure)).to.include('load the boundaries again');
  });

  it('never guesses an origin or a licence', async () => {
    const path = fileOf('hoods.geojson', text);
    expect(await refusal(load(path, { origin: undefined }))).to.include('--origin');
    expect(await refusal(load(path, { licence: ' ' }))).to.include('--licence');
    const said = { licence: 'CC0', origin: 'City' };
    const told = fileOf(
      'told.geojson',
      collection(
        known.map((name) => feature(name)),
        said,
      ),
    );
    const { manifest } = await load(told, { origin: undefined, licence: undefined });
    expect([manifest.origin, manifest.licence]).to.deep.equal(['City', 'CC0']);
  });

  it('says what is wrong with a source, and writes nothing', async () => {
    expect(await refusal(load(join(directory, 'none.geojson')))).to.include('no such file');
    expect(await refusal(load(directory))).to.include('not a file');
    expect(await refusal(load(fileOf('empty.geojson', '')))).to.include('it is empty');
    expect(await refusal(load(fileOf('huge.geojson', ' '.repeat(30_000_001))))).to.include('30 MB');
    expect((await bucket.getFiles())[0]).to.deep.equal([]);
  });

  it('reads an address, and says what the server answered instead', async () => {
    const server = createServer(({ url }, response) => {
      response.statusCode = url?.startsWith('/hoods.geojson') ? 200 : 404;
      response.end(text);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect((await load(`${address}/hoods.geojson`)).manifest.source_name).to.equal(`${address}/hoods.geojson`);
      expect(await refusal(load(`${address}/none`))).to.include('answered 404');
      const { manifest } = await load(`${address}/hoods.geojson?signature=s3cret#top`);
      expect(manifest.source_name).to.equal(`${address}/hoods.geojson`);
      expect(await refusal(load(`${address}/none?signature=s3cret`)))
        .to.include('answered 404')
        .and.not.include('s3cret');
    } finally {
      server.close();
      server.closeAllConnections();
    }
    expect(await refusal(load(`${address}/hoods.geojson`))).to.include('cannot be fetched');
  });

  it('shows no password of an address that it does not take', async () => {
    for (const source of ['https://me:s3cret@example.org/hoods.geojson', 'https://me:s3c/ret@']) {
      const message = await refusal(load(source));
      expect(message)
        .to.include('Cannot ingest')
        .and.not.match(/s3c|ret@/);
    }
  });
});
