import { type Hash, createHash } from 'node:crypto';

/** CRC-32C (Castagnoli), reflected. @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256 entries: eight bytes a step instead of one. */
const TABLES = ((): Int32Array => {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    tables[byte] = remainder;
  }
  for (let index = 256; index < tables.length; index += 1) {
    const previous = tables[index - 256] ?? 0;
    tables[index] = (tables[previous & 0xff] ?? 0) ^ (previous >>> 8);
  }
  return tables;
})();

const at = (table: number, byte: number): number => TABLES[table * 256 + (byte & 0xff)] ?? 0;

function updateCrc32c(state: number, bytes: Buffer): number {
  let crc = state;
  let offset = 0;
  for (; offset + 8 <= bytes.length; offset += 8) {
    const low = crc ^ bytes.readInt32LE(offset);
    const high = bytes.readInt32LE(offset + 4);
    crc =
      at(7, low) ^
      at(6, low >>> 8) ^
      at(5, low >>> 16) ^
      at(4, low >>> 24) ^
      at(3, high) ^
      at(2, high >>> 8) ^
      at(1, high >>> 16) ^
      at(0, high >>> 24);
  }
  for (; offset < bytes.length; offset += 1) crc = at(0, crc ^ (bytes[offset] ?? 0)) ^ (crc >>> 8);
  return crc;
}

/** Both checksums of a body, base64 as Cloud Storage gives them (the CRC big-endian). */
export interface Checksums {
  readonly crc32c: string;
  readonly md5Hash: string;
}

/** Sums up a body piece by piece. @see https://cloud.google.com/storage/docs/data-validation */
export class ChecksumMeter {
  #crc = -1;
  readonly #md5: Hash = createHash('md5');

  update(bytes: Buffer): void {
    this.#crc = updateCrc32c(this.#crc, bytes);
    this.#md5.update(bytes);
  }

  /** The checksums of all that was given; the meter takes no more. */
  digest(): Checksums {
    const crc = Buffer.alloc(4);
    crc.writeInt32BE(~this.#crc);
    return { crc32c: crc.toString('base64'), md5Hash: this.#md5.digest('base64') };
  }
}

/** The checksums that an `x-goog-hash` header claims, such as `crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==`. */
export function parseHashHeader(header: string | undefined): Partial<Checksums> {
  const claims = new Map(
    (header ?? '').split(',').map((part) => [part.split('=')[0]?.trim(), part.replace(/^[^=]*=/, '').trim()]),
  );
  const [crc32c, md5Hash] = [claims.get('crc32c'), claims.get('md5')];
  return { ...(crc32c && { crc32c }), ...(md5Hash && { md5Hash }) };
}
