import { RETRY_POLICY, type RetryPolicy, fullJitter, isTransient, statusOf } from '../core/retry.ts';
import type { IngestEffects } from '../options.ts';

/** What differs from service to service; by default as the Google services want it. */
export interface RetryRules {
  readonly policy?: RetryPolicy;
  readonly isPassing?: (error: unknown) => boolean;
  /** Milliseconds that the service itself asks to wait, if it does; what is waited comes on top of it. */
  readonly askedWait?: (error: unknown) => number | undefined;
  /** Whether so many milliseconds may be waited; the failure is thrown if not. */
  readonly mayWait?: (milliseconds: number) => boolean;
  /** Told of every failure, the last one too. */
  readonly onFailure?: (error: unknown) => void;
  /** Ends waiting. */
  readonly signal?: AbortSignal;
}

/** Repeats a call that failed for a passing reason, waiting longer each time; the last failure is thrown as it came. */
export async function withRetry<T>(
  what: string,
  effects: IngestEffects,
  call: () => Promise<T>,
  rules: RetryRules = {},
): Promise<T> {
  const { policy = RETRY_POLICY, isPassing = isTransient } = rules;
  for (let failure = 1; ; failure += 1) {
    try {
      return await call();
    } catch (error) {
      rules.onFailure?.(error);
      if (failure >= policy.attempts || rules.signal?.aborted || !isPassing(error)) throw error;
      const wait = (rules.askedWait?.(error) ?? 0) + fullJitter(policy, failure, effects.random());
      if (rules.mayWait?.(wait) === false) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      effects.log(`${what} failed (${reason.slice(0, 200)}), trying again in ${Math.round(wait)} ms`);
      await effects.sleep(wait, rules.signal);
    }
  }
}

/**
 * Runs a call as {@link withRetry} does and gives `otherwise` where the service answers with `status`.
 * @param what the verb and its object, for messages
 * @param resource what it is done to, for messages
 */
export type Attempt = <T, U>(
  what: string,
  resource: string,
  call: () => Promise<T>,
  status: number,
  otherwise: U,
) => Promise<T | U>;

/**
 * Calls to one service.
 * @param failure makes the error that is thrown for any other answer
 * @param isAnswer false for an error that has the expected status but another meaning
 */
export function attempts(
  effects: IngestEffects,
  failure: (resource: string, explanation: string, cause: unknown) => Error,
  isAnswer: (message: string) => boolean = () => true,
): Attempt {
  return async (what, resource, call, status, otherwise) => {
    try {
      return await withRetry(`${what} ${resource}`, effects, call);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (statusOf(error) === status && isAnswer(message)) return otherwise;
      throw failure(resource, `cannot ${what}: ${message}`, error);
    }
  };
}
