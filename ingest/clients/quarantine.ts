import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LoadConstants } from '../core/convert-sql.ts';
import { LONGEST_RECORD_TEXT, RecordScanner, type ScannedRecord } from '../core/record-scanner.ts';
import { SourceError } from '../errors.ts';
import { type SourceFile, keyIndexOf, readContent } from './source-file.ts';

/** A place where DuckDB could not read on. */
export interface Reject {
  /** Byte of the uncompressed file, from 0. */
  readonly position: number;
  /** Index of the column at fault, where one is. */
  readonly column: number | undefined;
  readonly reason: string;
}

/** Text of a record; bytes that are no UTF-8 are shown as `\xNN`. */
function textOf({ text }: ScannedRecord): string {
  if (isUtf8(text)) return text.toString('utf8');
  const bytes = text.toString('latin1');
  // eslint-disable-next-line no-control-regex -- everything beyond ASCII is meant
  return bytes.replace(/[^\x00-\x7f]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
}

function rowOf(source: SourceFile, load: LoadConstants, record: ScannedRecord, rejects: readonly Reject[]): object {
  const reject = record.positionIndex === undefined ? undefined : rejects[record.positionIndex];
  const column = reject ? source.plan.columns[reject.column ?? -1] : { name: 'offense_id', rawColumn: 'offense_id' };
  return {
    load_id: load.loadId,
    load_date: load.loadDate,
    is_simulated: load.isSimulated,
    source_name: basename(source.path),
    line_number: record.line,
    column_name: column ? (column.rawColumn ?? column.name) : null,
    reason: reject?.reason ?? 'invalid key: offense_id is not 1 to 18 digits',
    record_text: textOf(record),
  };
}

/**
 * Writes what cannot be loaded, one JSON object a line, and gives the number of records.
 * @throws SourceError where a quote swallows what follows it
 */
export async function writeQuarantineRecords(
  source: SourceFile,
  load: LoadConstants,
  rejects: readonly Reject[],
  path: string,
): Promise<number> {
  let count = 0;
  let pending: string[] = [];
  const scanner = new RecordScanner({
    keyIndex: keyIndexOf(source),
    positions: rejects.map(({ position }) => position),
    markSize: source.markSize,
    onRecord: (record) => {
      if (record.size > LONGEST_RECORD_TEXT) throw runaway(source.path, record);
      count += 1;
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
  return count;
}

function runaway(path: string, { line, size }: ScannedRecord): SourceError {
  const explanation = `the record on line ${line} is ${size} bytes long: a quote that opens there does not close in time`;
  return new SourceError('malformed', path, explanation);
}
