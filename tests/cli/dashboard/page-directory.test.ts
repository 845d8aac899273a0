import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkPageDirectory } from '../../../cli/dashboard/page-directory.ts';
import { CliError } from '../../../cli/errors.ts';
import { writeSite } from '../../../dashboard/build/write-site.ts';

describe('checkPageDirectory(directory)', () => {
  let folder: string;
  let page: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'page-directory-'));
    page = join(folder, 'page');
    await writeSite(page, async (put) => {
      await put({ path: 'index.html', content: 'now '.repeat(500) });
      await put({ path: '404.html', content: 'not here' });
      await put({ path: 'data/run.json', content: '{}' });
      await put({ path: 'assets/now-ABC.js', content: 'export {}' });
      await put({ path: 'downloads/offenses.csv', content: 'offense_id' });
    });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const refusal = (directory: string): Promise<unknown> =>
    checkPageDirectory(directory).then(
      () => undefined,
      (error: unknown) => error,
    );

  it('allows an earlier page, an empty folder and one that is not there', async () => {
    await mkdir(join(folder, 'empty'));
    for (const directory of [page, join(folder, 'empty'), join(folder, 'none', 'page')]) {
      expect(await refusal(directory), directory).to.equal(undefined);
    }
  });

  it('allows what a file manager leaves beside the page', async () => {
    await writeFile(join(page, '.DS_Store'), '');
    expect(await refusal(page)).to.equal(undefined);
  });

  it('refuses a page with a repository and its files around it, and names them', async () => {
    await mkdir(join(page, '.git'));
    for (const name of ['.nojekyll', 'CNAME']) await writeFile(join(page, name), '');
    const error = await refusal(page);
    expect(error).to.be.instanceOf(CliError);
    const { message, advice, exitCode } = error as CliError;
    expect(message).to.include(page).and.include('would be lost: .git, .nojekyll, CNAME.');
    expect(advice).to.include('Name a folder of its own');
    expect(exitCode).to.equal(2);
    expect(await readdir(page)).to.include.members(['.git', 'CNAME', 'index.html']);
  });

  it('counts the entries that it does not name', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await writeFile(join(page, name), '');
    expect(await refusal(page))
      .to.have.property('message')
      .that.includes('a, b, c, d, e and 2 more.');
  });

  it('refuses pages that are not of this project', async () => {
    rmSync(join(page, 'data'), { recursive: true });
    expect(await refusal(page))
      .to.have.property('message')
      .that.includes('no page of this project');
  });
});
