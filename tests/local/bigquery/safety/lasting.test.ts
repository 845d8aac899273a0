import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { failureOf } from '../test-warehouse.ts';
import { startWarehouseProcess } from './warehouse-process.ts';

const rows = 20_000;
const whole = 'select count(*) as c, count(distinct v) as versions, max(n) - min(n) as width';

describe('tables', function () {
  this.timeout(120_000);
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lasting-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('are whole, the old or the new, after kills while they are replaced, merged into and loaded', async () => {
    const first = await startWarehouseProcess(directory);
    await first.client.createDataset('d');
    for (const table of ['replaced', 'merged', 'loaded']) {
      await first.query(`create table d.${table} as select n, 0 as v from unnest(generate_array(1, ${rows})) as n`);
    }
    await first.end('SIGTERM');
    const lines = Array.from({ length: rows }, (_, index) => `${index + 1},7`).join('\n');
    const file = join(directory, 'rows.csv');
    await writeFile(file, `${lines}\n`);
    for (let round = 1; round <= 4; round += 1) {
      const warehouse = await startWarehouseProcess(directory);
      const { client } = warehouse;
      const query = (text: string) => warehouse.query(text);
      for (const table of ['replaced', 'merged', 'loaded']) {
        const [row] = await query(`${whole} from d.${table}`);
        expect(row, `${table} in round ${round}`).to.deep.equal({ c: rows, versions: 1, width: rows - 1 });
      }
      const loaded = client.dataset('d').table('loaded');
      const endless = async (work: () => Promise<unknown>) => {
        for (;;) await work();
      };
      const writers = [
        endless(() => query(`create or replace table d.replaced as select n, v + 1 as v from d.replaced`)),
        endless(() => query('merge d.merged t using d.merged s on t.n = s.n when matched then update set v = t.v + 1')),
        endless(() => loaded.load(file, { writeDisposition: 'WRITE_TRUNCATE', sourceFormat: 'CSV' })),
      ];
      // Each round ends the process at another moment of its writing.
      const moment = new Promise((settle) => setTimeout(settle, 60 * round));
      // The client goes on asking the dead process for a while: nobody waits for that.
      void Promise.allSettled(writers);
      await moment;
      await warehouse.end('SIGKILL');
    }
  });

  it('are what they were where the disk takes no more, and the error says so', async () => {
    const before = await startWarehouseProcess(directory);
    await before.client.createDataset('d');
    await before.query(`create table d.t as select n, 0 as v from unnest(generate_array(1, ${rows})) as n`);
    await before.end('SIGTERM');
    const full = await startWarehouseProcess(directory, 4096);
    const large = 'select n, 1 as v, generate_uuid() as u from unnest(generate_array(1, 3000000)) as n';
    const failure = await failureOf(full.query(`create or replace table d.t as ${large}`));
    expect(failure.message).to.match(/disk that holds the data directory is full|must be started again/);
    await full.end('SIGKILL');
    const after = await startWarehouseProcess(directory);
    expect(await after.query(`${whole} from d.t`)).to.deep.equal([{ c: rows, versions: 1, width: rows - 1 }]);
    await after.end('SIGTERM');
  });
});
