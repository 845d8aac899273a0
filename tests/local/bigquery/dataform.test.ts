import { expect } from 'chai';
import { createDataformProject, type DataformProject } from './dataform-project.ts';
import { startTestWarehouse, type TestWarehouse } from './test-warehouse.ts';

const source = (columns: string) => `config { type: "view", schema: "staging", name: "source" }\n${columns}`;

const files = {
  'definitions/source.sqlx': source('select 1 as id, "North" as precinct union all select 2, "West"'),
  'definitions/events.sqlx': `
    config {
      type: "incremental",
      uniqueKey: ["id"],
      onSchemaChange: "EXTEND",
      description: "One row per event.",
      columns: { id: "Key.", precinct: "Name." },
      bigquery: { clusterBy: ["precinct"], labels: { layer: "mart" } },
      assertions: { uniqueKey: ["id"], nonNull: ["precinct"] }
    }
    select * from \${ref("source")}
    pre_operations {
      declare checkpoint default (\${when(incremental(), "select max(id) from " + self(), "select 0")});
    }`,
  'definitions/totals.sqlx': `
    config { type: "table", dependOnDependencyAssertions: true }
    select precinct, count(*) as events from \${ref("events")} group by precinct order by precinct`,
  'definitions/seen.sqlx':
    'config { type: "operations", hasOutput: true }\ncreate or replace table ${self()} as select 1 as x;\ninsert into ${self()} (x) values (2)',
  'definitions/totals_test.sqlx': `
    config { type: "test", dataset: "totals" }
    input "events" { select "North" as precinct union all select "North" union all select "West" }
    select "North" as precinct, 2 as events union all select "West", 1 order by precinct`,
};

describe('the dataform command', function () {
  this.timeout(120_000);
  let warehouse: TestWarehouse;
  let project: DataformProject;
  before(async () => {
    warehouse = await startTestWarehouse();
    project = await createDataformProject(warehouse.url);
    await project.write(files);
  });
  after(async () => {
    await project.remove();
    await warehouse.close();
  });

  const runs = async (...parameters: readonly string[]) => {
    const { exitCode, output } = await project.run(...parameters);
    expect(exitCode, output).to.equal(0);
    return output;
  };
  const events = () => warehouse.query('select * from mart.events order by id');

  it('passes a unit test', async () => {
    expect(await runs('test')).to.match(/passed/);
  });

  it('makes tables, views and assertions from nothing, with their words', async () => {
    await runs('run');
    expect(await events()).to.deep.equal([
      { id: 1, precinct: 'North' },
      { id: 2, precinct: 'West' },
    ]);
    const [metadata] = (await warehouse.client.dataset('mart').table('events').getMetadata()) as unknown as [
      { description: string; labels: object; clustering: object; schema: { fields: { description: string }[] } },
    ];
    expect(metadata).to.deep.include({
      description: 'One row per event.',
      labels: { layer: 'mart' },
      clustering: { fields: ['precinct'] },
    });
    expect(metadata.schema.fields.map(({ description }) => description)).to.deep.equal(['Key.', 'Name.']);
  });

  it('shows what it would run, and runs nothing', async () => {
    await warehouse.query('delete from mart.totals where true');
    expect(await runs('run', '--dry-run')).to.include('mart.events');
    expect(await warehouse.query('select count(*) as n from mart.totals')).to.deep.equal([{ n: 0 }]);
  });

  it('merges on the key the second time, and extends the table by a column that the next run fills', async () => {
    await project.write({
      'definitions/source.sqlx': source(
        'select 2 as id, "East" as precinct, 9 as hour union all select 3, "South", 10',
      ),
    });
    await runs('run');
    // Dataform merges the columns that the table had before it was extended.
    expect((await events()).map(({ hour }) => hour)).to.deep.equal([null, null, null]);
    await runs('run');
    expect(await events()).to.deep.equal([
      { id: 1, precinct: 'North', hour: null },
      { id: 2, precinct: 'East', hour: 9 },
      { id: 3, precinct: 'South', hour: 10 },
    ]);
    const [tables] = await warehouse.client.dataset('mart').getTables();
    expect(tables.map(({ id }) => id)).to.deep.equal(['events', 'seen', 'totals']);
  });

  it('makes them anew with --full-refresh', async () => {
    await runs('run', '--full-refresh');
    expect((await events()).map(({ id }) => id)).to.deep.equal([2, 3]);
  });

  it('fails when an assertion does, and skips what depends on it', async () => {
    await project.write({
      'definitions/source.sqlx': source('select 4 as id, cast(null as string) as precinct, 1 as hour'),
    });
    const { exitCode, output } = await project.run('run', '--full-refresh');
    expect(exitCode).to.equal(1);
    expect(output).to.include('Assertion failed').and.to.include('mart_events_assertions_rowConditions');
    expect(output).to.match(/Skipping dataset creation:\s+mart\.totals/);
  });

  it('shows BigQuery’s words and position for a model that is wrong', async () => {
    await project.write({ 'definitions/wrong.sqlx': 'config { type: "table" }\nselect precint from ${ref("source")}' });
    const { exitCode, output } = await project.run('run', '--actions', 'wrong');
    expect(exitCode).to.equal(1);
    expect(output)
      .to.include('Unrecognized name: precint')
      .and.to.match(/at \[\d+:\d+\]/);
  });
});
