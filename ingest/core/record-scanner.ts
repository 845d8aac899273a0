const [QUOTE, COMMA, NEWLINE, RETURN, ZERO, NINE] = [0x22, 0x2c, 0x0a, 0x0d, 0x30, 0x39];

/** By byte: 1 where it can end a field or a record, so that all others are passed over quickly. */
const SPECIAL = Uint8Array.from({ length: 256 }, (_, byte) => ([QUOTE, COMMA, NEWLINE, RETURN].includes(byte) ? 1 : 0));

/** Longest text kept of a record, in bytes. */
export const LONGEST_RECORD_TEXT = 65_536;

/** A record of a CSV file that is to be set aside. */
export interface ScannedRecord {
  /** Line on which it starts, from 1; line ends inside quotes count. */
  readonly line: number;
  /** As it stands, without its line end; cut at {@link LONGEST_RECORD_TEXT} bytes. */
  readonly text: Buffer;
  /** Whole length in bytes. */
  readonly size: number;
  /** Index of the first of the given positions that lies in the record, or undefined. */
  readonly positionIndex: number | undefined;
}

/** What to look for. */
export interface ScanTarget {
  /** Index of the key's column, from 0. */
  readonly keyIndex: number;
  /** Bytes (from 0, rising) whose records are wanted: those that the CSV reader could not read. */
  readonly positions: readonly number[];
  /** Bytes of the byte-order mark, which belongs to no field. */
  readonly markSize: number;
  readonly onRecord: (record: ScannedRecord) => void;
}

/**
 * Cuts a CSV file into records by RFC 4180, counts them, and reports those at the given positions or whose key is not
 * 1 to 18 digits. DuckDB does the reading; this keeps account of it, and knows lines where DuckDB counts records.
 */
export class RecordScanner {
  /** Data records so far: neither header nor blank lines. */
  records = 0;
  /** Those of them without a valid key. */
  invalidKeys = 0;
  readonly #target: ScanTarget;
  #offset = 0;
  #line = 1;
  /** Where in a field the next byte is: before it, in it, between its quotes, or behind a quote that may end it. */
  #state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
  #field = 0;
  #digits = 0;
  #hasValidKey = false;
  #isHeader = true;
  #recordLine = 1;
  #recordStart: number;
  #kept: Buffer[] = [];
  #nextPosition = 0;
  /** Offset behind the last carriage return: a newline there is the second half of one line end. */
  #behindReturn = -1;
  #headerEnd = -1;
  #hasWindowsEnds = false;

  constructor(target: ScanTarget) {
    this.#target = target;
    this.#recordStart = target.markSize;
  }

  /** Takes the file's next bytes. */
  push(bytes: Buffer): void {
    const { length } = bytes;
    const { keyIndex, markSize } = this.#target;
    let index = Math.max(markSize - this.#offset, 0);
    let [field, state] = [this.#field, this.#state];
    while (index < length) {
      const start = index;
      while (index < length && SPECIAL[bytes[index] as number] === 0) index += 1;
      if (index > start) {
        if (state !== 'quoted') state = 'plain';
        if (field === keyIndex) this.#noteKey(bytes, start, index);
      }
      if (index === length) break;
      if (bytes[index] === COMMA && state !== 'quoted' && field !== keyIndex) {
        // Most bytes that matter are these: nothing is called for them.
        field += 1;
        state = 'start';
        if (field === keyIndex) this.#digits = 0;
      } else {
        [this.#field, this.#state] = [field, state];
        this.#takeSpecial(bytes, index);
        [field, state] = [this.#field, this.#state];
      }
      index += 1;
    }
    [this.#field, this.#state] = [field, state];
    const base = this.#offset;
    this.#offset += length;
    if (this.#offset > this.#recordStart) this.#keep(bytes.subarray(Math.max(this.#recordStart - base, 0)));
  }

  /** Ends a last record that no line end follows. */
  end(): void {
    if (this.#offset > this.#recordStart) this.#endRecord(Buffer.alloc(0), 0);
  }

  #takeSpecial(bytes: Buffer, index: number): void {
    const byte = bytes[index] ?? 0;
    const offset = this.#offset + index;
    if (byte === QUOTE) {
      this.#takeQuote();
    } else if (byte === COMMA) {
      if (this.#state === 'quoted') this.#digits = NaN;
      else this.#endField();
    } else if (byte === NEWLINE && offset === this.#behindReturn) {
      if (offset === this.#headerEnd) this.#hasWindowsEnds = true;
      if (this.#state !== 'quoted') this.#recordStart = offset + 1;
    } else {
      this.#line += 1;
      if (byte === RETURN) this.#behindReturn = offset + 1;
      if (this.#state === 'quoted') this.#digits = NaN;
      else this.#endRecord(bytes, index);
    }
  }

  #takeQuote(): void {
    if (this.#state === 'start') {
      this.#state = 'quoted';
    } else if (this.#state === 'quoted') {
      this.#state = 'closing';
    } else {
      // Behind a closing quote the two mean one that is part of the field; elsewhere it is a letter like any other.
      if (this.#state === 'closing') this.#state = 'quoted';
      this.#digits = NaN;
    }
  }

  #noteKey(bytes: Buffer, start: number, end: number): void {
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index] ?? 0;
      if (byte < ZERO || byte > NINE) this.#digits = NaN;
    }
    this.#digits += end - start;
  }

  #endField(): void {
    if (this.#field === this.#target.keyIndex) this.#hasValidKey = this.#digits >= 1 && this.#digits <= 18;
    this.#digits = 0;
    this.#field += 1;
    this.#state = 'start';
  }

  #endRecord(bytes: Buffer, index: number): void {
    const end = this.#offset + index;
    const size = end - this.#recordStart;
    this.#endField();
    const positionIndex = this.#passPositions(this.#hasWindowsEnds ? end + 1 : end);
    if (this.#isHeader) {
      this.#headerEnd = end + 1;
    } else if (size > 0) {
      this.records += 1;
      if (!this.#hasValidKey) this.invalidKeys += 1;
      if (positionIndex !== undefined || !this.#hasValidKey) {
        this.#keep(bytes.subarray(Math.max(this.#recordStart - this.#offset, 0), index));
        this.#target.onRecord({ line: this.#recordLine, text: Buffer.concat(this.#kept), size, positionIndex });
      }
    }
    this.#isHeader = false;
    this.#field = 0;
    this.#hasValidKey = false;
    this.#recordStart = end + 1;
    this.#recordLine = this.#line;
    if (this.#kept.length > 0) this.#kept = [];
  }

  /** Index of the first position up to `last`, all of which are then done with. */
  #passPositions(last: number): number | undefined {
    const { positions } = this.#target;
    const first = this.#nextPosition;
    while ((positions[this.#nextPosition] ?? Infinity) <= last) this.#nextPosition += 1;
    return this.#nextPosition > first ? first : undefined;
  }

  #keep(bytes: Buffer): void {
    const held = this.#kept.reduce((total, piece) => total + piece.length, 0);
    const wanted = bytes.subarray(0, LONGEST_RECORD_TEXT - held);
    if (wanted.length > 0) this.#kept.push(Buffer.from(wanted));
  }
}
