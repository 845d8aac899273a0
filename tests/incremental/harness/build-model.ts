import type { IncrementalCase, IncrementalModel, InputTable, Tables } from './cases.ts';
import { createTable, insertRows } from './input-tables.ts';
import { assertionsOf, pathTo, type PlannedAction, type Plans, type Warehouse } from './plan.ts';

/** Builds the model from the state before, in empty datasets. */
export async function buildBefore(
  warehouse: Warehouse,
  { fullRefresh }: Plans,
  model: IncrementalModel,
  { before }: IncrementalCase,
): Promise<void> {
  await resetDatasets(warehouse, fullRefresh, model);
  await addRows(warehouse, model, before);
  await buildModel(warehouse, fullRefresh, model);
}

/** Brings the rows that come into the inputs. */
export async function bringRows(
  warehouse: Warehouse,
  model: IncrementalModel,
  { arrives = {}, becomes = {} }: IncrementalCase,
): Promise<void> {
  const anew = Object.keys(becomes).map((name) => createTable(name, inputOf(model, name)));
  if (anew.length > 0) await warehouse.query(anew.join('\n'));
  await addRows(warehouse, model, becomes);
  await addRows(warehouse, model, arrives);
}

async function addRows(warehouse: Warehouse, model: IncrementalModel, tables: Tables): Promise<void> {
  const inserts = Object.entries(tables).map(([name, rows]) => insertRows(name, inputOf(model, name), rows));
  const script = inserts.join('\n').trim();
  if (script !== '') await warehouse.query(script);
}

/** Makes the model and what lies between it and its inputs. */
export async function buildModel(
  warehouse: Warehouse,
  plan: ReadonlyMap<string, PlannedAction>,
  { model, inputs }: IncrementalModel,
): Promise<void> {
  for (const { name, statements } of pathTo(model, Object.keys(inputs), plan)) {
    for (const statement of statements) {
      try {
        await warehouse.query(statement);
      } catch (cause) {
        throw new Error(`${name}: ${(cause as Error).message}`, { cause });
      }
    }
  }
}

/** Empties the datasets that a case touches, and makes its inputs. */
async function resetDatasets(
  warehouse: Warehouse,
  plan: ReadonlyMap<string, PlannedAction>,
  { model, inputs }: IncrementalModel,
): Promise<void> {
  const path = pathTo(model, Object.keys(inputs), plan);
  const tables = [...path, ...assertionsOf(model, plan)].map(({ name }) => name);
  const datasets = new Set([...tables, ...Object.keys(inputs)].map((name) => name.split('.')[0] ?? ''));
  await warehouse.query(
    [...datasets].map((name) => `DROP SCHEMA IF EXISTS \`${name}\` CASCADE; CREATE SCHEMA \`${name}\`;`).join('\n'),
  );
  await warehouse.query(
    Object.entries(inputs)
      .map(([name, input]) => createTable(name, input))
      .join('\n'),
  );
}

/** A statement that takes the `newColumn` off the table. */
export function dropColumn({ model, newColumn }: IncrementalModel): string {
  return `ALTER TABLE \`${model}\` DROP COLUMN \`${newColumn}\``;
}

function inputOf({ model, inputs }: IncrementalModel, name: string): InputTable {
  const input = inputs[name];
  if (!input) throw new Error(`${name} is no input of ${model}.`);
  return input;
}
