import { expect } from 'chai';
import { decimalText, floatText, secondsText } from '../../../../local/bigquery/results/number-text.ts';

describe('floatText(value)', () => {
  const cases: readonly (readonly [number, string])[] = [
    [1, '1.0'],
    [0.1, '0.1'],
    [-0, '-0.0'],
    [1e10, '1.0E10'],
    [1.5e-5, '1.5E-5'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ];
  for (const [value, text] of cases) {
    it(`writes ${text}`, () => {
      expect(floatText(value)).to.equal(text);
    });
  }
});

describe('decimalText(unscaled, scale)', () => {
  it('leaves out zeros at the end, and the point where nothing follows', () => {
    expect(decimalText(1_500_000_000n, 9)).to.equal('1.5');
    expect(decimalText(-2_000_000_000n, 9)).to.equal('-2');
    expect(decimalText(1n, 9)).to.equal('0.000000001');
  });
});

describe('secondsText(micros)', () => {
  it('writes an instant as the float that the service writes', () => {
    expect(secondsText(1_437_437_104_000_000n)).to.equal('1.437437104E9');
    expect(secondsText(0n)).to.equal('0.0');
    expect(secondsText(-1_500_000n)).to.equal('-1.5');
  });
});
