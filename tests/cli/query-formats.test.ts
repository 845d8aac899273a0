import { expect } from 'chai';
import { csvFormat, jsonFormat, tableFormat, type QueryFormat } from '../../cli/query-formats.ts';
import type { JsonValue } from '../../cli/query-rows.ts';

const fields = [
  { name: 'name', type: 'STRING' },
  { name: 'n', type: 'INTEGER' },
];

function print(format: QueryFormat, ...pages: readonly (readonly Record<string, JsonValue>[])[]): string {
  const lines = [...format.open(fields)];
  let isFirst = true;
  for (const rows of pages) {
    lines.push(...format.page(fields, rows, isFirst));
    isFirst &&= rows.length === 0;
  }
  return [...lines, ...format.close()].join('\n');
}

describe('formats of crime query', () => {
  it('quotes CSV cells that hold quotes, commas or line ends', () => {
    expect(print(csvFormat, [{ name: 'a "b", c\nd', n: null }])).to.equal('name,n\n"a ""b"", c\nd",');
  });

  it('prints one JSON array over all pages', () => {
    const text = print(jsonFormat, [{ name: 'a', n: 1 }], [{ name: 'b', n: 2 }]);
    expect(JSON.parse(text)).to.deep.equal([
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ]);
  });

  it('prints an empty JSON array where there are no rows', () => {
    expect(JSON.parse(print(jsonFormat, []))).to.deep.equal([]);
  });

  it('prints the header of a table once', () => {
    expect(print(tableFormat, [{ name: 'a', n: 1 }], [{ name: 'b', n: 22 }])).to.equal(
      'name  n\n----  -\na     1\nb     22',
    );
  });
});
