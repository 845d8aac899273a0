import { expect } from 'chai';
import { startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';
import { emptyDataset, outcomeOf } from './run-cases.ts';
import { readStatementCases } from './statement-cases.ts';

describe('statements and scripts', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
  });
  after(() => warehouse.close());
  beforeEach(() => emptyDataset(warehouse));

  for (const { statement, behaviour, steps } of readStatementCases()) {
    it(`${statement}: ${behaviour}`, async () => {
      for (const { sql, outcome } of steps) expect(await outcomeOf(warehouse, sql), sql).to.deep.equal(outcome);
    });
  }
});
