import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect } from 'chai';
import { type ProjectWatch, watchProject } from '../../../cli/dev/watch-project.ts';

describe('watchProject(directory, now)', () => {
  let directory: string;
  let watch: ProjectWatch;
  const write = (path: string, text = 'select 1') => {
    writeFileSync(join(directory, path), text);
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'crime-watch-'));
    for (const folder of ['definitions/mart', 'includes']) mkdirSync(join(directory, folder), { recursive: true });
    write('definitions/mart/a.sqlx');
    write('definitions/mart/b.sqlx');
    write('dataform.json', '{}');
    watch = await watchProject(directory, () => performance.now());
  });

  afterEach(async () => {
    await watch.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('gathers what is saved within a moment, also in a folder that is new', async () => {
    write('definitions/mart/a.sqlx', 'select 2');
    write('dataform.json', '{ }');
    mkdirSync(join(directory, 'definitions/new'));
    write('definitions/new/c.sqlx');
    const files = new Set<string>();
    while (files.size < 3) for (const file of (await watch.next()).files) files.add(file);
    expect([...files]).to.have.members(['dataform.json', 'definitions/mart/a.sqlx', 'definitions/new/c.sqlx']);
  });

  it('sees a file replaced as editors do it, renamed, and deleted', async () => {
    write('definitions/mart/.a.sqlx.tmp', 'select 3');
    renameSync(join(directory, 'definitions/mart/.a.sqlx.tmp'), join(directory, 'definitions/mart/a.sqlx'));
    expect((await watch.next()).files).to.deep.equal(['definitions/mart/a.sqlx']);
    renameSync(join(directory, 'definitions/mart/a.sqlx'), join(directory, 'definitions/mart/d.sqlx'));
    rmSync(join(directory, 'definitions/mart/b.sqlx'));
    const files = new Set<string>();
    while (files.size < 3) for (const file of (await watch.next()).files) files.add(file);
    expect([...files].sort()).to.deep.equal(['a', 'b', 'd'].map((name) => `definitions/mart/${name}.sqlx`));
  });

  it('passes over files that are none of the project’s', async () => {
    for (const name of ['.a.sqlx.swp', 'a.sqlx~', '4913', '.#a.sqlx', 'notes.md']) write(`definitions/mart/${name}`);
    write('package.json', '{}');
    write('definitions/mart/b.sqlx', 'select 4');
    expect((await watch.next()).files).to.deep.equal(['definitions/mart/b.sqlx']);
  });

  it('keeps what is saved while nobody waits', async () => {
    write('definitions/mart/a.sqlx', 'select 5');
    await watch.next();
    write('definitions/mart/b.sqlx', 'select 6');
    expect((await watch.next()).files).to.deep.equal(['definitions/mart/b.sqlx']);
  });

  it('tells when the first of them was saved', async () => {
    const before = performance.now();
    write('definitions/mart/a.sqlx', 'select 5');
    const { at } = await watch.next();
    expect(at).to.be.within(before, performance.now());
  });
});
