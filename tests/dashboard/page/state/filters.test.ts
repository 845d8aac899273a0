import { expect } from 'chai';
import type { FilterChoices } from '../../../../dashboard/page/facts.ts';
import {
  changeFilter,
  formatFilters,
  noFilters,
  notApplied,
  parseFilters,
} from '../../../../dashboard/page/state/filters.ts';

const choices: FilterChoices = {
  years: [2019, 2026],
  categories: ['PROPERTY CRIME', 'VIOLENT CRIME'],
  offenses: [
    { offense_sub_category: 'LARCENY-THEFT', offense_category: 'PROPERTY CRIME' },
    { offense_sub_category: 'ROBBERY', offense_category: 'VIOLENT CRIME' },
  ],
  precincts: ['North', 'West'],
  neighborhoods: [{ neighborhood: 'BALLARD SOUTH', precinct: 'North' }],
};

describe('parseFilters(query, choices)', () => {
  it('reads back what formatFilters wrote, whatever is set', () => {
    const filters = {
      from: 2020,
      to: 2024,
      category: 'VIOLENT CRIME',
      offense: 'ROBBERY',
      precinct: 'West',
      neighborhood: 'BALLARD SOUTH',
      basis: 'started',
    } as const;
    expect(parseFilters(formatFilters(filters), choices)).to.deep.equal({ filters, ignored: [] });
    expect(parseFilters('', choices)).to.deep.equal({ filters: noFilters, ignored: [] });
  });

  it('names what the data does not have, and applies the rest', () => {
    const { filters, ignored } = parseFilters('?from=1999&precinct=Atlantis&basis=guessed&to=2020', choices);
    expect(ignored).to.deep.equal(['from=1999', 'precinct=Atlantis', 'basis=guessed']);
    expect(filters).to.deep.equal({ ...noFilters, to: 2020 });
  });

  it('turns years that are the wrong way round, and lets go an offense of another category', () => {
    const { filters } = parseFilters('?from=2024&to=2020&category=PROPERTY+CRIME&offense=ROBBERY', choices);
    expect(filters).to.deep.equal({ ...noFilters, from: 2020, to: 2024, category: 'PROPERTY CRIME' });
  });
});

describe('formatFilters(filters, query)', () => {
  it('leaves out what is not set, and other keys of the query as they are', () => {
    expect(formatFilters(noFilters)).to.equal('');
    expect(formatFilters({ ...noFilters, from: 2020 }, '?model=x&to=2024')).to.equal('?model=x&from=2020');
  });
});

describe('changeFilter(filters, key, value, choices)', () => {
  it('lets go the offense when a category is chosen that it is not of', () => {
    const before = { ...noFilters, offense: 'ROBBERY' };
    expect(changeFilter(before, 'category', 'PROPERTY CRIME', choices).offense).to.equal(null);
    expect(changeFilter(before, 'category', 'VIOLENT CRIME', choices).offense).to.equal('ROBBERY');
  });

  it('lets go the other year when both would leave none', () => {
    expect(changeFilter({ ...noFilters, to: 2020 }, 'from', 2022, choices)).to.include({ from: 2022, to: null });
    expect(changeFilter({ ...noFilters, from: 2022 }, 'to', 2020, choices)).to.include({ from: null, to: 2020 });
  });
});

describe('notApplied(filters, applies)', () => {
  it('names the set filters that a chart has no use for', () => {
    const filters = { ...noFilters, neighborhood: 'BALLARD SOUTH', category: 'VIOLENT CRIME' };
    expect(notApplied(filters, ['category', 'precinct'])).to.deep.equal(['neighborhood']);
  });
});
