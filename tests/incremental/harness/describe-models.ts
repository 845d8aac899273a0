import { expect } from 'chai';
import { gaps, type IncrementalCase, type IncrementalModel } from './cases.ts';
import { checkCase, checkNewColumn, type CaseResult } from './check-case.ts';
import type { Comparison } from './compare-tables.ts';
import type { Plans, Warehouse } from './plan.ts';

/** The warehouse and what Dataform would send to it, once they are there. */
export interface Bench {
  readonly warehouse: Warehouse;
  readonly plans: Plans;
}

/** Tests of mocha for all cases of `models`, and that no incremental model is without. Call it within a `describe`. */
export function describeModels(models: readonly IncrementalModel[], bench: () => Bench): void {
  it('has cases of every kind for every incremental model', () => {
    const incremental = [...bench().plans.incremental.values()].filter(({ tableType }) => tableType === 'incremental');
    expect(incremental).not.to.have.length(0);
    expect(
      gaps(
        incremental.map(({ name }) => name),
        models,
      ),
    ).to.deep.equal([]);
  });

  for (const model of models) {
    describe(model.model, () => {
      for (const one of model.cases) describeCase(bench, model, one);

      it(`fills ${model.newColumn} as a full refresh does where the table lacked it`, async () => {
        const [one] = model.cases;
        if (!one) throw new Error(`${model.model} has no cases.`);
        expectEqual(await checkNewColumn(bench().warehouse, bench().plans, model, one));
      });
    });
  }
}

function describeCase(bench: () => Bench, model: IncrementalModel, one: IncrementalCase): void {
  describe(`${one.kind}: ${one.name}`, () => {
    let result: CaseResult;
    before(async () => {
      const { warehouse, plans } = bench();
      result = await checkCase(warehouse, plans, model, one);
    });

    it('gives the state after', () => {
      expectEqual(result.after);
    });
    it('changes nothing when it runs again', () => {
      expectEqual(result.rerun);
    });
    it('equals a full refresh', () => {
      expectEqual(result.fullRefresh);
    });
    it('passes the assertions of the model', () => {
      expect(result.failedAssertions).to.deep.equal([]);
    });
  });
}

function expectEqual({ found, expected }: Comparison): void {
  expect(found).to.deep.equal(expected);
}
