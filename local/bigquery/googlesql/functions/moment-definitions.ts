import { BIGINT, VARCHAR } from '@duckdb/node-api';
import { define } from './definition.ts';
import type { Definition } from './definition.ts';
import { formatByModel } from './format-by-model.ts';
import { formatMoment } from './format-moment.ts';
import { formatNumber } from './format-number.ts';
import type { MomentKind } from './moment-elements.ts';
import { parseByModel } from './parse-by-model.ts';
import { parseMoment } from './parse-moment.ts';
import { castInterval } from './read-interval.ts';
import { readMoment } from './read-moment.ts';
import { isZone, writtenOffset } from './zones.ts';

/** Runs `work`; what it throws is no answer. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const parse = (kind: MomentKind, format: string, input: string): bigint => parseMoment(kind, format, input);

function minutesOf(zone: string): bigint | null {
  const minutes = writtenOffset(zone);
  return minutes === undefined || Number.isNaN(minutes) ? null : BigInt(minutes);
}

/**
 * What reads and prints dates, times, intervals and numbers by formats; moments are microseconds since 1970. What has no
 * answer is NULL, which the template makes an error.
 */
export const MOMENT_DEFINITIONS: readonly Definition[] = [
  define('cast_interval', [VARCHAR], VARCHAR, (text: string) => castInterval(text) ?? null),
  define(
    'format_by_model',
    [VARCHAR, VARCHAR, BIGINT, BIGINT],
    VARCHAR,
    (kind: MomentKind, format: string, ...at: [bigint, bigint]) =>
      formatByModel(kind, format, at[0], Number(at[1])) ?? null,
  ),
  define(
    'format_moment',
    [VARCHAR, VARCHAR, BIGINT, BIGINT],
    VARCHAR,
    (kind: MomentKind, format: string, ...at: [bigint, bigint]) => formatMoment(kind, format, at[0], Number(at[1])),
  ),
  define(
    'format_number',
    [VARCHAR, VARCHAR, BIGINT],
    VARCHAR,
    (format: string, text: string, isFloat: bigint) => formatNumber(format, text, isFloat === 1n) ?? null,
  ),
  define('is_zone', [VARCHAR], BIGINT, (zone: string) => (isZone(zone) ? 1n : 0n)),
  define(
    'parse_by_model',
    [VARCHAR, VARCHAR, VARCHAR, VARCHAR],
    BIGINT,
    (kind: MomentKind, ...rest: [string, string, string]) => parseByModel(kind, ...rest, Date.now()) ?? null,
  ),
  define('parse_moment', [VARCHAR, VARCHAR, VARCHAR], BIGINT, parse),
  define('parse_moment_safe', [VARCHAR, VARCHAR, VARCHAR], BIGINT, (kind: MomentKind, format: string, input: string) =>
    orNull(() => parse(kind, format, input)),
  ),
  define('read_moment', [VARCHAR, VARCHAR], BIGINT, (kind: MomentKind, text: string) => readMoment(kind, text) ?? null),
  define('zone_minutes', [VARCHAR], BIGINT, minutesOf),
];
