import { mock } from 'node:test';
import { DuckDBConnection } from '@duckdb/node-api';
import { expect } from 'chai';
import { ScriptRuns } from '../../../../local/bigquery/jobs/script-runs.ts';
import type { StatementRun } from '../../../../local/bigquery/script/statement-run.ts';
import { startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

const place = { line: 1, column: 1 };
const times = { start: place, end: place, location: undefined, callers: [], startedAt: 0, endedAt: 0 };

/** Reads `d.t` and leaves an answer in a table of its own. */
const runNumber = (index: number): StatementRun => ({
  ...times,
  text: `select ${index}`,
  outcome: {
    statementType: 'SELECT',
    referencedTables: [{ projectId: 'p', datasetId: 'd', tableId: 't', columns: ['n'] }],
    result: { fields: [], totalRows: 5000, place: { kind: 'results', name: `job.${index}` } },
  },
});

describe('ScriptRuns', () => {
  it('keeps as much of 100,000 statements as of eleven', async () => {
    const dropped: string[] = [];
    const runs = new ScriptRuns({ capacity: 10, drop: (name) => Promise.resolve(void dropped.push(name)) });
    for (let index = 0; index < 100_000; index += 1) await runs.add(runNumber(index));
    expect(runs.count).to.equal(100_000);
    expect(runs.first.map(({ text }) => text)).to.deep.equal(Array.from({ length: 10 }, (_, i) => `select ${i}`));
    expect(runs.last?.text).to.equal('select 99999');
    expect(runs.reads.map(({ times, table }) => ({ times, table: table.tableId }))).to.deep.equal([
      { times: 99_990, table: 't' },
    ]);
    // The first ones' answers can be asked for as those of child jobs, the last one is the job's.
    expect(dropped).to.have.length(99_989);
    expect([dropped[0], dropped.at(-1)]).to.deep.equal(['job.10', 'job.99998']);
  });
});

describe('a script’s loop', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.query('create schema d');
    await warehouse.query('create procedure d.p(x int64, out y int64) begin declare z int64 default x; set y = z; end');
  });
  after(() => warehouse.close());

  it('takes no more of DuckDB’s variables than one turn does', async () => {
    const taken = async (turns: number) => {
      const { mock: spy } = mock.method(DuckDBConnection.prototype, 'run');
      const [row] = await warehouse.query(`
        declare total int64 default 0;
        declare a, b int64;
        for r in (select n from unnest(generate_array(1, ${turns})) as n) do
          begin
            declare once int64 default r.n;
            execute immediate 'select ? + 1' into a using once;
            call d.p(a, b);
            case b when 1 then set total = 0; else set (a, total) = (b, total + once); end case;
          exception when error then raise;
          end;
        end for;
        select total;`);
      expect(row).to.deep.equal({ total: (turns * (turns + 1)) / 2 });
      const names = spy.calls.flatMap(({ arguments: [sql] }) => /^SET VARIABLE (".*?") =/u.exec(sql)?.[1] ?? []);
      spy.restore();
      return [...new Set(names)].sort();
    };
    const once = await taken(1);
    expect(once).to.have.length.above(5);
    expect(await taken(20)).to.deep.equal(once);
  });
});
