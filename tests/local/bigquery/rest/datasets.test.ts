import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

describe('datasets', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('mart', { location: 'US' });
  });
  after(() => warehouse.close());

  it('lists and gives back what was made', async () => {
    const [datasets] = await warehouse.client.getDatasets();
    expect(datasets.map(({ id }) => id)).to.deep.equal(['mart']);
    const [metadata] = (await datasets[0]?.getMetadata()) as unknown as [Record<string, unknown>];
    expect(metadata).to.deep.include({ location: 'US', datasetReference: { projectId, datasetId: 'mart' } });
  });

  it('refuses a second of the same name with 409', async () => {
    const error = await failureOf(warehouse.client.createDataset('mart'));
    expect(error).to.include({ code: 409, message: `Already Exists: Dataset ${projectId}:mart` });
    expect(error.errors?.[0]?.reason).to.equal('duplicate');
  });

  it('refuses a name that differs only in case, by name', async () => {
    expect((await failureOf(warehouse.client.createDataset('Mart'))).message).to.include('differs only in case');
  });

  it('keeps a dataset that is called as a schema of DuckDB', async () => {
    await warehouse.client.createDataset('main');
    await warehouse.query('create table main.t as select 1 as x');
    expect(await warehouse.query('select x from main.t')).to.deep.equal([{ x: 1 }]);
    await warehouse.client.dataset('main').delete({ force: true });
  });

  it('changes a description and labels, and takes them away with null', async () => {
    const dataset = warehouse.client.dataset('mart');
    await dataset.setMetadata({ description: 'Answers.', labels: { layer: 'mart', old: 'yes' } });
    await dataset.setMetadata({ labels: { old: null as unknown as string } });
    const [metadata] = (await dataset.getMetadata()) as unknown as [Record<string, unknown>];
    expect(metadata).to.deep.include({ description: 'Answers.', labels: { layer: 'mart' } });
  });

  it('refuses a change that was made against an older version', async () => {
    const url = `${warehouse.url}/projects/p/datasets/mart`;
    const answer = await send(url, { method: 'PATCH', body: '{}', headers: { 'if-match': 'older' } });
    expect(answer.status).to.equal(412);
  });

  it('keeps a dataset with tables unless told to delete them too', async () => {
    await warehouse.client.createDataset('filled');
    await warehouse.query('create table filled.t as select 1 as x');
    const error = await failureOf(warehouse.client.dataset('filled').delete());
    expect(error.errors?.[0]?.reason).to.equal('resourceInUse');
    await warehouse.client.dataset('filled').delete({ force: true });
    expect((await failureOf(warehouse.client.dataset('filled').getMetadata())).code).to.equal(404);
  });
});
