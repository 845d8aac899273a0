import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { martFiles, writeMart } from '../../../cli/models/new-mart.ts';

describe('martFiles(name)', () => {
  for (const name of ['thefts', 'mart_', 'mart_Thefts', 'mart_a__b', 'mart_a-b', '../mart_a', 'mart_1']) {
    it(`refuses ${name}`, () => {
      expect(() => martFiles(name)).to.throw(`${name} is no name for a mart.`);
    });
  }
});

describe('writeMart(name, directory)', () => {
  it('writes the mart and its unit test, and never over a file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'crime-new-'));
    try {
      for (const folder of ['mart', 'tests']) mkdirSync(join(directory, 'definitions', folder), { recursive: true });
      const [mart = '', test = ''] = await writeMart('mart_thefts', directory);
      expect(readFileSync(join(directory, mart), 'utf8')).to.include('${ref("fct_offenses")}');
      expect(readFileSync(join(directory, test), 'utf8')).to.include('name: "mart_thefts"');
      const failure = await writeMart('mart_thefts', directory).catch((error: unknown) => error);
      expect(failure).to.have.property('message', 'definitions/mart/mart_thefts.sqlx exists already.');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
