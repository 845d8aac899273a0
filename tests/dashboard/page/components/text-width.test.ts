import { expect } from 'chai';
import { textWidth } from '../../../../dashboard/page/components/table-data.ts';

describe('textWidth(column, rows)', () => {
  const column = { key: 'name', label: 'Name', text: (value: string) => `${value}!` };
  const widthOf = (...names: (string | null)[]) =>
    textWidth(
      column,
      names.map((name) => ({ name })),
    );

  it('goes by the longest text as it is shown', () => {
    expect(widthOf(null, 'x'.repeat(23))).to.equal('short');
    expect(widthOf('x', 'x'.repeat(24))).to.equal('middle');
    expect(widthOf('x'.repeat(60), 'x')).to.equal('long');
  });

  it('takes a column without rows as short', () => {
    expect(widthOf()).to.equal('short');
  });
});
