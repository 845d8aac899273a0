import { expect } from 'chai';
import { cycleLines, savedLine } from '../../../cli/dev/cycle-text.ts';
import type { CycleReport } from '../../../cli/dev/cycle.ts';

const nothing: CycleReport = {
  ...{ files: ['definitions/mart/mart_a.sqlx'], seconds: 3.21, compileSeconds: 1.5 },
  ...{ unitTests: [], actions: [], assertions: [], rowCounts: [], errors: [], incremental: [], gone: [] },
};

describe('cycleLines(report)', () => {
  it('says where there was nothing to run', () => {
    expect(cycleLines(nothing)).to.deep.equal([
      '  Nothing to run: the compiled SQL is as it was.',
      'Done in 3.2 s, of which compiling took 1.5 s.',
    ]);
  });

  it('tells what was built, with rows, and what passed', () => {
    const lines = cycleLines({
      ...nothing,
      unitTests: [{ name: 'a_counts', isPassed: true, messages: [] }],
      actions: [
        { kind: 'model', target: 'mart.mart_a', status: 'successful' },
        { kind: 'assertion', target: 'assertions.key_of_a', status: 'successful' },
      ],
      assertions: [{ assertion: 'assertions.key_of_a', status: 'passed', failingRows: 0, samples: [] }],
      rowCounts: [{ target: 'mart.mart_a', rows: 1234 }],
    });
    expect(lines).to.deep.equal([
      '  mart.mart_a 1,234 rows',
      '  1 unit test and 1 assertion passed.',
      'Done in 3.2 s, of which compiling took 1.5 s.',
    ]);
  });

  it('tells what failed, how, and what was not built for it', () => {
    const lines = cycleLines({
      ...nothing,
      unitTests: [{ name: 'a_counts', isPassed: false, messages: ['Expected 2 rows, but saw 1 rows.'] }],
      actions: [
        { kind: 'model', target: 'mart.mart_a', status: 'successful' },
        { kind: 'assertion', target: 'assertions.key_of_a', status: 'failed' },
        { kind: 'model', target: 'mart.mart_b', status: 'skipped' },
      ],
      assertions: [
        { assertion: 'assertions.key_of_a', status: 'failed', failingRows: 1, samples: ['{"precinct":"West"}'] },
        { assertion: 'assertions.key_of_b', status: 'skipped', failingRows: null, samples: [] },
      ],
      rowCounts: [{ target: 'mart.mart_a', rows: 1 }],
    });
    expect(lines).to.deep.equal([
      '  mart.mart_a 1 row',
      '  mart.mart_b not built: something it reads failed',
      '  Unit test a_counts failed.',
      '    Expected 2 rows, but saw 1 rows.',
      '  Assertion assertions.key_of_a failed: 1 failing row.',
      '    {"precinct":"West"}',
      '  0 unit tests and 0 assertions passed; 1 not checked.',
      'Failed in 3.2 s, of which compiling took 1.5 s.',
    ]);
  });

  it('tells of rows that an incremental model keeps, and of tables that nothing builds any more', () => {
    const lines = cycleLines({ ...nothing, incremental: ['fact.fct_a'], gone: ['mart.mart_old'] });
    expect(lines.join('\n'))
      .to.include('fact.fct_a is incremental: rows it holds may stay as they were')
      .and.include('mart.mart_old is in the project no more; its table stays');
  });
});

describe('savedLine(report)', () => {
  it('names a few files, and counts more', () => {
    expect(savedLine({ files: ['a', 'b', 'c'] })).to.equal('a, b, c');
    expect(savedLine({ files: ['a', 'b', 'c', 'd'] })).to.equal('a, b and 2 more');
  });
});
