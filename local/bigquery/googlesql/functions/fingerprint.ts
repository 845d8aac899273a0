const M = (1n << 64n) - 1n;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

const mul = (a: bigint, b: bigint): bigint => (a * b) & M;
const rotate = (v: bigint, n: bigint): bigint => ((v >> n) | (v << (64n - n))) & M;
const mix = (v: bigint): bigint => v ^ (v >> 47n);

/** Hashes 128 bits to 64. */
function len16(u: bigint, v: bigint, m = 0x9ddfea08eb382d69n): bigint {
  const a = mix(mul(u ^ v, m));
  return mul(mix(mul(v ^ a, m)), m);
}

function upTo16(s: Buffer): bigint {
  const n = s.length;
  if (n >= 8) {
    const m = K2 + BigInt(n) * 2n;
    const a = (s.readBigUInt64LE(0) + K2) & M;
    const b = s.readBigUInt64LE(n - 8);
    const c = (mul(rotate(b, 37n), m) + a) & M;
    const d = mul(rotate(a, 25n) + b, m);
    return len16(c, d, m);
  }
  if (n >= 4) {
    const m = K2 + BigInt(n) * 2n;
    return len16(BigInt(n) + (BigInt(s.readUInt32LE(0)) << 3n), BigInt(s.readUInt32LE(n - 4)), m);
  }
  if (n > 0) {
    const y = BigInt(s.readUInt8(0) + (s.readUInt8(n >> 1) << 8));
    const z = BigInt(n + (s.readUInt8(n - 1) << 2));
    return mul(mix(mul(y, K2) ^ mul(z, K0)), K2);
  }
  return K2;
}

/** What 17 to 64 bytes begin with: sums of their first and last 16. */
function ends(s: Buffer): { readonly a: bigint; readonly m: bigint; readonly low: bigint; readonly high: bigint } {
  const n = s.length;
  const m = K2 + BigInt(n) * 2n;
  const a = mul(s.readBigUInt64LE(0), n <= 32 ? K1 : K2);
  const b = s.readBigUInt64LE(8);
  const c = mul(s.readBigUInt64LE(n - 8), m);
  const d = mul(s.readBigUInt64LE(n - 16), K2);
  const low = (rotate((a + b) & M, 43n) + rotate(c, 30n) + d) & M;
  return { a, m, low, high: (a + rotate((b + K2) & M, 18n) + c) & M };
}

function upTo32(s: Buffer): bigint {
  const { m, low, high } = ends(s);
  return len16(low, high, m);
}

function upTo64(s: Buffer): bigint {
  const n = s.length;
  const { a, m, low, high } = ends(s);
  const z = len16(low, high, m);
  const e = mul(s.readBigUInt64LE(16), m);
  const f = s.readBigUInt64LE(24);
  const g = mul(low + s.readBigUInt64LE(n - 32), m);
  const h = mul(z + s.readBigUInt64LE(n - 24), m);
  return len16((rotate((e + f) & M, 43n) + rotate(g, 30n) + h) & M, (e + rotate((f + a) & M, 18n) + g) & M, m);
}

type Pair = readonly [bigint, bigint];

function weak32(s: Buffer, at: number, seedA: bigint, seedB: bigint): Pair {
  const [w, x, y, z] = [0, 8, 16, 24].map((i) => s.readBigUInt64LE(at + i)) as [bigint, bigint, bigint, bigint];
  const a = (seedA + w) & M;
  const b = rotate((seedB + a + z) & M, 21n);
  const c = a;
  const d = (a + x + y) & M;
  return [(d + z) & M, (b + rotate(d, 44n) + c) & M];
}

function long(s: Buffer): bigint {
  const n = s.length;
  const seed = 81n;
  let x = seed;
  let y = (mul(seed, K1) + 113n) & M;
  let z = mul(mix((mul(y, K2) + 113n) & M), K2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  x = (mul(x, K2) + s.readBigUInt64LE(0)) & M;
  const end = ((n - 1) >> 6) * 64;
  const last64 = end + ((n - 1) & 63) - 63;
  let at = 0;
  do {
    x = mul(rotate((x + y + v[0] + s.readBigUInt64LE(at + 8)) & M, 37n), K1);
    y = mul(rotate((y + v[1] + s.readBigUInt64LE(at + 48)) & M, 42n), K1);
    x ^= w[1];
    y = (y + v[0] + s.readBigUInt64LE(at + 40)) & M;
    z = mul(rotate((z + w[0]) & M, 33n), K1);
    v = weak32(s, at, mul(v[1], K1), (x + w[0]) & M);
    w = weak32(s, at + 32, (z + w[1]) & M, (y + s.readBigUInt64LE(at + 16)) & M);
    [z, x] = [x, z];
    at += 64;
  } while (at !== end);
  const m = (K1 + ((z & 0xffn) << 1n)) & M;
  at = last64;
  w = [(w[0] + BigInt((n - 1) & 63)) & M, w[1]];
  v = [(v[0] + w[0]) & M, v[1]];
  w = [(w[0] + v[0]) & M, w[1]];
  x = mul(rotate((x + y + v[0] + s.readBigUInt64LE(at + 8)) & M, 37n), m);
  y = mul(rotate((y + v[1] + s.readBigUInt64LE(at + 48)) & M, 42n), m);
  x ^= mul(w[1], 9n);
  y = (y + mul(v[0], 9n) + s.readBigUInt64LE(at + 40)) & M;
  z = mul(rotate((z + w[0]) & M, 33n), m);
  v = weak32(s, at, mul(v[1], m), (x + w[0]) & M);
  w = weak32(s, at + 32, (z + w[1]) & M, (y + s.readBigUInt64LE(at + 16)) & M);
  [z, x] = [x, z];
  return len16((len16(v[0], w[0], m) + mul(mix(y), K0) + z) & M, (len16(v[1], w[1], m) + x) & M, m);
}

/** FARM_FINGERPRINT: farmhash's Fingerprint64 (of farmhashna), as a signed number. https://github.com/google/farmhash */
export function farmFingerprint(bytes: Uint8Array): bigint {
  const s = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const n = s.length;
  const hash = n <= 16 ? upTo16(s) : n <= 32 ? upTo32(s) : n <= 64 ? upTo64(s) : long(s);
  return BigInt.asIntN(64, hash);
}
