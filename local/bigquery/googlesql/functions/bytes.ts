/**
 * Operators on the bits of BYTES, the first byte being the highest.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#bitwise_operators
 */
const zip =
  (combine: (a: number, b: number) => number) =>
  (left: Uint8Array, right: Uint8Array): Uint8Array => {
    if (left.length !== right.length)
      throw new Error('Bitwise binary operator for BYTES requires equal length of the inputs');
    return left.map((byte, i) => combine(byte, right[i] ?? 0));
  };

/** `a & b`. */
export const and = zip((a, b) => a & b);
/** `a | b`. */
export const or = zip((a, b) => a | b);
/** `a ^ b`. */
export const xor = zip((a, b) => a ^ b);
/** `~a`. */
export const not = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => ~byte & 255);

function shifted(bytes: Uint8Array, move: (bits: bigint) => bigint): Uint8Array {
  const digits = bytes.length * 2;
  if (digits === 0) return bytes;
  const bits = BigInt.asUintN(bytes.length * 8, move(BigInt(`0x${Buffer.from(bytes).toString('hex')}`)));
  return Buffer.from(bits.toString(16).padStart(digits, '0'), 'hex');
}

/** How far to shift: a value of so many bits is nothing after as many steps. Throws on a negative count. */
export function shiftCount(count: bigint, bits: number): bigint {
  if (count < 0n) throw new Error('Bitwise shift by negative offset.');
  return count > BigInt(bits) ? BigInt(bits) : count;
}

/** `a << count`. */
export const shiftLeft = (bytes: Uint8Array, count: bigint): Uint8Array =>
  shifted(bytes, (bits) => bits << shiftCount(count, bytes.length * 8));

/** `a >> count`. */
export const shiftRight = (bytes: Uint8Array, count: bigint): Uint8Array =>
  shifted(bytes, (bits) => bits >> shiftCount(count, bytes.length * 8));

/** BIT_COUNT. */
export const bitCount = (bytes: Uint8Array): bigint =>
  BigInt(bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0));
