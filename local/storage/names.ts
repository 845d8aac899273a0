import { createHash } from 'node:crypto';

/** Longest encoded component kept readable, in bytes: leaves room for a generation and an extension below 255. */
const LONGEST_COMPONENT = 180;
/** Longest encoded name kept readable, in bytes: macOS allows 1,024 for a whole path. */
const LONGEST_NAME = 600;

/** Folder of the objects whose names are too long to be spelled out; no encoded component can equal it. */
export const LONG_NAMES_FOLDER = '%long';
const EMPTY_COMPONENT = '%-';
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** Where an object's files lie below its bucket's folder: `folders`, then files whose names begin with `stem`. */
export interface EncodedName {
  readonly folders: readonly string[];
  readonly stem: string;
}

const escapeByte = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;

/**
 * One component (no slash) as a file name that every file system takes and none confuses with another: lower-case
 * letters, digits, `-`, `_` and inner dots stand for themselves, every other UTF-8 byte is `%` and two hex digits.
 */
export function encodeComponent(component: string): string {
  if (component === '') return EMPTY_COMPONENT;
  const bytes = Buffer.from(component, 'utf8');
  let encoded = '';
  bytes.forEach((byte, index) => {
    const character = String.fromCharCode(byte);
    const isInnerDot = character === '.' && index > 0 && index < bytes.length - 1;
    encoded += isInnerDot || /[a-z0-9_-]/.test(character) ? character : escapeByte(byte);
  });
  return WINDOWS_DEVICE.test(encoded) ? escapeByte(bytes[0] ?? 0) + encoded.slice(1) : encoded;
}

/** The component that {@link encodeComponent} made `encoded` from. */
export function decodeComponent(encoded: string): string {
  return encoded === EMPTY_COMPONENT ? '' : decodeURIComponent(encoded);
}

/**
 * Where an object of this name is kept. Distinct names get distinct places, also on a file system that ignores case;
 * no place leaves the bucket's folder, and no component passes 255 bytes. Too long names are kept by their SHA-256.
 */
export function encodeObjectName(name: string): EncodedName {
  const components = name.split('/').map(encodeComponent);
  const isLong =
    components.some((each) => each.length > LONGEST_COMPONENT) || components.join('/').length > LONGEST_NAME;
  if (isLong) return { folders: [LONG_NAMES_FOLDER], stem: createHash('sha256').update(name).digest('hex') };
  return { folders: components.slice(0, -1), stem: components.at(-1) ?? EMPTY_COMPONENT };
}

/** The object name that {@link encodeObjectName} placed here, or undefined for the long ones (their record tells). */
export function decodeObjectName({ folders, stem }: EncodedName): string | undefined {
  if (folders[0] === LONG_NAMES_FOLDER) return undefined;
  return [...folders, stem].map(decodeComponent).join('/');
}

/**
 * What is wrong with an object name, or undefined.
 * @see https://cloud.google.com/storage/docs/objects#naming
 */
export function objectNameFault(name: string): string | undefined {
  if (name === '') return 'Required';
  if (Buffer.byteLength(name, 'utf8') > 1024)
    return 'The specified object name is too long: at most 1024 bytes of UTF-8.';
  if (/\p{Surrogate}/u.test(name)) return 'The specified object name is not well-formed Unicode.';
  if (/[\r\n]/.test(name) || name === '.' || name === '..' || name.startsWith('.well-known/acme-challenge/')) {
    return `Invalid object name: '${name}'`;
  }
  return undefined;
}

/**
 * What is wrong with a bucket name, or undefined.
 * @see https://cloud.google.com/storage/docs/buckets#naming
 */
export function bucketNameFault(name: string): string | undefined {
  const isShaped = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(name) && !/\.\.|^goog/.test(name);
  const isSized = name.split('.').every((part) => part.length <= 63);
  return isShaped && isSized ? undefined : `Invalid bucket name: '${name}'`;
}
