import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import {
  connectLocalServices,
  DataDirInUseError,
  ServiceStartError,
  startLocalServices,
} from '../../local/services.ts';
import { clientOf, failureOf } from './bigquery/test-warehouse.ts';

const holder = `
  import { startLocalServices } from ${JSON.stringify(resolve(import.meta.dirname, '../../local/services.ts'))};
  const services = await startLocalServices({ dataDir: process.argv[2], log: () => undefined });
  console.log(services.bigqueryUrl);
  setInterval(() => undefined, 1000);
`;

describe('startLocalServices(options)', function () {
  this.timeout(60_000);
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'services-test-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const start = (more: object = {}) => startLocalServices({ dataDir, log: () => undefined, ...more });

  /** Another process that holds the data directory, and the warehouse's address in it. */
  const startHolder = async (): Promise<{ process: ChildProcess; url: string }> => {
    const script = join(dataDir, 'holder.mts');
    await writeFile(script, holder);
    const child = spawn(
      process.execPath,
      ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, script, dataDir],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { process: child, url };
  };

  it('names a database file that is damaged, and changes nothing', async () => {
    const file = join(dataDir, 'warehouse', 'warehouse.duckdb');
    await mkdir(join(dataDir, 'warehouse'));
    await writeFile(file, 'no database');
    const failure = await failureOf(start());
    expect(failure).to.be.instanceOf(ServiceStartError).with.property('reason', 'dataDamaged');
    expect(failure.message).to.include(file);
    expect(await readFile(file, 'utf8')).to.equal('no database');
  });

  it('serves both, tells others where, and is gone after stop', async () => {
    const services = await start();
    try {
      expect(services.environment).to.deep.equal({
        BIGQUERY_EMULATOR_HOST: services.bigqueryUrl,
        STORAGE_EMULATOR_HOST: services.storageUrl,
        GOOGLE_CLOUD_PROJECT: 'seattle-crime-local',
        METADATA_SERVER_DETECTION: 'none',
      });
      const connected = await connectLocalServices(dataDir);
      expect(connected?.environment).to.deep.equal(services.environment);
    } finally {
      await services.stop();
    }
    expect(await connectLocalServices(dataDir)).to.equal(undefined);
    const gone = (url: string) =>
      fetch(url).then(
        () => false,
        () => true,
      );
    expect(await Promise.all([services.bigqueryUrl, services.storageUrl].map(gone))).to.deep.equal([true, true]);
  });

  it('names the process that has the data directory', async () => {
    const other = await startHolder();
    try {
      const error = (await failureOf(start())) as unknown as DataDirInUseError;
      expect(error).to.be.instanceOf(DataDirInUseError);
      expect(error.pid).to.equal(other.process.pid);
      expect(error.command).to.include('holder');
      expect(error.message).to.include(dataDir);
    } finally {
      other.process.kill();
      await once(other.process, 'exit');
    }
  });

  it('takes over after the other was killed, with all that it had finished', async () => {
    const other = await startHolder();
    const client = clientOf(other.url);
    await client.createDataset('d');
    await client.query('create table d.t as select 1 as x');
    const [job] = await client.createQueryJob({ jobId: 'done', query: 'insert into d.t (x) values (2)' });
    await job.getQueryResults();
    other.process.kill('SIGKILL');
    await once(other.process, 'exit');
    const services = await start();
    try {
      const again = clientOf(services.bigqueryUrl);
      expect((await again.query('select sum(x) as s from d.t'))[0]).to.deep.equal([{ s: 3 }]);
      expect((await again.job('done').getMetadata())[0]).to.have.nested.property('status.state', 'DONE');
    } finally {
      await services.stop();
    }
  });

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const error = (await failureOf(start({ bigqueryPort: port }))) as unknown as ServiceStartError;
    server.close();
    expect(error).to.be.instanceOf(ServiceStartError);
    expect(error.reason).to.equal('portInUse');
    expect(error.message).to.include(String(port));
  });
});
