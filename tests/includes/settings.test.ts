import { expect } from 'chai';
import { loadInclude } from './load-include.ts';

const { asOf } = loadInclude('settings') as { asOf: (vars: Readonly<Record<string, string>>, fallback: string) => string };

describe('asOf(vars, fallback)', () => {
  it('gives the variable as a DATE literal', () => {
    expect(asOf({ as_of: '2024-02-29' }, 'x')).to.equal("DATE '2024-02-29'");
  });

  it('gives the fallback where the variable is empty or absent', () => {
    expect(asOf({ as_of: '' }, 'x')).to.equal('x');
    expect(asOf({}, 'x')).to.equal('x');
  });

  for (const value of ['2023-02-29', '2023-13-01', '2023-1-1', "2023-01-01' OR TRUE --", 'yesterday']) {
    it(`refuses ${value}`, () => {
      expect(() => asOf({ as_of: value }, 'x')).to.throw('as_of must be a day as YYYY-MM-DD');
    });
  }
});
