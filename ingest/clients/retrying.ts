import { RETRY_POLICY, fullJitter, isTransient } from '../core/retry.ts';
import type { IngestEffects } from '../options.ts';

/** Repeats a call that failed for a passing reason, waiting longer each time; the last failure is thrown as it came. */
export async function withRetry<T>(what: string, effects: IngestEffects, call: () => Promise<T>): Promise<T> {
  for (let failure = 1; ; failure += 1) {
    try {
      return await call();
    } catch (error) {
      if (failure >= RETRY_POLICY.attempts || !isTransient(error)) throw error;
      const wait = fullJitter(RETRY_POLICY, failure, effects.random());
      const reason = error instanceof Error ? error.message : String(error);
      effects.log(`${what} failed (${reason.slice(0, 200)}), trying again in ${Math.round(wait)} ms`);
      await effects.sleep(wait);
    }
  }
}
