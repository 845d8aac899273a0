import { expect } from 'chai';
import { pictureFooter } from '../../../../dashboard/page/components/picture-footer.ts';
import { noFilters } from '../../../../dashboard/page/state/filters.ts';

const run = { source_name: 'Some crime', as_of: '2026-06-29', is_simulated: false };

describe('pictureFooter(run, filters, applies)', () => {
  it('says what the picture counts and what it does not, its source and its day', () => {
    const filters = { ...noFilters, category: 'VIOLENT CRIME', precinct: 'South', neighborhood: 'BALLARD SOUTH' };
    expect(pictureFooter(run, filters, ['category', 'precinct'])).to.deep.equal([
      'Filtered by: violent crime, the South precinct.',
      'Not filtered by: neighborhood.',
      'Some crime, as of 29 Jun 2026',
    ]);
  });

  it('says of simulated rows that they are', () => {
    const lines = pictureFooter({ ...run, is_simulated: true }, noFilters, []);
    expect(lines).to.have.length(2);
    expect(lines[1]).to.match(/^SIMULATED/);
  });
});
