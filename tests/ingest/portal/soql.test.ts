import { expect } from 'chai';
import { messageOf, retryAfter, saysBehind } from '../../../ingest/portal/answer-fault.ts';
import { nextPageRows, smallerPageRows } from '../../../ingest/portal/page-size.ts';
import { allOf, createdUntil, idIn, inSpans, quotedSoql, textIn, updatedAfter } from '../../../ingest/portal/soql.ts';

describe('conditions in SoQL', () => {
  it('double quotes within texts', () => {
    expect(quotedSoql("O'Hara's")).to.equal("'O''Hara''s'");
    expect(idIn(["a'b", 'c'])).to.equal(":id IN ('a''b', 'c')");
  });

  it('print instants with milliseconds and a Z', () => {
    expect(updatedAfter(new Date('2026-01-02T03:04:05Z'))).to.equal(":updated_at > '2026-01-02T03:04:05.000Z'");
    expect(createdUntil('2026-01-02T03:04:05.678Z')).to.equal(":created_at <= '2026-01-02T03:04:05.678Z'");
  });

  it('name spans of days, open ones and rows without a day too', () => {
    expect(inSpans('d', [{ from: '2025-01-01', until: '2025-02-01' }])).to.equal(
      "(d >= '2025-01-01T00:00:00.000' AND d < '2025-02-01T00:00:00.000')",
    );
    expect(
      inSpans('d', [
        { from: '', until: '2025-01-01' },
        { from: '2025-02-01', until: undefined },
      ]),
    ).to.equal("(d IS NULL OR d < '2025-01-01T00:00:00.000') OR (d >= '2025-02-01T00:00:00.000')");
    expect(inSpans('d', [{ from: '', until: '' }])).to.equal('(d IS NULL)');
    expect(inSpans('d', [{ from: '', until: undefined }])).to.equal('(d IS NULL OR d IS NOT NULL)');
    expect(textIn('d', ["O'Hara", 'b'])).to.equal("d IN ('O''Hara', 'b')");
  });

  it('join, each in parentheses', () => {
    expect(allOf('a OR b', undefined, 'c')).to.equal('(a OR b) AND (c)');
    expect([allOf(), allOf('a')]).to.deep.equal([undefined, 'a']);
  });
});

describe('retryAfter(header, now)', () => {
  it('reads seconds and dates, and nothing else', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfter('12', now)).to.equal(12_000);
    expect(retryAfter('Thu, 01 Jan 2026 00:01:00 GMT', now)).to.equal(60_000);
    expect(retryAfter('Wed, 31 Dec 2025 00:01:00 GMT', now)).to.equal(0);
    expect([retryAfter(undefined, now), retryAfter('soon', now), retryAfter('-5', now)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('saysBehind(outOfDate)', () => {
  it('reads the word of today and the list of later versions', () => {
    expect(['true', '["tazs-3rd5"]', ' [ {} ] '].map(saysBehind)).to.deep.equal([true, true, true]);
    expect([undefined, '', 'false', '[]', '[ ]'].map(saysBehind)).to.deep.equal([false, false, false, false, false]);
  });
});

describe('messageOf(body)', () => {
  it("gives the portal's own words, under either name of the code", () => {
    expect(messageOf('{"code":"a.b","error":true,"message":"No"}')).to.equal('a.b: No');
    expect(messageOf('{"errorCode":"x","message":"No"}')).to.equal('x: No');
    expect(messageOf('<html><style>x</style><h1>Bad\n Gateway</h1></html>')).to.equal('Bad Gateway');
    expect(messageOf('')).to.equal('');
  });
});

describe('nextPageRows(asked, timing, bounds)', () => {
  const bounds = { fewest: 1000, most: 50_000, time: 5000 };
  it('aims at the time, step by step, within its bounds', () => {
    expect(nextPageRows(5000, { rows: 5000, milliseconds: 10 }, bounds)).to.equal(20_000);
    expect(nextPageRows(20_000, { rows: 20_000, milliseconds: 4000 }, bounds)).to.equal(25_000);
    expect(nextPageRows(40_000, { rows: 40_000, milliseconds: 1000 }, bounds)).to.equal(50_000);
    expect(nextPageRows(4000, { rows: 4000, milliseconds: 60_000 }, bounds)).to.equal(1000);
  });

  it('learns nothing from a page that was not full', () => {
    expect(nextPageRows(5000, { rows: 12, milliseconds: 1 }, bounds)).to.equal(5000);
  });

  it('halves after a failure', () => {
    expect([smallerPageRows(50_000, bounds), smallerPageRows(1200, bounds)]).to.deep.equal([25_000, 1000]);
  });
});
