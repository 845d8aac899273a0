import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileDataset } from '../../../local/portal/file-dataset.ts';
import { realDataFile } from '../../real-data.ts';
import { presentRows, type PresentRows } from './present-rows.ts';

const HEADER = 'Offense ID,Report DateTime,Offense Date,Block Address\n';
const RECORDS = [
  '1,10/04/2014 12:26:00 AM,-,"1XX BLOCK OF A, B"\n',
  '2,2015 Jun 08 09:39:00 AM,2015 May 24 02:00:00 PM,\n',
  '3,2019-01-08T10:46:00.000,2019-01-08T10:46:00.000,-\n',
];

describe('openFileDataset(options)', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'file-dataset-'));
  });

  after(() => rm(directory, { recursive: true, force: true }));

  const open = async (text: string, day = 0): Promise<PresentRows> => {
    const path = join(directory, 'export.csv');
    await writeFile(path, text);
    const dataset = await openFileDataset({ path, day });
    try {
      return await presentRows(dataset);
    } finally {
      await dataset.close();
    }
  };

  it('reads the three formats of dates and leaves empty cells empty', async () => {
    const rows = [...(await open(HEADER + RECORDS.join(''))).values()];

    expect(
      rows.map((row) => [row['offense_id'], row['report_date_time'], row['offense_date'], row['block_address']]),
    ).to.have.deep.members([
      ['1', '2014-10-04 00:26:00', null, '1XX BLOCK OF A, B'],
      ['2', '2015-06-08 09:39:00', '2015-05-24 14:00:00', null],
      ['3', '2019-01-08 10:46:00', '2019-01-08 10:46:00', '-'],
    ]);
  });

  it('makes the same identifiers of the same rows, different ones of repeated rows', async () => {
    const rows = await open(HEADER + RECORDS.join(''));
    const turned = await open(HEADER + [...RECORDS].reverse().join(''));
    const repeated = await open(HEADER + RECORDS.join('') + (RECORDS[0] ?? ''));

    expect([...turned.keys()]).to.deep.equal([...rows.keys()]);
    expect([...repeated.keys()])
      .to.include.members([...rows.keys()])
      .and.have.length(4);
  });

  it('lets rows come the night after their report', async () => {
    expect(await open(HEADER + RECORDS.join(''), -1)).to.have.property('size', 2);
    expect(await open(HEADER + RECORDS.join(''), 5)).to.have.property('size', 3);
  });

  it('refuses what it cannot read', async () => {
    const badHeader: unknown = await open('a,b\n1,2\n').catch((error: unknown) => error);
    const badDate: unknown = await open(`${HEADER}1,yesterday,-,-\n`).catch((error: unknown) => error);

    expect(badHeader).to.be.an('error').with.property('message').that.includes('neither shape');
    expect(badDate).to.be.an('error').with.property('message').that.includes('yesterday');
  });

  for (const [name, count] of [
    ['legacy_robbery_2008_2021.csv', 21_454],
    ['current_rows.csv', 10],
  ] as const) {
    it(`serves the real records of ${name}`, async function () {
      const path = realDataFile(name);
      if (path === undefined) return this.skip();

      const dataset = await openFileDataset({ path });
      const rows = await presentRows(dataset);
      const { isSimulated, columns } = dataset.describe();
      await dataset.close();

      expect(rows.size).to.equal(count);
      expect(isSimulated).to.equal(false);
      expect(columns.length).to.be.greaterThan(16);
    });
  }
});
