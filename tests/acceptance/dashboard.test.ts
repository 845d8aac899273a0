import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { crime } from './crime-process.ts';

describe('crime dashboard, that cannot make a page', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'crime-dashboard-'));
    mkdirSync(join(folder, 'data'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const dashboard = (...parameters: readonly string[]) => crime(['dashboard', '--no-serve', ...parameters]);

  it('asks for a run where there is no data directory', async () => {
    const { exitCode, stderr } = await dashboard('--data-dir', join(folder, 'none'));
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('There are no rows').and.include('crime run');
  });

  it('asks for the models where there are no marts', async () => {
    const { exitCode, stderr } = await dashboard('--data-dir', join(folder, 'data'));
    expect(exitCode).to.equal(5);
    expect(stderr).to.include('Build the models first').and.not.include('    at ');
  });

  it('replaces no folder of something else', async () => {
    const output = join(folder, 'documents');
    mkdirSync(output);
    writeFileSync(join(output, 'letter.txt'), 'Dear reader');
    const { exitCode, stderr } = await dashboard('--data-dir', join(folder, 'data'), '--output', output);
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('no page of this project');
    expect(readFileSync(join(output, 'letter.txt'), 'utf8')).to.equal('Dear reader');
  });

  it('says that a file is in the way', async () => {
    const output = join(folder, 'file');
    writeFileSync(output, '');
    const { exitCode, stderr } = await dashboard('--data-dir', join(folder, 'data'), '--output', output);
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('is a file, not a folder');
  });
});
