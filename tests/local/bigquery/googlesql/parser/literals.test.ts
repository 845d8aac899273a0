import { expect } from 'chai';
import { tokenize } from '../../../../../local/bigquery/googlesql/lexer.ts';

describe('tokenize(text)', () => {
  const strings: Readonly<Record<string, string>> = {
    "'a'": 'a',
    '"it\'s"': "it's",
    "'it\\'s'": "it's",
    "'''a\n'b''c'''": "a\n'b''c",
    '"""a\r\nb\rc"""': 'a\nb\nc',
    "r'\\d\\''": "\\d\\'",
    'R"a\\nb"': 'a\\nb',
    "'\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\`'": '\x07\b\f\n\r\t\v\\?`',
    "'\\101\\x42\\X43\\u0044\\U00000045\\U0001F600'": 'ABCDE😀',
    "''": '',
  };
  for (const [sql, value] of Object.entries(strings)) {
    it(`${sql} is a string`, () => expect(tokenize(sql)[0]).to.include({ type: 'string', value }));
  }

  it('reads bytes', () => {
    const values = ["b'a\\xff\\101é'", "rb'\\x'", 'Br"""a"b"""'].map((sql) => tokenize(sql)[0]?.bytes);
    expect(values.map((bytes) => Buffer.from(bytes ?? []).toString('hex'))).to.deep.equal([
      '61ff41c3a9',
      '5c78',
      '612262',
    ]);
  });

  it('tells numbers apart', () => {
    const types = ['1', '0x1F', '1.5', '.5', '5.', '1e3', '1E-3', '1.e+3'].map((sql) => tokenize(sql)[0]?.type);
    expect(types).to.deep.equal(['integer', 'integer', 'float', 'float', 'float', 'float', 'float', 'float']);
  });

  it('takes any word after a point for a name', () => {
    expect(tokenize('t.from.1a').map(({ type }) => type)).to.deep.equal([
      'identifier',
      'symbol',
      'identifier',
      'symbol',
      'identifier',
      'end',
    ]);
  });

  it('counts lines, characters and tabs as BigQuery does', () => {
    const at = tokenize("a\n\tb\r\n'😀' c\rd /* \n */ e").map(({ position }) => `${position.line}:${position.column}`);
    expect(at).to.deep.equal(['1:1', '2:9', '3:1', '3:5', '4:1', '5:5', '5:6']);
  });

  it('keeps an error for when the parser gets there', () => {
    const last = tokenize("a b 'c").at(-1);
    expect(last?.error?.message).to.equal('Syntax error: Unclosed string literal at [1:5]');
  });
});
