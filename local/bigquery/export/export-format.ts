import { WarehouseError } from '../errors.ts';

const formats = ['CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET'] as const;
const compressions = ['NONE', 'GZIP', 'SNAPPY', 'ZSTD'] as const;

/** How rows are written to the lake. */
export interface ExportFormat {
  readonly format: (typeof formats)[number];
  readonly compression: (typeof compressions)[number];
  /** Between the values of a CSV line. */
  readonly delimiter: string;
  /** Whether a CSV file begins with the columns' names. */
  readonly header: boolean;
}

/** What a caller says of the format, in its own words. */
export interface GivenFormat {
  readonly format?: string | undefined;
  readonly compression?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
}

/**
 * The format that a caller means: CSV without compression, comma and header unless told.
 * @throws WarehouseError for a format that is not written here, or a compression that it does not have
 * @see https://cloud.google.com/bigquery/docs/exporting-data#export_formats_and_compression_types
 */
export function exportFormat(given: GivenFormat): ExportFormat {
  const name = (given.format ?? 'CSV').toUpperCase();
  const format = formats.find((known) => known === (name === 'JSON' ? 'NEWLINE_DELIMITED_JSON' : name));
  if (format === undefined) throw notWritten(`export format ${name}`);
  const wanted = (given.compression ?? 'NONE').toUpperCase();
  const compression = compressions.find((known) => known === wanted);
  const isKnown = format === 'PARQUET' || wanted === 'NONE' || wanted === 'GZIP';
  if (compression === undefined || !isKnown) throw notWritten(`compression ${wanted} of ${format}`);
  const delimiter = (given.delimiter ?? ',').replace(/^(?:\\t|tab)$/, '\t');
  if (delimiter.length !== 1) throw new WarehouseError('invalid', `Invalid field delimiter: ${delimiter}`);
  return { format, compression, delimiter, header: given.header ?? true };
}

const notWritten = (what: string): WarehouseError =>
  new WarehouseError('invalid', `not supported by the local warehouse: ${what}`);
