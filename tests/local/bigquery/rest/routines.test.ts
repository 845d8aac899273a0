import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

// https://cloud.google.com/bigquery/docs/reference/rest/v2/routines
describe('routines', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const url = () => `${warehouse.url}/projects/${projectId}/datasets/d/routines`;
  const int64 = { typeKind: 'INT64' } as const;

  it('makes, shows, changes and deletes a function', async () => {
    const dataset = warehouse.client.dataset('d');
    await dataset.createRoutine('twice', {
      routineType: 'SCALAR_FUNCTION',
      language: 'SQL',
      arguments: [{ name: 'x', dataType: int64 }],
      returnType: int64,
      definitionBody: 'x * 2 -- two',
      description: 'Twice "x".',
    });
    const routine = dataset.routine('twice');
    expect(await warehouse.query('select d.twice(4) as x')).to.deep.equal([{ x: 8 }]);
    const [metadata] = (await routine.getMetadata()) as unknown as [Record<string, unknown>];
    expect(metadata).to.deep.include({ routineType: 'SCALAR_FUNCTION', returnType: int64, description: 'Twice "x".' });
    const { etag: _etag, ...rest } = metadata;
    await send(`${url()}/twice`, { method: 'PUT', body: JSON.stringify({ ...rest, definitionBody: 'x * 3' }) });
    expect(await warehouse.query('select d.twice(4) as x')).to.deep.equal([{ x: 12 }]);
    await routine.delete();
    expect((await failureOf(routine.getMetadata())).code).to.equal(404);
  });

  it('makes table functions and procedures', async () => {
    const make = (body: object) => send(url(), { method: 'POST', body: JSON.stringify(body) });
    await make({
      routineReference: { routineId: 'numbers' },
      routineType: 'TABLE_VALUED_FUNCTION',
      arguments: [{ name: 'most', dataType: int64 }],
      definitionBody: 'select n from unnest(generate_array(1, most)) as n',
    });
    expect(await warehouse.query('select sum(n) as n from d.numbers(3)')).to.deep.equal([{ n: 6 }]);
    await make({
      routineReference: { routineId: 'answer' },
      routineType: 'PROCEDURE',
      arguments: [{ name: 'x', mode: 'OUT', dataType: int64 }],
      definitionBody: 'set x = 42;',
    });
    expect(await warehouse.query('declare x int64; call d.answer(x); select x')).to.deep.equal([{ x: 42 }]);
    const { body } = await send(`${url()}?filter=routineType:PROCEDURE`);
    expect((body['routines'] as { routineReference: object }[]).map((each) => each.routineReference)).to.deep.equal([
      { projectId, datasetId: 'd', routineId: 'answer' },
    ]);
  });

  it('refuses a second of one name, a wrong body and another language', async () => {
    const make = (body: object) =>
      send(url(), {
        method: 'POST',
        body: JSON.stringify({ routineReference: { routineId: 'f' }, routineType: 'SCALAR_FUNCTION', ...body }),
      });
    expect((await make({ definitionBody: '1' })).status).to.equal(200);
    expect((await make({ definitionBody: '1' })).status).to.equal(409);
    expect((await make({ routineReference: { routineId: 'g' }, definitionBody: 'nothing' })).status).to.equal(400);
    const script = { routineReference: { routineId: 'g' }, definitionBody: 'return 1', language: 'JAVASCRIPT' };
    expect((await make(script)).status).to.equal(501);
  });
});
