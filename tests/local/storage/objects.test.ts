import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { findObject, matchObjects } from '../../../local/storage/objects.ts';
import { type StorageFixture, startStorageFixture } from './storage-fixture.ts';

describe('findObject(directory, bucket, name) and matchObjects(directory, bucket, pattern)', () => {
  let fixture: StorageFixture;
  before(async () => {
    fixture = await startStorageFixture();
    const names = [
      'loads/load_id=A/part-00000.parquet',
      'loads/load_id=A/part-00001.parquet',
      'loads/load_id=a/part-00000.parquet',
    ];
    for (const name of [...names, 'loads/x.csv.gz', 'l(o)ads/+', `${'long/'.repeat(200)}part`]) {
      await fixture.bucket.file(name).save(name, { resumable: false });
    }
  });
  after(() => fixture.remove());

  it('finds the file of an object, readable in place, with its extension', async () => {
    const found = await findObject(fixture.directory, 'test-lake', 'loads/x.csv.gz');
    expect(found?.path).to.match(/\.csv\.gz$/);
    expect(found?.size).to.equal('loads/x.csv.gz'.length);
    expect(await readFile(found?.path ?? '', 'utf8')).to.equal('loads/x.csv.gz');
  });

  it('finds nothing where nothing is', async () => {
    expect(await findObject(fixture.directory, 'test-lake', 'loads')).to.equal(undefined);
    expect(await findObject(fixture.directory, 'no-bucket', 'loads/x.csv.gz')).to.equal(undefined);
  });

  it('matches with wildcards across slashes, in order, and takes other characters as they are', async () => {
    const match = async (pattern: string): Promise<string[]> =>
      (await matchObjects(fixture.directory, 'test-lake', pattern)).map(({ name }) => name);
    expect(await match('loads/load_id=A/*')).to.deep.equal([
      'loads/load_id=A/part-00000.parquet',
      'loads/load_id=A/part-00001.parquet',
    ]);
    expect(await match('loads/*/part-00000.parquet')).to.have.length(2);
    expect(await match('l(o)ads/+')).to.deep.equal(['l(o)ads/+']);
    expect(await match('long/*part')).to.have.length(1);
    expect(await match('*')).to.have.length(6);
    expect(await match('none*')).to.deep.equal([]);
  });

  it('shows a replaced object as the newest one only', async () => {
    await fixture.bucket.file('loads/x.csv.gz').save('newer', { resumable: false });
    const found = await findObject(fixture.directory, 'test-lake', 'loads/x.csv.gz');
    expect(await readFile(found?.path ?? '', 'utf8')).to.equal('newer');
  });
});
