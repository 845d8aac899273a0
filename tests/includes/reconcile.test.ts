import { expect } from 'chai';
import { loadInclude, normalized } from './load-include.ts';

const { byBasis } = loadInclude('reconcile') as {
  readonly byBasis: (options: {
    readonly mart: string;
    readonly fact: string;
    readonly bases: readonly string[];
    readonly tolerance: number;
  }) => string;
};

describe('byBasis(options)', () => {
  const options = { mart: 'm', fact: 'f', bases: ['reported', 'started'], tolerance: 1 };

  it('compares each basis, precinct and category with the reportable offenses that are left', () => {
    const sql = normalized(byBasis(options));
    expect(sql).to.include("FROM f CROSS JOIN UNNEST(['reported', 'started']) AS time_basis");
    expect(sql).to.include('WHERE is_reportable AND NOT is_removed GROUP BY time_basis, precinct, offense_category');
    expect(sql).to.include('>= 1');
  });

  it('refuses a tolerance that every difference meets', () => {
    expect(() => byBasis({ ...options, tolerance: 0 })).to.throw('must be above 0, not 0');
  });
});
