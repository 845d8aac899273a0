import { isUtf8 } from 'node:buffer';
import { fromBase64 } from './text.ts';

/** How one format writes bytes as text, and reads them back. */
interface BytesFormat {
  readonly write: (bytes: Buffer) => string;
  readonly read: (text: string) => Uint8Array;
}

const bits = (bytes: Buffer): string => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');

function readBits(text: string): Uint8Array {
  if (/[^01]/u.test(text))
    throw new Error(
      `Failed to decode invalid base2 string due to character '${/[^01]/u.exec(text)?.[0]}' at offset ${text.search(/[^01]/u)}`,
    );
  const whole = text.padStart(Math.ceil(text.length / 8) * 8, '0');
  return Uint8Array.from(whole.match(/.{8}/gu) ?? [], (byte) => parseInt(byte, 2));
}

/** Three bits a digit, from the right. */
const octalLength = (size: number): number => Math.ceil((size * 8) / 3);

function readOctal(text: string): Uint8Array {
  if (/[^0-7]/u.test(text)) throw new Error('Failed to decode invalid base8 string');
  const floor = Math.floor((text.length * 3) / 8);
  // As many digits as whole bytes have: their spare bits go.
  const size = octalLength(floor) === text.length ? floor : Math.ceil((text.length * 3) / 8);
  const value = BigInt.asUintN(size * 8, BigInt(`0o0${text}`));
  return size === 0 ? new Uint8Array() : Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
}

function readHex(text: string): Uint8Array {
  if (/[^\da-f]/iu.test(text))
    throw new Error(
      `Failed to decode invalid hexadecimal string due to character at offset ${text.search(/[^\da-f]/iu)}: ${text}`,
    );
  return Buffer.from(text.length % 2 === 1 ? `0${text}` : text, 'hex');
}

const HEX: BytesFormat = { write: (bytes) => bytes.toString('hex'), read: readHex };
const UTF8: BytesFormat = {
  write: (bytes) => {
    if (!isUtf8(bytes)) throw new Error('A string is not valid UTF-8.');
    return bytes.toString('utf8');
  },
  read: (text) => Buffer.from(text),
};

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 128);

function checkAscii<T extends Uint8Array>(bytes: T): T {
  if (!isAscii(bytes)) throw new Error('Failed to decode invalid ASCII string');
  return bytes;
}

const FORMATS: Readonly<Record<string, BytesFormat>> = {
  ASCII: { write: (bytes) => checkAscii(bytes).toString('latin1'), read: (text) => checkAscii(Buffer.from(text)) },
  'UTF-8': UTF8,
  UTF8,
  HEX,
  BASE16: HEX,
  BASE2: { write: bits, read: readBits },
  BASE8: {
    write: (bytes) =>
      bytes.length === 0
        ? ''
        : BigInt(`0x${bytes.toString('hex')}`)
            .toString(8)
            .padStart(octalLength(bytes.length), '0'),
    read: readOctal,
  },
  BASE64: { write: (bytes) => bytes.toString('base64'), read: fromBase64 },
  BASE64M: {
    write: (bytes) => (bytes.toString('base64').match(/.{1,76}/gu) ?? []).join('\n'),
    read: fromBase64,
  },
};

function formatOf(name: string): BytesFormat {
  const format = FORMATS[name.toUpperCase()];
  if (format) return format;
  throw new Error(
    name.toUpperCase() === 'BASE32'
      ? 'not supported by the local warehouse: format BASE32'
      : `Invalid format '${name}'`,
  );
}

/**
 * CAST(bytes AS STRING FORMAT …).
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_bytes_as_string
 */
export const writeBytes = (bytes: Uint8Array, format: string): string => formatOf(format).write(Buffer.from(bytes));

/** CAST(string AS BYTES FORMAT …). */
export const readBytes = (text: string, format: string): Uint8Array => formatOf(format).read(text);
