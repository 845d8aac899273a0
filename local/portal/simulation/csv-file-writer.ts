import { open, rename, rm, type FileHandle } from 'node:fs/promises';

/** Bytes gathered before they are written. */
const CHUNK_BYTES = 1 << 20;
/** No record comes near this. */
const LONGEST_RECORD_BYTES = 1 << 16;

/**
 * Writes a file under a temporary name and gives it its own only when it is whole, so that nobody meets half a file.
 * Each character is written as one byte (Latin-1).
 */
export class CsvFileWriter {
  readonly path: string;
  readonly #temporaryPath: string;
  readonly #file: FileHandle;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES + LONGEST_RECORD_BYTES);
  #used = 0;
  #bytes = 0;
  #lines = 0;

  private constructor(path: string, temporaryPath: string, file: FileHandle) {
    this.path = path;
    this.#temporaryPath = temporaryPath;
    this.#file = file;
  }

  /** Opens `path` for writing; a leftover of an earlier process is overwritten. */
  static async open(path: string): Promise<CsvFileWriter> {
    const temporaryPath = `${path}.tmp`;
    return new CsvFileWriter(path, temporaryPath, await open(temporaryPath, 'w'));
  }

  /** Lines written so far. */
  get lines(): number {
    return this.#lines;
  }

  /** Bytes handed to the file so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** True when so much is waiting that `flush` must be called before long: within a hundred records. */
  get isFull(): boolean {
    return this.#used >= CHUNK_BYTES;
  }

  /** Adds one record that spans `lineBreaks` lines more than one. */
  push(record: string, lineBreaks = 0): void {
    const written = this.#chunk.write(record, this.#used, 'latin1');
    if (written < record.length) throw new Error(`flush ${this.path} before it is pushed to again`);
    this.#used += written;
    this.#lines += 1 + lineBreaks;
  }

  /** Writes what is waiting. */
  async flush(): Promise<void> {
    await this.#file.writeFile(this.#chunk.subarray(0, this.#used));
    this.#bytes += this.#used;
    this.#used = 0;
  }

  /** Finishes the file under its own name. */
  async commit(): Promise<void> {
    await this.flush();
    await this.#file.datasync();
    await this.#file.close();
    await rename(this.#temporaryPath, this.path);
  }

  /** Gives the file up and removes what was written. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.#temporaryPath, { force: true });
  }
}
