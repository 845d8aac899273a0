import { expect } from 'chai';
import { compileErrorLines } from '../../../cli/run/compile-errors.ts';

const noSource = () => undefined;

describe('compileErrorLines(errors, sourceOf)', () => {
  it('places a syntax error in the file itself, and only counts what follows from it', () => {
    const syntaxError = {
      fileName: 'definitions/mart/mart_a.sqlx',
      message: 'Invalid or unexpected token',
      stack:
        '/somewhere/definitions/mart/mart_a.sqlx:9\n  type: "tabl,\n        ^^^^^^\n\nSyntaxError: …\n    at new Script',
    };
    const errors = [syntaxError, { fileName: 'index.js', message: 'Could not resolve "mart_a"' }];
    expect(compileErrorLines(errors, () => 'config {\n  type: "tabl,\n}\n')).to.deep.equal([
      'definitions/mart/mart_a.sqlx:2:9: Invalid or unexpected token\n    type: "tabl,\n          ^^^^^^',
      '1 more, which may come of it.',
    ]);
  });

  it('gives no line where the text is in the file more than once, or not at all', () => {
    const error = {
      fileName: 'includes/a.js',
      message: 'Unexpected token',
      stack: '/x/includes/a.js:4\n}}\n ^\n\nSyntaxError',
    };
    for (const source of ['}}\n}}\n', '']) {
      expect(compileErrorLines([error], () => source)[0]).to.match(/^includes\/a\.js: Unexpected token\n/);
    }
  });

  it('gives each other error once, those of a file before Dataform’s own', () => {
    const errors = [
      { fileName: 'index.js', message: 'Could not resolve "fct_a"' },
      { fileName: 'index.js', message: 'Could not resolve "fct_a"' },
      {
        fileName: 'definitions/mart/mart_a.sqlx',
        message: 'Missing dependency detected',
        stack: 'Error: …\n    at CallSite {}',
      },
    ];
    expect(compileErrorLines(errors, noSource)).to.deep.equal([
      'definitions/mart/mart_a.sqlx: Missing dependency detected',
      'Could not resolve "fct_a"',
    ]);
  });

  it('shows a few of many', () => {
    const errors = Array.from({ length: 30 }, (_, index) => ({ fileName: 'index.js', message: `error ${index}` }));
    expect(compileErrorLines(errors, noSource)).to.have.length(9).and.include('22 more, which may come of it.');
  });
});
