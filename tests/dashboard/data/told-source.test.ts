import { expect } from 'chai';
import { toldSource } from '../../../dashboard/data/told-source.ts';

describe('toldSource(isSimulated, load)', () => {
  const isCity = { source_url: 'https://data.seattle.gov/d/tazs-3rd5', source_licence: 'open data, public domain' };

  it('names the city’s dataset and licence where its portal was read, or a file', () => {
    const portal = { mode: 'incremental', source: 'https://data.seattle.gov/tazs-3rd5' };
    expect(toldSource(false, portal)).to.include(isCity);
    expect(toldSource(false, { mode: 'file', source: 'SPD_Crime_Data.csv' })).to.include(isCity);
    expect(toldSource(false, { mode: 'file', source: undefined })).to.include(isCity);
  });

  it('names another portal or dataset, and claims no licence of it', () => {
    expect(toldSource(false, { mode: 'full', source: 'https://data.example.org/open/abcd-1234' })).to.deep.equal({
      source_name: 'Dataset abcd-1234 of data.example.org',
      source_url: 'https://data.example.org/open/d/abcd-1234',
      source_licence: null,
    });
    const other = toldSource(false, { mode: 'full', source: 'https://data.seattle.gov/abcd-1234' });
    expect(other).to.include({ source_name: 'Dataset abcd-1234 of data.seattle.gov', source_licence: null });
  });

  it('claims nothing where nobody told, and nothing of simulated rows', () => {
    const none = { source_url: null, source_licence: null };
    expect(toldSource(false, { mode: 'full', source: undefined })).to.include(none);
    expect(toldSource(true, { mode: 'full', source: 'http://127.0.0.1:8321/tazs-3rd5' })).to.include(none);
  });
});
