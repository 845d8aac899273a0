import { expect } from 'chai';
import { LONGEST_RECORD_TEXT, RecordScanner, type ScannedRecord } from '../../../ingest/core/record-scanner.ts';

interface Scan {
  readonly found: readonly (readonly [line: number, text: string])[];
  readonly records: number;
}

/** Scans a text whose second column is the key, in pieces of the given size. */
function scan(text: string, positions: readonly number[] = [], pieceSize = 1_000_000, markSize = 0): Scan {
  const found: ScannedRecord[] = [];
  const scanner = new RecordScanner({ keyIndex: 1, positions, markSize, onRecord: (record) => found.push(record) });
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += pieceSize) scanner.push(bytes.subarray(start, start + pieceSize));
  scanner.end();
  return { found: found.map(({ line, text: each }) => [line, each.toString()] as const), records: scanner.records };
}

describe('RecordScanner', () => {
  it('reports records whose key is not 1 to 18 digits', () => {
    const text = 'h,k\na,1\nb,\nc,x1\nd, 2\ne,"3"\nf,1234567890123456789\ng\nh,"1""2"\n';
    expect(scan(text).found).to.deep.equal([
      [3, 'b,'],
      [4, 'c,x1'],
      [5, 'd, 2'],
      [7, 'f,1234567890123456789'],
      [8, 'g'],
      [9, 'h,"1""2"'],
    ]);
  });

  it('counts lines, also those inside quotes, with any line end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['h,"k', '"', '"a', 'b', '""c",1', '', 'bad,', 'good,2', ''].join(end);
      expect(scan(text), JSON.stringify(end)).to.deep.equal({ found: [[7, 'bad,']], records: 3 });
    }
  });

  it('reports the record in which a position lies, once', () => {
    const text = 'h,k\na,1\n"b"x,2\nc,3\n';
    expect(scan(text, [9, 12]).found).to.deep.equal([[3, '"b"x,2']]);
    expect(scan(text, [text.length - 1]).found).to.deep.equal([[4, 'c,3']]);
  });

  it('gives the same whatever pieces the bytes come in', () => {
    const text = '\ufeffh,k\r\n"é\r\n",1\r\n\r\nbad,x\r\n"q ""w""",\r\nlast,';
    const whole = scan(text, [], undefined, 3);
    expect(whole.found).to.deep.equal([
      [5, 'bad,x'],
      [6, '"q ""w""",'],
      [7, 'last,'],
    ]);
    for (const size of [1, 2, 3, 5, 7]) expect(scan(text, [], size, 3), String(size)).to.deep.equal(whole);
  });

  it('knows a quoted header behind a byte-order mark', () => {
    expect(scan('\ufeff"h\n1",k\na,1\nb,\n', [], 4, 3).found).to.deep.equal([[4, 'b,']]);
  });

  it('cuts what is too long and says how long it was', () => {
    const found: ScannedRecord[] = [];
    const scanner = new RecordScanner({
      keyIndex: 1,
      positions: [],
      markSize: 0,
      onRecord: (record) => found.push(record),
    });
    scanner.push(Buffer.from(`h,k\n${'x'.repeat(50_000)}`));
    scanner.push(Buffer.from(`${'x'.repeat(50_000)},\n`));
    expect([found[0]?.size, found[0]?.text.length]).to.deep.equal([100_001, LONGEST_RECORD_TEXT]);
  });
});
