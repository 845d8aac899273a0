import type { BigQuery } from '@google-cloud/bigquery';
import { expect } from 'chai';
import { selectionLines } from '../../../cli/models/selection-text.ts';
import { jsonReport, type RunReport } from '../../../cli/run/report.ts';
import { readIsSimulated } from '../../../cli/run/simulated.ts';
import { type Services, startServices } from '../../ingest/portal-fixture.ts';

describe('readIsSimulated(client)', function () {
  this.timeout(60_000);
  let services: Services;
  let client: BigQuery;

  before(async () => {
    services = await startServices();
    client = services.bigquery;
  });
  after(() => services.stop());

  const fill = async (dataset: string, table: string, rows: string) => {
    await client.query(`create schema if not exists ${dataset}`);
    await client.query(`create or replace table ${dataset}.${table} as ${rows}`);
  };

  it('does not know where nothing is there', async () => {
    expect(await readIsSimulated(client)).to.equal(undefined);
  });

  it('does not know where raw is empty', async () => {
    await fill('raw', 'spd_offenses', 'select true as is_simulated limit 0');
    expect(await readIsSimulated(client)).to.equal(undefined);
  });

  it('reads raw where no model is built', async () => {
    for (const kind of [true, false]) {
      await fill('raw', 'spd_offenses', `select ${kind} as is_simulated`);
      expect(await readIsSimulated(client)).to.equal(kind);
    }
  });

  it('reads what the models were built from, whether or not raw has it still', async () => {
    await fill('raw', 'spd_offenses', 'select true as is_simulated limit 0');
    for (const kind of [true, false]) {
      await fill('fact', 'dim_run', `select ${kind} as is_simulated`);
      expect(await readIsSimulated(client)).to.equal(kind);
    }
  });
});

describe('the report of a run', () => {
  const report = (isSimulated: boolean | undefined): RunReport => ({
    ...{ runId: 'r', isSimulated, ingested: [], unitTests: [], assertions: [], stages: [] },
    ...{ answers: undefined, page: undefined, failure: undefined },
    actions: [{ kind: 'model', target: 'mart.m', status: 'successful' }],
  });
  const told = (isSimulated: boolean | undefined): unknown =>
    (JSON.parse(jsonReport(report(isSimulated))) as { isSimulated: unknown }).isSimulated;

  it('never claims real rows where that is not known', () => {
    expect([told(undefined), told(false), told(true)]).to.deep.equal([null, false, true]);
  });

  it('says SIMULATED above the outcomes of some models', () => {
    expect(selectionLines(report(true))[0]).to.match(/^SIMULATED: /);
    for (const kind of [false, undefined]) {
      expect(selectionLines(report(kind)).join('\n')).not.to.include('SIMULATED');
    }
  });
});
