import { type ChildProcess, fork } from 'node:child_process';
import { readdir, rm, mkdtemp } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startStorageServer } from '../../../local/storage/server.ts';
import { connectStorage } from './storage-fixture.ts';

/** A server in a process of its own, to be killed. */
async function startChild(directory: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(join(import.meta.dirname, 'storage-child.ts'), [directory], { execArgv: ['--import', 'tsx'] });
  const url = await new Promise<string>((ready) =>
    child.once('message', (message) => {
      ready(message as string);
    }),
  );
  return { child, url };
}

describe('a server killed in the middle of uploads', () => {
  it('leaves only whole objects, and clears the rest away when started again', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'storage-kill-'));
    for (const delay of [5, 40, 90]) {
      const { child, url } = await startChild(directory);
      const bucket = connectStorage(url).bucket('test-lake');
      await bucket.create().catch(() => undefined);
      const writes = Array.from({ length: 12 }, async (_, index) => {
        const body = Buffer.alloc(400_000 + index, index);
        await bucket.file(`object-${index % 6}`).save(body, {
          resumable: false,
          metadata: { metadata: { sha: createHash('sha256').update(body).digest('hex') } },
        });
      });
      const dead = new Promise((done) => child.once('exit', done));
      setTimeout(() => child.kill('SIGKILL'), delay);
      await Promise.allSettled([...writes, dead]);
    }
    const server = await startStorageServer({ directory });
    const [files] = await connectStorage(server.url).bucket('test-lake').getFiles();
    for (const file of files) {
      const [body] = await file.download();
      expect(createHash('sha256').update(body).digest('hex')).to.equal(file.metadata.metadata?.['sha']);
    }
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const bodies = entries.filter((entry) => entry.isFile() && /@\d+$/.test(entry.name));
    expect(bodies).to.have.length(files.length);
    expect(await readdir(join(directory, 'uploads'))).to.deep.equal([]);
    await server.close();
    await rm(directory, { recursive: true });
  }).timeout(60_000);
});
