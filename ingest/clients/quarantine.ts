import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LoadConstants } from '../core/convert-sql.ts';
import { LONGEST_RECORD_TEXT, RecordScanner, type ScannedRecord } from '../core/record-scanner.ts';
import { SourceError } from '../errors.ts';
import { type SourceFile, readContent } from './source-file.ts';

/** A place where DuckDB could not read on. */
export interface Reject {
  /** Byte of the uncompressed file, from 0. */
  readonly position: number;
  /** Index of the column at fault, where one is. */
  readonly column: number | undefined;
  readonly reason: string;
}

/** What DuckDB found, which the records set aside must agree with. */
export interface Findings {
  readonly rejects: readonly Reject[];
  /** Rows read, those without a valid key among them. */
  readonly rowCount: number;
  readonly invalidCount: number;
}

/** Text of a record; bytes that are no UTF-8 are shown as `\xNN`. */
function textOf({ text, size }: ScannedRecord): string {
  // A cut may have gone through a letter.
  const whole = size > text.length ? text.subarray(0, text.length - 4) : text;
  if (isUtf8(whole)) return whole.toString('utf8');
  const bytes = whole.toString('latin1');
  // eslint-disable-next-line no-control-regex -- everything beyond ASCII is meant
  return bytes.replace(/[^\x00-\x7f]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
}

function rowOf(source: SourceFile, load: LoadConstants, record: ScannedRecord, rejects: readonly Reject[]): object {
  const reject = record.positionIndex === undefined ? undefined : rejects[record.positionIndex];
  const column = reject ? source.plan.columns[reject.column ?? -1] : { name: 'offense_id', rawColumn: 'offense_id' };
  const isCut = record.size > LONGEST_RECORD_TEXT;
  const reason = reject?.reason ?? 'invalid key: offense_id is not 1 to 18 digits';
  return {
    load_id: load.loadId,
    load_date: load.loadDate,
    is_simulated: load.isSimulated,
    source_name: basename(source.path),
    line_number: record.line,
    column_name: column ? (column.rawColumn ?? column.name) : null,
    reason: isCut ? `${reason} (its text of ${record.size} bytes is cut)` : reason,
    record_text: textOf(record),
  };
}

/**
 * Writes what cannot be loaded, one JSON object a line, and gives their number. Where DuckDB and the scanner cut the
 * file into different records, nobody can say what was left out: that is an error.
 * @throws SourceError
 */
export async function writeQuarantineRecords(
  source: SourceFile,
  load: LoadConstants,
  { rejects, rowCount, invalidCount }: Findings,
  path: string,
): Promise<number> {
  const found = { rejected: 0, invalid: 0 };
  let pending: string[] = [];
  const keyIndex = source.plan.columns.findIndex(({ rawColumn }) => rawColumn === 'offense_id');
  const scanner = new RecordScanner({
    keyIndex,
    positions: rejects.map(({ position }) => position),
    markSize: source.markSize,
    onRecord: (record) => {
      if (record.size > LONGEST_RECORD_TEXT && record.positionIndex !== undefined) {
        const explanation = `the record on line ${record.line} is ${record.size} bytes long: a quote opens there and does not close`;
        throw new SourceError('malformed', source.path, explanation);
      }
      found[record.positionIndex === undefined ? 'invalid' : 'rejected'] += 1;
      pending.push(`${JSON.stringify(rowOf(source, load, record, rejects))}\n`);
    },
  });
  const output = await open(path, 'w');
  try {
    for await (const chunk of readContent(source.path, source.isGzip)) {
      scanner.push(chunk);
      await output.write(pending.join(''));
      pending = [];
    }
    scanner.end();
    await output.write(pending.join(''));
  } finally {
    await output.close();
  }
  if (found.invalid !== invalidCount || scanner.records !== rowCount + found.rejected) {
    const explanation =
      `its quotes are out of order, so that its records cannot be told apart: ${scanner.records} by line ends, ` +
      `${rowCount + found.rejected} by quotes. The first is ${rejects[0]?.reason ?? 'unknown'}`;
    throw new SourceError('malformed', source.path, explanation);
  }
  return found.invalid + found.rejected;
}
