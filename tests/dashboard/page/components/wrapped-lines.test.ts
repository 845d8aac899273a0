import { expect } from 'chai';
import { wrappedLines } from '../../../../dashboard/page/components/wrapped-lines.ts';

describe('wrappedLines(text, width, measure)', () => {
  const wrapped = (text: string) => wrappedLines(text, 12, (line) => line.length);

  it('breaks between words where a line is full', () => {
    expect(wrapped('Offenses a month, the South precinct')).to.deep.equal([
      'Offenses a',
      'month, the',
      'South',
      'precinct',
    ]);
  });

  it('keeps what fits, and a word that never does, on one line', () => {
    expect(wrapped('Offenses')).to.deep.equal(['Offenses']);
    expect(wrapped('a neighbourhoods’ b')).to.deep.equal(['a', 'neighbourhoods’', 'b']);
    expect(wrapped('')).to.deep.equal(['']);
  });
});
