/** How a call that may be repeated is repeated. */
export interface RetryPolicy {
  /** Calls in all; at least 1. */
  readonly attempts: number;
  /** Upper bound of the first wait, in milliseconds; it doubles with every further one. */
  readonly baseMilliseconds: number;
  /** Upper bound of any wait, in milliseconds. */
  readonly capMilliseconds: number;
}

export const RETRY_POLICY: RetryPolicy = { attempts: 7, baseMilliseconds: 500, capMilliseconds: 30_000 };

/**
 * Milliseconds to wait after the given failure (from 1), `random` being 0 to 1: anything up to the bound, so that
 * clients that failed together do not return together.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (full jitter)
 */
export const fullJitter = (policy: RetryPolicy, failure: number, random: number): number =>
  random * Math.min(policy.capMilliseconds, policy.baseMilliseconds * 2 ** (failure - 1));

const CONNECTION_CODES = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH'],
  ...['EAI_AGAIN', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE'],
]);
const BUSY_STATUSES = new Set([408, 429, 500, 502, 503, 504]);
const BUSY_REASONS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'jobRateLimitExceeded', 'backendError']);

interface ClientFailure {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly errors?: readonly { readonly reason?: unknown }[];
  readonly cause?: unknown;
}

const asFailure = (error: unknown): ClientFailure => (typeof error === 'object' && error !== null ? error : {});

/** HTTP status of what a Google client threw, or undefined: calls say `code`, resumable uploads `status`. */
export function statusOf(error: unknown): number | undefined {
  const { status, code } = asFailure(error);
  const found = [status, code].map(Number).find((value) => value >= 100 && value < 600);
  return found;
}

/** Whether the same call may succeed later: the service was busy, or the connection broke. */
export function isTransient(error: unknown): boolean {
  const { code, errors, cause } = asFailure(error);
  const status = statusOf(error);
  if (status !== undefined) {
    const reasons = Array.isArray(errors) ? errors.map((each: { readonly reason?: unknown }) => each.reason) : [];
    return BUSY_STATUSES.has(status) || reasons.some((reason) => BUSY_REASONS.has(String(reason)));
  }
  return CONNECTION_CODES.has(String(code)) || (cause !== undefined && isTransient(cause));
}
