import { expect } from 'chai';
import { conditionOf, expectations, nextStep } from '../../../ingest/core/reconciliation.ts';

const request = { after_load: null, changed_after: null, since: null, until: null };
const held = { all: 12, createdLater: 5, unsettled: 0, unsettledSeen: 0 };

describe('conditionOf(request, dateColumn)', () => {
  it('asks for all rows, for changed ones, or for a window whose last day is included', () => {
    expect(conditionOf(request, 'd')).to.equal(undefined);
    expect(conditionOf({ ...request, changed_after: 'T' }, 'd')).to.equal(":updated_at > 'T'");
    expect(conditionOf({ ...request, since: '2026-01-01', until: '2026-02-28' }, 'd')).to.equal(
      "d >= '2026-01-01T00:00:00.000' and d < '2026-03-01T00:00:00.000'",
    );
  });
});

describe('expectations(mode, where, held, settled)', () => {
  it('rests an incremental load on the settled rows', () => {
    const settled = { created_until: 'C', rows: 100, unsettled: null, ledger: null };
    expect(expectations('incremental', 'W', held, settled)).to.deep.equal([
      { where: ":created_at <= 'C'", held: 100 },
      { where: 'W', held: 12 },
      { where: '', held: 105 },
    ]);
  });

  it('counts all rows of a full load, and those of a window', () => {
    expect(expectations('full', undefined, held, null)).to.deep.equal([{ where: '', held: 12 }]);
    expect(expectations('window', 'W', held, null)).to.deep.equal([{ where: 'W', held: 12 }]);
  });
});

describe('nextStep(comparisons, stoodStill, catchUps)', () => {
  const [even, odd] = [[{ where: '', portal: 1, held: 1 }], [{ where: '', portal: 2, held: 1 }]];

  it('believes counts that agree while the portal stands still', () => {
    expect(nextStep(even, true, 0)).to.equal('proven');
    expect(nextStep(odd, true, 0)).to.equal('audit');
  });

  it('goes after changes, but not for ever', () => {
    expect(nextStep(even, false, 0)).to.equal('catch-up');
    expect(nextStep(odd, false, 0)).to.equal('catch-up');
    expect(nextStep(even, false, 5)).to.equal('proven');
    expect(nextStep(odd, false, 5)).to.equal('audit');
  });
});
