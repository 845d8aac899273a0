import type { IncomingMessage } from 'node:http';
import { PortalApiError, plainError } from './api-errors.ts';

const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Only names of this machine are answered: a page in a browser could otherwise reach the portal through a host name of
 * its own that resolves to 127.0.0.1, or by asking from elsewhere.
 */
export function refuseForeigners({ headers }: IncomingMessage): void {
  const isOwnPage = headers.origin === undefined || loopback.test(headers.origin.replace(/^https?:\/\//, ''));
  if (loopback.test(headers.host ?? '') && isOwnPage) return;
  throw plainError(403, 'permission_denied', 'The local portal answers only to 127.0.0.1 and localhost.');
}

/**
 * Whether the request carries the app token, in its header or its address.
 * @throws PortalApiError where it carries another; to Socrata, too, that is worse than none
 *   (https://dev.socrata.com/docs/app-tokens.html).
 */
export function hasToken(request: IncomingMessage, parameters: URLSearchParams, token: string | undefined): boolean {
  const given = request.headers['x-app-token'] ?? parameters.get('$$app_token') ?? undefined;
  if (given === undefined) return false;
  if (token !== undefined && given === token) return true;
  throw plainError(403, 'permission_denied', 'Invalid app_token specified');
}

/** 403 for the newer interface without a token. */
export function missingToken(): PortalApiError {
  return plainError(
    403,
    'permission_denied',
    'Requests must be either authenticated by a user or marked with a valid application token',
  );
}

/** Lets so many requests through in any second; the rest are to come again. */
export class Throttle {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #times: number[] = [];

  /** @param now milliseconds of a clock that never goes back. */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Counts a request. @throws PortalApiError 429 beyond the limit. */
  pass(): void {
    const now = this.#now();
    while (this.#times[0] !== undefined && this.#times[0] <= now - 1000) this.#times.shift();
    if (this.#times.length >= this.#perSecond) throw throttled();
    this.#times.push(now);
  }
}

/** 429, with or without `Retry-After` (seconds, or a date as HTTP writes it). */
export function throttled(retryAfter?: number | string): PortalApiError {
  const message = 'Too many requests. Requests with an application token have a higher limit.';
  const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  return new PortalApiError(429, { code: 'too_many_requests', error: true, message }, headers);
}
