import { join } from 'node:path';
import { expect } from 'chai';
import { createDataformProject, type DataformProject } from '../local/bigquery/dataform-project.ts';
import { projectId, startTestWarehouse, type TestWarehouse } from '../local/bigquery/test-warehouse.ts';
import { gaps, type IncrementalCase, type IncrementalModel } from './harness/cases.ts';
import { checkCase, type CaseResult, checkNewColumn } from './harness/check-case.ts';
import { makePlans } from './harness/make-plans.ts';
import type { Plans } from './harness/plan.ts';

/** Two models over the same orders: one merges all that changed, the other takes what is newer than all it has. */
const files = {
  'definitions/orders.sqlx': 'config { type: "declaration", schema: "shop", name: "orders" }',
  'definitions/priced.sqlx': `config { type: "view", schema: "sales" }
    select id, day, price, note from \${ref("orders")}`,
  'definitions/merged.sqlx': `config {
      type: "incremental", schema: "sales", uniqueKey: ["id"], onSchemaChange: "EXTEND",
      assertions: { rowConditions: ["price >= 0"] }
    }
    select * from \${ref("priced")}`,
  'definitions/appended.sqlx': `config { type: "incremental", schema: "sales" }
    select * from \${ref("priced")} \${when(incremental(), \`where day > (select max(day) from \${self()})\`)}`,
};

const order = (id: string, day: string, price: number) => ({ id, day, price });
const [first, second] = [order('a', '2025-01-02', 10), order('b', '2025-01-03', 20)];

const lateOrder: IncrementalCase = {
  kind: 'late arrival',
  name: 'takes an order of an older day',
  before: { 'shop.orders': [first, second] },
  arrives: { 'shop.orders': [order('c', '2025-01-01', 30)] },
  after: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
};
const newPrice: IncrementalCase = {
  kind: 'correction',
  name: 'takes the newest price',
  before: { 'shop.orders': [first, second] },
  becomes: { 'shop.orders': [first, order('b', '2025-01-03', -1)] },
  after: [
    { id: 'a', price: 10 },
    { id: 'b', price: -1 },
  ],
};
const cancelled: IncrementalCase = {
  kind: 'removal',
  name: 'drops an order that is gone',
  before: { 'shop.orders': [first, second] },
  becomes: { 'shop.orders': [first] },
  after: [{ id: 'a' }],
};

const modelNamed = (model: string): IncrementalModel => ({
  model,
  inputs: {
    'shop.orders': { columns: { id: 'STRING', day: 'DATE', price: 'INT64', note: 'STRING' }, defaults: { note: 'x' } },
  },
  newColumn: 'note',
  cases: [lateOrder, newPrice, cancelled],
});
const [merged, appended] = [modelNamed('sales.merged'), modelNamed('sales.appended')];

describe('the harness of incremental models', function () {
  this.timeout(120_000);
  let warehouse: TestWarehouse;
  let project: DataformProject;
  let plans: Plans;

  before(async () => {
    warehouse = await startTestWarehouse();
    project = await createDataformProject(warehouse.url);
    await project.write(files);
    plans = await makePlans(settings(), warehouse, [merged, appended]);
  });
  after(async () => {
    await project.remove();
    await warehouse.close();
  });

  const settings = () => ({
    directory: project.directory,
    credentialsFile: join(project.directory, '.df-credentials.json'),
    projectId,
    environment: { BIGQUERY_EMULATOR_HOST: warehouse.url, METADATA_SERVER_DETECTION: 'none' },
  });
  const found = ({ after, rerun, fullRefresh }: CaseResult) =>
    Object.entries({ after, rerun, fullRefresh })
      .filter(([, sides]) => JSON.stringify(sides.found) !== JSON.stringify(sides.expected))
      .map(([name]) => name);

  it('finds nothing in a model that is right', async () => {
    const result = await checkCase(warehouse, plans, merged, lateOrder);
    expect(found(result)).to.deep.equal([]);
    expect(result.failedAssertions).to.deep.equal([]);
  });

  it('finds the late arrival that a model loses, and that a full refresh would have it', async () => {
    const result = await checkCase(warehouse, plans, appended, lateOrder);
    expect(found(result)).to.deep.equal(['after', 'fullRefresh']);
    expect(result.after.found).to.deep.equal([{ id: 'a' }, { id: 'b' }]);
  });

  it('finds the removed row that a model keeps', async () => {
    expect(found(await checkCase(warehouse, plans, merged, cancelled))).to.deep.equal(['after', 'fullRefresh']);
  });

  it('finds the assertion that fails', async () => {
    const { failedAssertions } = await checkCase(warehouse, plans, merged, newPrice);
    expect(failedAssertions).to.deep.equal(['assertions.sales_merged_assertions_rowConditions']);
  });

  it('finds rows that a second run doubles', async () => {
    await project.write({
      'definitions/appended.sqlx': 'config { type: "incremental", schema: "sales" }\nselect * from ${ref("priced")}',
    });
    const doubling = await freshPlans();
    expect(found(await checkCase(warehouse, doubling, appended, lateOrder))).to.include('rerun');
  });

  it('finds the new column that EXTEND leaves empty', async () => {
    const { found, expected } = await checkNewColumn(warehouse, plans, merged, lateOrder);
    expect(found.map(({ note }) => note)).to.deep.equal([null, null, null]);
    expect(expected.map(({ note }) => note)).to.deep.equal(['x', 'x', 'x']);
  });

  it('names an input that a case lacks', async () => {
    const failure = await checkCase(warehouse, plans, { ...merged, inputs: {} }, lateOrder).catch(String);
    expect(failure).to.include('sales.priced reads shop.orders, which must be an input of sales.merged');
  });

  it('refuses a warehouse that holds datasets of the project', async () => {
    const failure = await makePlans(settings(), warehouse, [merged]).catch(String);
    expect(failure).to.match(/already exists/iu);
  });

  /** Plans in a warehouse that has forgotten the cases before. */
  async function freshPlans(): Promise<Plans> {
    for (const name of ['shop', 'sales', 'assertions']) await warehouse.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    return makePlans(settings(), warehouse, [merged, appended]);
  }
});

describe('gaps', () => {
  it('tells of an incremental model without cases, one without a kind, and cases of no such model', () => {
    expect(
      gaps(['sales.merged', 'sales.other'], [{ ...merged, cases: [lateOrder, cancelled] }, appended]),
    ).to.deep.equal([
      'sales.merged has no case of the kind "correction".',
      'sales.other is incremental and has no cases.',
      'sales.appended has cases and is no incremental model.',
    ]);
  });

  it('takes a reason in the place of a case', () => {
    const without = { correction: 'Orders never change.', removal: 'Nor do they go.' };
    expect(gaps(['sales.merged'], [{ ...merged, cases: [lateOrder], without }])).to.deep.equal([]);
  });
});
