import type { Fault } from '../../local/portal/faults.ts';

/** Faults of an answer that the same request, sent again, may not meet; each is told at once. */
export const PASSING_FAULTS: Readonly<Record<string, Fault>> = {
  'a 202': { kind: 'status', status: 202 },
  'a 408': { kind: 'status', status: 408 },
  'a 429': { kind: 'status', status: 429 },
  'a 429 that asks to wait some seconds': { kind: 'status', status: 429, retryAfter: 3 },
  'a 429 that asks to wait until a date': { kind: 'status', status: 429, retryAfter: 'Wed, 01 Jul 2026 13:00:02 GMT' },
  'a 500': { kind: 'status', status: 500 },
  'a 502': { kind: 'status', status: 502 },
  'a 503': { kind: 'status', status: 503 },
  'a 504': { kind: 'status', status: 504 },
  'a reset at the start': { kind: 'reset', at: 'start' },
  'a reset behind the headers': { kind: 'reset', at: 'headers' },
  'a reset within the body': { kind: 'reset', at: 'body' },
  'a body cut off': { kind: 'truncated' },
  'a length too large': { kind: 'length', by: 50 },
  'a length too small': { kind: 'length', by: -50 },
  'malformed JSON': { kind: 'malformed' },
  HTML: { kind: 'html' },
};

/** Faults that only a timeout ends. */
export const SLOW_FAULTS: Readonly<Record<string, Fault>> = {
  silence: { kind: 'silent' },
  'a drip': { kind: 'slow', bytesPerSecond: 4 },
};
