import { buildModel, dropColumn } from './build-model.ts';
import type { IncrementalModel } from './cases.ts';
import { createTable } from './input-tables.ts';
import { type DataformProject, pathTo, planRun, type Plans, type Warehouse } from './plan.ts';

/**
 * What Dataform would send in the three states that cases meet, by three calls of its command for all models together.
 * Builds the models from empty inputs for it, since Dataform looks at what stands.
 * @throws Error where a dataset of theirs exists: what it holds would be lost.
 */
export async function makePlans(
  project: DataformProject,
  warehouse: Warehouse,
  models: readonly IncrementalModel[],
): Promise<Plans> {
  const fullRefresh = await planRun(project, 'full refresh');
  const datasets = new Set(
    [...fullRefresh.keys(), ...models.flatMap(({ inputs }) => Object.keys(inputs))].map(datasetOf),
  );
  for (const dataset of datasets) await warehouse.query(`CREATE SCHEMA \`${dataset}\``);

  const made = new Set<string>();
  for (const model of models) {
    for (const [name, input] of Object.entries(model.inputs)) {
      // The model itself, where it was made, has the columns that the next one will meet.
      if (!made.has(name)) await warehouse.query(createTable(name, input));
      made.add(name);
    }
    await buildModel(warehouse, fullRefresh, model);
    for (const { name } of pathTo(model.model, Object.keys(model.inputs), fullRefresh)) made.add(name);
  }
  const incremental = await planRun(project, 'incremental');
  for (const model of models) await warehouse.query(dropColumn(model));
  return { fullRefresh, incremental, newColumn: await planRun(project, 'incremental') };
}

function datasetOf(name: string): string {
  return name.split('.')[0] ?? '';
}
