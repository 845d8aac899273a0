const [QUOTE, COMMA, NEWLINE, RETURN, ZERO, NINE] = [0x22, 0x2c, 0x0a, 0x0d, 0x30, 0x39];

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
  /** Whether the key field is 1 to 18 digits. */
  readonly hasValidKey: boolean;
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
 * Cuts a CSV file into records by RFC 4180 and reports those at the given positions or without a valid key. Used only
 * for files that hold such records: DuckDB does the reading, but counts records where a person wants lines.
 */
export class RecordScanner {
  readonly #target: ScanTarget;
  /** Data records seen: neither header nor blank lines. */
  records = 0;
  #offset = 0;
  #line = 1;
  #state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
  #isHeader = true;
  #afterReturn = false;
  #field = 0;
  #digits = 0;
  #isDigits = true;
  #hasValidKey = false;
  #recordLine = 1;
  #recordStart: number;
  #kept: Buffer[] = [];
  #nextPosition = 0;

  constructor(target: ScanTarget) {
    this.#target = target;
    this.#recordStart = target.markSize;
  }

  /** Takes the file's next bytes. */
  push(bytes: Buffer): void {
    const { keyIndex } = this.#target;
    const base = this.#offset;
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] ?? 0;
      const isReturn = byte === RETURN;
      if (byte === NEWLINE && this.#afterReturn) {
        // The second half of a Windows line end: counted with the first.
        this.#afterReturn = false;
        if (this.#state === 'start' && this.#field === 0) this.#recordStart = base + index + 1;
        continue;
      }
      this.#afterReturn = isReturn;
      if (byte === NEWLINE || isReturn) this.#line += 1;
      if (this.#state === 'quoted') {
        if (byte === QUOTE) this.#state = 'closing';
        else if (this.#field === keyIndex) this.#noteKey(byte);
      } else if (byte === COMMA) {
        this.#endField();
      } else if (byte === NEWLINE || isReturn) {
        this.#endRecord(bytes, base, index);
      } else if (byte === QUOTE && this.#state !== 'plain') {
        // At a field's start it opens; right after a closing one the two mean a quote, and the field goes on.
        if (this.#state === 'closing' && this.#field === keyIndex) this.#noteKey(byte);
        this.#state = 'quoted';
      } else {
        if (base + index >= this.#target.markSize) this.#state = 'plain';
        if (this.#field === keyIndex) this.#noteKey(byte);
      }
    }
    this.#offset += bytes.length;
    if (this.#offset > this.#recordStart) this.#keep(bytes.subarray(Math.max(this.#recordStart - base, 0)));
  }

  /** Ends a last record that no line end follows. */
  end(): void {
    if (this.#offset > this.#recordStart) this.#endRecord(Buffer.alloc(0), this.#offset, 0);
  }

  #noteKey(byte: number): void {
    if (byte >= ZERO && byte <= NINE) this.#digits += 1;
    else this.#isDigits = false;
  }

  #endField(): void {
    if (this.#field === this.#target.keyIndex) {
      this.#hasValidKey = this.#isDigits && this.#digits >= 1 && this.#digits <= 18;
    }
    this.#field += 1;
    this.#state = 'start';
  }

  #endRecord(bytes: Buffer, base: number, index: number): void {
    const end = base + index;
    const size = end - this.#recordStart;
    this.#endField();
    const { positions, onRecord } = this.#target;
    const positionIndex = (positions[this.#nextPosition] ?? Infinity) <= end ? this.#nextPosition : undefined;
    while ((positions[this.#nextPosition] ?? Infinity) <= end) this.#nextPosition += 1;
    if (!this.#isHeader && size > 0) {
      this.records += 1;
      if (positionIndex !== undefined || !this.#hasValidKey) {
        this.#keep(bytes.subarray(Math.max(this.#recordStart - base, 0), index));
        const text = Buffer.concat(this.#kept);
        onRecord({ line: this.#recordLine, text, size, positionIndex, hasValidKey: this.#hasValidKey });
      }
    }
    this.#isHeader = false;
    [this.#field, this.#digits, this.#isDigits, this.#hasValidKey] = [0, 0, true, false];
    this.#state = 'start';
    this.#recordStart = end + 1;
    this.#recordLine = this.#line;
    this.#kept = [];
  }

  #keep(bytes: Buffer): void {
    const held = this.#kept.reduce((total, piece) => total + piece.length, 0);
    const wanted = bytes.subarray(0, LONGEST_RECORD_TEXT - held);
    if (wanted.length > 0) this.#kept.push(Buffer.from(wanted));
  }
}
