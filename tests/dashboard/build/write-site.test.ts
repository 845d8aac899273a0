import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSite } from '../../../dashboard/build/write-site.ts';

describe('writeSite(directory, write)', () => {
  let folder: string;
  let directory: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crime-write-'));
    directory = join(folder, 'site');
    await writeSite(directory, (put) => put({ path: 'index.html', content: 'first' }));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const expectFirst = () => {
    expect(readFileSync(join(directory, 'index.html'), 'utf8')).to.equal('first');
    expect(readdirSync(folder)).to.deep.equal(['site']);
  };

  it('takes the place of the site that was there, and leaves no traces beside it', async () => {
    await writeSite(directory, (put) => put({ path: 'trends.html', content: 'second' }));
    expect([readdirSync(folder), readdirSync(directory)]).to.deep.equal([['site'], ['trends.html']]);
  });

  it('leaves the site that was there where writing fails', async () => {
    const failure = await writeSite(directory, async (put) => {
      await put({ path: 'index.html', content: 'second' });
      throw new Error('no more data');
    }).catch((error: unknown) => String(error));
    expect(failure).to.equal('Error: no more data');
    expectFirst();
  });

  it('writes nothing by which a folder would no longer be known as a site', async () => {
    const failure = await writeSite(directory, (put) => put({ path: 'notes/a.txt', content: 'a' })).catch(
      (error: unknown) => String(error),
    );
    expect(failure).to.equal('Error: notes/a.txt: site-entries.ts does not know notes.');
    expectFirst();
  });

  it('puts the site that was there back where the new one cannot take its place', async () => {
    // Without a file there is no new folder, so that only the last step fails.
    const failure = await writeSite(directory, () => Promise.resolve()).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'ENOENT');
    expectFirst();
  });
});
