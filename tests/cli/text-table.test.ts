import { expect } from 'chai';
import { textTable } from '../../cli/text-table.ts';

describe('textTable(columns, rows)', () => {
  it('aligns every column to its widest cell', () => {
    const lines = textTable(
      [{ name: 'name' }, { name: 'n', align: 'right' }],
      [
        ['North', '7'],
        ['SW', '120'],
      ],
    );
    expect(lines).to.deep.equal(['name     n', '-----  ---', 'North    7', 'SW     120']);
  });

  it('keeps control characters of the data off the terminal', () => {
    const [, , line] = textTable([{ name: 'name' }], [['a\u001b[31mb\nc']]);
    expect(line).to.equal('a [31mb c');
  });

  it('leaves a missing cell empty', () => {
    expect(textTable([{ name: 'a' }, { name: 'b' }], [['1']])[2]).to.equal('1');
  });
});
