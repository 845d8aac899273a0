/** NET.HOST: what stands between `//` and a port, a path, a query or a fragment; NULL where nothing does. */
export function hostOf(url: string): string | null {
  const trimmed = url.replaceAll(/^[\0-\u0020]+|[\0-\u0020]+$/gu, '');
  const authority = trimmed.replace(/^(?:[a-z\d+.-]*:)?\/\//iu, '').replace(/[/?#\\].*$/su, '');
  const address = authority.slice(authority.lastIndexOf('@') + 1);
  const host = address.startsWith('[') ? /^\[[^\]]*\]?/u.exec(address)?.[0] : address.replace(/:.*$/su, '');
  return host === undefined || host === '' ? null : host;
}

const quadBytes = (text: string): readonly number[] | undefined => {
  const parts = text.split('.');
  const isQuad = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) < 256);
  return isQuad ? parts.map(Number) : undefined;
};

/** The bytes of colon-separated groups, the last of which may be a dotted quad. */
function groupBytes(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  for (const [i, part] of text.split(':').entries()) {
    const quad = i === text.split(':').length - 1 ? quadBytes(part) : undefined;
    if (quad) bytes.push(...quad);
    else if (!/^[\da-f]{1,4}$/iu.test(part)) return undefined;
    else bytes.push(parseInt(part, 16) >> 8, parseInt(part, 16) & 255);
  }
  return bytes;
}

function addressBytes(text: string): Uint8Array | undefined {
  const quad = quadBytes(text);
  if (quad) return Uint8Array.from(quad);
  const halves = text.split('::');
  const [head, tail] = halves.map(groupBytes);
  if (!text.includes(':') || halves.length > 2 || !head || (halves.length === 2 && !tail)) return undefined;
  const zeros = 16 - head.length - (tail?.length ?? 0);
  if (zeros < 0 || (zeros === 0) !== (halves.length === 1)) return undefined;
  return Uint8Array.from([...head, ...Array.from({ length: zeros }, () => 0), ...(tail ?? [])]);
}

/** NET.SAFE_IP_FROM_STRING. */
export const safeAddress = (text: string): Uint8Array | null => addressBytes(text) ?? null;

/** NET.IP_FROM_STRING. */
export function parseAddress(text: string): Uint8Array {
  const bytes = addressBytes(text);
  if (!bytes) throw new Error(`NET.IP_FROM_STRING() encountered an unparseable IP-address: ${text}`);
  return bytes;
}

/** NET.IP_TO_STRING: the longest run of zero groups is `::`. */
export function printAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) {
    throw new Error(
      `NET.IP_TO_STRING() encountered an invalid IP address. Expected 4 (for IPv4) or 16 (for IPv6) bytes but got ${bytes.length}`,
    );
  }
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  const text = groups.join(':');
  const quad = bytes.subarray(12).join('.');
  if (/^(?:0:){5}ffff:/u.test(text)) return `::ffff:${quad}`;
  if (/^(?:0:){6}(?!0:)/u.test(text)) return `::${quad}`;
  const runs = [...text.matchAll(/(?<![\da-f])0(?::0)+(?![\da-f])/gu)];
  const longest = runs.reduce<RegExpMatchArray | undefined>(
    (a, b) => (a && a[0].length >= b[0].length ? a : b),
    undefined,
  );
  if (longest?.index === undefined) return text;
  const [head, tail] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${head.replace(/:$/u, '')}::${tail.replace(/^:/u, '')}`;
}

const maskOf = (size: number, prefix: bigint): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => {
    const bits = Math.min(8, Math.max(0, Number(prefix) - 8 * i));
    return (0xff << (8 - bits)) & 0xff;
  });

/** NET.IP_NET_MASK. */
export function netMask(size: bigint, prefix: bigint): Uint8Array {
  if (size !== 4n && size !== 16n) {
    throw new Error(
      `The first argument of NET.IP_NET_MASK() must be either 4 (for IPv4) or 16 (for IPv6); got ${size}`,
    );
  }
  if (prefix < 0n || prefix > size * 8n) {
    throw new Error(
      `The second argument of NET.IP_NET_MASK() must be between 0 and the first argument * 8; got ${prefix}`,
    );
  }
  return maskOf(Number(size), prefix);
}

/** NET.IP_TRUNC: the address with its bits after the prefix cleared. */
export function truncateAddress(bytes: Uint8Array, prefix: bigint): Uint8Array {
  if (bytes.length !== 4 && bytes.length !== 16) {
    throw new Error(
      `The first argument of NET.IP_TRUNC() must have length 4 (for IPv4) or 16 (for IPv6); got ${bytes.length}`,
    );
  }
  if (prefix < 0n || prefix > BigInt(bytes.length * 8)) {
    throw new Error(
      `The second argument of NET.IP_TRUNC() must be between 0 and 8 * LENGTH(first argument); got ${prefix}`,
    );
  }
  const mask = maskOf(bytes.length, prefix);
  return bytes.map((byte, i) => byte & (mask[i] ?? 0));
}

/** NET.IPV4_FROM_INT64. */
export function addressOfInteger(value: bigint): Uint8Array {
  if (value < -0x80000000n || value > 0xffffffffn) {
    throw new Error(
      `NET.IPV4_FROM_INT64() encountered an invalid integer IP. Expected range: [-0x80000000, 0xFFFFFFFF]; got ${value}`,
    );
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Number(BigInt.asUintN(32, value)));
  return bytes;
}

/** NET.IPV4_TO_INT64. */
export function integerOfAddress(bytes: Uint8Array): bigint {
  if (bytes.length !== 4) {
    throw new Error(`NET.IPV4_TO_INT64() encountered a non-IPv4 address. Expected 4 bytes but got ${bytes.length}`);
  }
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}
