import { createHash } from 'node:crypto';
import { BIGINT, BLOB, DOUBLE, VARCHAR } from '@duckdb/node-api';
import { readBytes, writeBytes } from './bytes-format.ts';
import { INTEGERS, TEXTS, define } from './definition.ts';
import type { Definition } from './definition.ts';
import { farmFingerprint } from './fingerprint.ts';
import { formatText } from './format-text.ts';
import { escapeBytes, floatText, quoteBytes, quoteText } from './literal-text.ts';
import * as net from './net.ts';
import { matchPlace, matchedTexts } from './regexp-matches.ts';
import { checkedRewrite, extractedGroup } from './regexp-pattern.ts';
import * as text from './text.ts';

/** What works on text and on its bytes. */
export const TEXT_DEFINITIONS: readonly Definition[] = [
  define('bytes_to_string', [BLOB], VARCHAR, text.bytesToString),
  define('casefold', [VARCHAR, VARCHAR], VARCHAR, text.casefold),
  define('code_points_to_bytes', [INTEGERS], BLOB, text.codePointsToBytes),
  define('code_points_to_string', [INTEGERS], VARCHAR, text.codePointsToString),
  define('edit_distance', [VARCHAR, VARCHAR], BIGINT, text.editDistance),
  define('farm_fingerprint', [BLOB], BIGINT, farmFingerprint),
  define('escape_bytes', [BLOB], VARCHAR, escapeBytes),
  define('float_text', [DOUBLE], VARCHAR, floatText),
  define('format', [VARCHAR, VARCHAR, TEXTS], VARCHAR, formatText),
  define('quote_bytes', [BLOB], VARCHAR, quoteBytes),
  define('quote_text', [VARCHAR], VARCHAR, quoteText),
  define('initcap', [VARCHAR, VARCHAR], VARCHAR, text.initcap),
  define('from_base32', [VARCHAR], BLOB, text.fromBase32),
  define('from_base64', [VARCHAR], BLOB, text.fromBase64),
  define('from_latin1', [VARCHAR], BLOB, text.fromLatin1),
  define('latin1', [BLOB], VARCHAR, text.latin1),
  define('lower_bytes', [BLOB], BLOB, text.lowerBytes),
  define('regexp_group', [VARCHAR], BIGINT, extractedGroup),
  define('regexp_place', [VARCHAR, TEXTS, TEXTS, TEXTS, TEXTS, BIGINT, BIGINT], BIGINT, matchPlace),
  define('regexp_rewrite', [VARCHAR, VARCHAR], VARCHAR, checkedRewrite),
  define('regexp_texts', [VARCHAR, TEXTS, TEXTS, TEXTS], TEXTS, matchedTexts),
  define('to_base32', [BLOB], VARCHAR, text.toBase32),
  define('upper_bytes', [BLOB], BLOB, text.upperBytes),
  define('instr', [VARCHAR, VARCHAR, BIGINT, BIGINT], BIGINT, text.instr),
  define('lower', [VARCHAR], VARCHAR, (value: string) => value.toLowerCase()),
  define('normalize', [VARCHAR, VARCHAR], VARCHAR, (value: string, form: string) => value.normalize(form)),
  define('reverse', [VARCHAR], VARCHAR, (value: string) => Array.from(value).reverse().join('')),
  define('sha512', [BLOB], BLOB, (value: Uint8Array) => createHash('sha512').update(value).digest()),
  define('soundex', [VARCHAR], VARCHAR, text.soundex),
  define('translate', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, text.translate),
  define('upper', [VARCHAR], VARCHAR, (value: string) => value.toUpperCase()),
  define('read_bytes', [VARCHAR, VARCHAR], BLOB, readBytes),
  define('write_bytes', [BLOB, VARCHAR], VARCHAR, writeBytes),
  define('net_host', [VARCHAR], VARCHAR, net.hostOf),
  define('ip_from_string', [VARCHAR], BLOB, net.parseAddress),
  define('ip_from_string_safe', [VARCHAR], BLOB, net.safeAddress),
  define('ip_to_string', [BLOB], VARCHAR, net.printAddress),
  define('ip_net_mask', [BIGINT, BIGINT], BLOB, net.netMask),
  define('ip_trunc', [BLOB, BIGINT], BLOB, net.truncateAddress),
  define('ipv4_from_integer', [BIGINT], BLOB, net.addressOfInteger),
  define('ipv4_to_integer', [BLOB], BIGINT, net.integerOfAddress),
];
