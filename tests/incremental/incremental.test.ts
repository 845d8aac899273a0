import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectDirectory } from '../definitions/compiled-graph.ts';
import { projectId, startTestWarehouse, type TestWarehouse } from '../local/bigquery/test-warehouse.ts';
import { bringRows, buildBefore, buildModel } from './harness/build-model.ts';
import { readTable } from './harness/compare-tables.ts';
import { describeModels } from './harness/describe-models.ts';
import { makePlans } from './harness/make-plans.ts';
import { type DataformProject, pathTo, type Plans, runDataform } from './harness/plan.ts';
import { incrementalModels } from './models/index.ts';
import { offenseVersions } from './models/offense-versions.ts';

describe('the incremental models', function () {
  this.timeout(120_000);
  let directory: string;
  let warehouse: TestWarehouse;
  let project: DataformProject;
  let plans: Plans;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'incremental-'));
    warehouse = await startTestWarehouse();
    const credentialsFile = join(directory, 'credentials.json');
    await writeFile(credentialsFile, JSON.stringify({ projectId, location: 'US' }));
    const environment = { BIGQUERY_EMULATOR_HOST: warehouse.url, METADATA_SERVER_DETECTION: 'none' };
    project = { directory: projectDirectory, credentialsFile, projectId, environment };
    plans = await makePlans(project, warehouse, incrementalModels);
  });

  after(async () => {
    await warehouse.close();
    await rm(directory, { recursive: true, force: true });
  });

  describeModels(incrementalModels, () => ({ warehouse, plans }));

  it('come out of dataform run as out of its planned statements', async () => {
    const [one] = offenseVersions.cases;
    if (!one) throw new Error('There is no case.');
    const path = pathTo(offenseVersions.model, Object.keys(offenseVersions.inputs), plans.incremental);
    const run = () =>
      runDataform(
        project,
        path.flatMap(({ name }) => ['--actions', `${projectId}.${name}`]),
      );

    await buildBefore(warehouse, plans, offenseVersions, one);
    await bringRows(warehouse, offenseVersions, one);
    await buildModel(warehouse, plans.incremental, offenseVersions);
    const planned = await readTable(warehouse, offenseVersions.model);
    await buildBefore(warehouse, plans, offenseVersions, { ...one, before: {} });
    await warehouse.query(
      path.map(({ name, tableType }) => `DROP ${tableType === 'view' ? 'VIEW' : 'TABLE'} \`${name}\`;`).join('\n'),
    );
    await bringRows(warehouse, offenseVersions, { ...one, arrives: one.before, becomes: {} });
    await run();
    await bringRows(warehouse, offenseVersions, one);
    await run();

    expect(await readTable(warehouse, offenseVersions.model)).to.have.deep.members([...planned]);
  });
});
