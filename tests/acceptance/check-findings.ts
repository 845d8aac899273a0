import { expect } from 'chai';
import { expectedFindings, listed } from './expected-findings.ts';
import type { FeedRecord } from './feed-records.ts';

/** Compares rows of `mart_findings` with what the records themselves say. */
export function expectFindings(
  rows: readonly Readonly<Record<string, unknown>>[],
  offenses: readonly FeedRecord[],
): void {
  for (const [finding, expected] of expectedFindings(offenses)) {
    const row = rows.find((candidate) => candidate['finding'] === finding) ?? {};
    expect(row['numerator'], finding).to.equal(expected.numerator);
    expect(row['denominator'], finding).to.equal(expected.denominator);
    if (expected.comparison !== undefined) expect(row['comparison'], finding).to.equal(expected.comparison);
    if (expected.subjects !== undefined) expect(row['subject'], finding).to.equal(listed(expected.subjects));
    expect([row['period_start'], row['period_end']], finding).to.deep.equal([...expected.period]);
    if (expected.denominator === 0 && row['unit'] === 'share') {
      expect(row['value'], finding).to.equal(null);
      continue;
    }
    const value =
      expected.denominator === null || finding === 'assaults'
        ? expected.numerator
        : expected.numerator / expected.denominator;
    expect(row['value'], finding).to.be.closeTo(value, 0.000001);
    const figures = String(row['sentence']).replaceAll(',', '');
    if (row['unit'] === 'share') expect(figures, finding).to.include((100 * value).toFixed(1));
    else expect(figures, finding).to.include(String(value));
  }
  expect(rows).to.have.length(14);
  for (const row of rows) expect(row['sentence']).not.to.match(/ {2}| ,|\.\.|\bnull\b/iu);
}
