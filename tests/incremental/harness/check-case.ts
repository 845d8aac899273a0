import { bringRows, buildBefore, buildModel, dropColumn } from './build-model.ts';
import type { IncrementalCase, IncrementalModel } from './cases.ts';
import { compare, type Comparison, pick, readTable } from './compare-tables.ts';
import { assertionsOf, type PlannedAction, type Plans, type Warehouse } from './plan.ts';

/** What a case showed. */
export interface CaseResult {
  /** After the incremental run, against `after`. */
  readonly after: Comparison;
  /** After another run, against the one before. */
  readonly rerun: Comparison;
  /** After these two runs, against a full refresh from the same inputs. */
  readonly fullRefresh: Comparison;
  /** Names of the model's assertions that found rows after the incremental run. */
  readonly failedAssertions: readonly string[];
}

/** Runs one case, from empty datasets. @throws where a statement fails */
export async function checkCase(
  warehouse: Warehouse,
  plans: Plans,
  model: IncrementalModel,
  one: IncrementalCase,
): Promise<CaseResult> {
  const run = async (plan: Plans[keyof Plans]) => {
    await buildModel(warehouse, plan, model);
    return readTable(warehouse, model.model);
  };
  await buildBefore(warehouse, plans, model, one);
  await bringRows(warehouse, model, one);
  const merged = await run(plans.incremental);
  const failedAssertions = await findFailures(warehouse, plans.incremental, model.model);
  const repeated = await run(plans.incremental);
  const refreshed = await run(plans.fullRefresh);
  return {
    after: compare(pick(merged, Object.keys(one.after[0] ?? {})), one.after),
    rerun: compare(repeated, merged),
    fullRefresh: compare(repeated, refreshed),
    failedAssertions,
  };
}

/**
 * Runs one case in which the table has lost the model's `newColumn` before the incremental run, as if the column were
 * new. @returns the table after it, against a full refresh. @throws where a statement fails
 */
export async function checkNewColumn(
  warehouse: Warehouse,
  plans: Plans,
  model: IncrementalModel,
  one: IncrementalCase,
): Promise<Comparison> {
  await buildBefore(warehouse, plans, model, one);
  await warehouse.query(dropColumn(model));
  await bringRows(warehouse, model, one);
  await buildModel(warehouse, plans.newColumn, model);
  const extended = await readTable(warehouse, model.model);
  await buildModel(warehouse, plans.fullRefresh, model);
  return compare(extended, await readTable(warehouse, model.model));
}

async function findFailures(
  warehouse: Warehouse,
  plan: ReadonlyMap<string, PlannedAction>,
  model: string,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, statements } of assertionsOf(model, plan)) {
    for (const statement of statements) await warehouse.query(statement);
    if ((await warehouse.query(`SELECT 1 AS failing FROM \`${name}\` LIMIT 1`)).length > 0) failed.push(name);
  }
  return failed;
}
