import { expect } from 'chai';
import { parseActionLine, parseUnitTests, plainLine } from '../../../cli/run/dataform-output.ts';

describe('parseActionLine(line)', () => {
  it('reads a model that was built, with the job that follows', () => {
    const line = plainLine(
      '\u001b[32mTable created: \u001b[0m \u001b[36mfact.fct_offenses\u001b[0m [incremental] (jobId: dataform-1)',
    );
    expect(parseActionLine(line)).to.deep.equal({ kind: 'model', target: 'fact.fct_offenses', status: 'successful' });
  });

  it('reads an assertion that failed and one that was skipped', () => {
    expect(parseActionLine('Assertion failed:  assertions.sums_reconcile')).to.deep.equal({
      kind: 'assertion',
      target: 'assertions.sums_reconcile',
      status: 'failed',
    });
    expect(parseActionLine('Skipping assertion execution:  assertions.a')?.status).to.equal('skipped');
  });

  it('passes over every other line', () => {
    expect(parseActionLine('Compiled successfully.')).to.equal(undefined);
    expect(parseActionLine('  > Table created: x')).to.equal(undefined);
  });
});

describe('parseUnitTests(output)', () => {
  it('reads names, outcomes and how the rows differ', () => {
    const output = JSON.stringify([
      { name: 'dates before 2008 are flagged', successful: false, messages: ['Expected 2 rows, but saw 1 rows.'] },
      { name: 'midnight is not known', successful: true },
    ]);
    expect(parseUnitTests(output)).to.deep.equal([
      { name: 'dates before 2008 are flagged', isPassed: false, messages: ['Expected 2 rows, but saw 1 rows.'] },
      { name: 'midnight is not known', isPassed: true, messages: [] },
    ]);
  });

  it('is undefined where Dataform failed before its tests', () => {
    expect(parseUnitTests('')).to.equal(undefined);
    expect(parseUnitTests('No unit tests found.')).to.equal(undefined);
  });
});
