import { expect } from 'chai';
import { loadInclude } from './load-include.ts';

const { pick, columns } = loadInclude('descriptions') as {
  readonly pick: (names: readonly string[], own?: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, string>>;
};

describe('pick(names, own)', () => {
  it('takes shared texts, and own ones in their place', () => {
    expect(pick(['beat', 'offenses'], { offenses: 'Mine.' })).to.deep.equal({ beat: columns['beat'], offenses: 'Mine.' });
  });

  it('refuses a column without a text', () => {
    expect(() => pick(['beet'])).to.throw('Column "beet" has no description.');
  });
});
