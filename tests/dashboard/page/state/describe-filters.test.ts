import { expect } from 'chai';
import {
  describeApplied,
  describeNarrowing,
  describeUnapplied,
} from '../../../../dashboard/page/state/describe-filters.ts';
import { type FilterKey, noFilters } from '../../../../dashboard/page/state/filters.ts';

const all: readonly FilterKey[] = ['from', 'to', 'category', 'offense', 'precinct', 'neighborhood', 'basis'];
const filters = {
  from: 2019,
  to: null,
  category: 'VIOLENT CRIME',
  offense: 'DUI',
  precinct: 'South',
  neighborhood: 'BALLARD SOUTH',
  basis: 'started',
} as const;

describe('describeApplied(filters, applies)', () => {
  it('tells the set filters that a chart applies', () => {
    expect(describeApplied(filters, all)).to.equal('Filtered by: DUI, the South precinct, Ballard South, since 2019.');
    expect(describeApplied(filters, ['category', 'precinct'])).to.equal(
      'Filtered by: violent crime, the South precinct.',
    );
  });

  it('says nothing where it applies none', () => {
    expect(describeApplied(filters, [])).to.equal(null);
    expect(describeApplied(noFilters, all)).to.equal(null);
  });
});

describe('describeUnapplied(filters, applies)', () => {
  it('names the set filters that a chart does not apply, and is silent where there is none', () => {
    expect(describeUnapplied(filters, ['category', 'precinct', 'basis', 'from'])).to.equal(
      'Not filtered by: offense, neighborhood.',
    );
    expect(describeUnapplied(filters, all)).to.equal(null);
  });
});

describe('describeNarrowing(filters, applies)', () => {
  it('goes on a subtitle with what and where', () => {
    expect(describeNarrowing(filters, ['from', 'category', 'precinct'])).to.equal(
      ', violent crime, the South precinct',
    );
    expect(describeNarrowing(noFilters, all)).to.equal('');
  });
});
