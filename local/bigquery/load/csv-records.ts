import { bytesOf, type Encoding } from './source-text.ts';

/** How CSV is written: https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#csv-options */
export interface CsvDialect {
  readonly delimiter: string;
  /** Empty where nothing is quoted. */
  readonly quote: string;
  readonly allowQuotedNewlines: boolean;
  /** What stands for NULL where it is not quoted. */
  readonly nullMarker: string;
  readonly encoding: Encoding;
}

/** A record, or what keeps a line from being one. `position` counts the file's bytes before it. */
export type CsvRecord =
  | { readonly position: number; readonly values: readonly (string | null)[] }
  | { readonly position: number; readonly fault: string };

interface Parsed {
  /** Where the next record begins. */
  readonly end: number;
  readonly values?: readonly (string | null)[];
  readonly fault?: string;
}

const isBreak = (character: string | undefined): boolean => character === '\n' || character === '\r';

/** Splits text into records. A blank line is none, unless there is but one column. */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  dialect: CsvDialect,
  columns: number | undefined,
): AsyncGenerator<CsvRecord> {
  let rest = '';
  let position = 0;
  const parse = function* (isLast: boolean): Generator<CsvRecord> {
    let start = 0;
    while (start < rest.length) {
      const parsed = parseRecord(rest, start, dialect, isLast);
      if (parsed === undefined) break;
      const { values, fault } = parsed;
      const isBlank = values?.length === 1 && (values[0] === null || values[0] === '') && columns !== 1;
      if (fault !== undefined) yield { position, fault };
      else if (values !== undefined && !isBlank) yield { position, values };
      position += bytesOf(rest.slice(start, parsed.end), dialect.encoding);
      start = parsed.end;
    }
    rest = rest.slice(start);
  };
  for await (const piece of pieces) {
    rest += piece;
    yield* parse(false);
  }
  yield* parse(true);
}

/** The record at `start`; undefined where its end has not been read yet. */
function parseRecord(text: string, start: number, dialect: CsvDialect, isLast: boolean): Parsed | undefined {
  const { delimiter, quote, nullMarker } = dialect;
  const values: (string | null)[] = [];
  let at = start;
  for (;;) {
    if (quote !== '' && text[at] === quote) {
      const quoted = parseQuoted(text, at, dialect, isLast);
      if (quoted === undefined || 'fault' in quoted) return quoted;
      values.push(quoted.value);
      at = quoted.end;
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && !isBreak(text[end])) end += 1;
      if (end === text.length && !isLast) return undefined;
      const value = text.slice(at, end);
      values.push(value === nullMarker ? null : value);
      at = end;
    }
    if (text[at] !== delimiter) break;
    at += 1;
  }
  // The other half of a line's end may lie in the next piece.
  if (text[at] === '\r' && at + 1 === text.length && !isLast) return undefined;
  return { values, end: afterBreak(text, at) };
}

const afterBreak = (text: string, at: number): number => at + (text.startsWith('\r\n', at) ? 2 : 1);

function parseQuoted(
  text: string,
  start: number,
  { delimiter, quote, allowQuotedNewlines }: CsvDialect,
  isLast: boolean,
): { readonly value: string; readonly end: number } | (Parsed & { readonly fault: string }) | undefined {
  let value = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    const lineEnd = allowQuotedNewlines ? -1 : text.slice(from, close === -1 ? undefined : close).search(/[\r\n]/);
    if (lineEnd !== -1) return { fault: missingQuote(quote), end: afterBreak(text, from + lineEnd) };
    if (close === -1) return isLast ? { fault: missingQuote(quote), end: text.length } : undefined;
    if (close + 1 === text.length && !isLast) return undefined;
    value += text.slice(from, close);
    const next = text[close + 1];
    if (next === quote) {
      value += quote;
      from = close + 2;
    } else if (next === undefined || next === delimiter || isBreak(next)) {
      return { value, end: close + 1 };
    } else {
      const rest = text.slice(close).search(/[\r\n]/);
      if (rest === -1 && !isLast) return undefined;
      const fault = `Data between close quote character (${quote}) and field separator.`;
      return { fault, end: rest === -1 ? text.length : afterBreak(text, close + rest) };
    }
  }
}

const missingQuote = (quote: string): string => `Missing close quote character (${quote}).`;
