import { type ErrorProto, WarehouseError } from '../errors.ts';
import type { LoadConfig } from './load-config.ts';
import type { SourceFile } from './source-files.ts';

/** Bad rows that are told of one by one, at most. */
export const toldRows = 10;

/** A row that cannot be loaded. */
export interface BadRow {
  /** Number of its file. */
  readonly file: number;
  /** Bytes before it in its file. */
  readonly position: number;
  readonly message: string;
}

/** What is told of bad rows, in the order of files and rows. */
export function rowErrors(rows: readonly BadRow[], files: readonly SourceFile[]): readonly ErrorProto[] {
  return [...rows]
    .sort((one, other) => one.file - other.file || one.position - other.position)
    .slice(0, toldRows)
    .map(({ file, message }) => {
      const uri = files[file]?.uri;
      const message_ = `Error while reading data, error message: ${message}${uri === undefined ? '' : ` File: ${uri}`}`;
      return { reason: 'invalid', ...(uri !== undefined && { location: uri }), message: message_ };
    });
}

/** What fails a load with more bad rows than it may have. `rows` counts those that were read, good and bad. */
export function tooManyErrors(
  { format, maxBadRecords }: LoadConfig,
  rows: number,
  bad: number,
  details: readonly ErrorProto[],
): WarehouseError {
  const kind = format === 'CSV' ? 'CSV' : 'JSON';
  return new WarehouseError(
    'invalid',
    `Error while reading data, error message: ${kind} processing encountered too many errors, giving up. ` +
      `Rows: ${rows}; errors: ${bad}; max bad: ${maxBadRecords}; error percent: 0`,
    details[0]?.location,
    { details },
  );
}
