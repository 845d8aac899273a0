import { withRetry } from '../clients/retrying.ts';
import { RETRY_POLICY } from '../core/retry.ts';
import { type PortalAttempt, PortalError } from '../errors.ts';
import type { IngestEffects } from '../options.ts';
import { AnswerFault } from './answer-fault.ts';
import type { PortalRequest } from './portal-request.ts';

/** What may still be waited, over all requests of a connection. */
export interface WaitBudget {
  /** In milliseconds. */
  readonly whole: number;
  left: number;
}

/** How a request is asked again and again. */
export interface Asking {
  readonly effects: IngestEffects;
  /** In all, the first included. */
  readonly attempts: number;
  readonly budget: WaitBudget;
  readonly signal?: AbortSignal | undefined;
}

const LONGEST_DESCRIPTION = 400;

const shorten = (text: string): string =>
  text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION)} …` : text;

const isPassing = (error: unknown): boolean => error instanceof AnswerFault && error.isPassing;

/**
 * Asks until an answer counts. Every attempt is told: those that failed to `effects.log`, others to `effects.trace`.
 * @param attempt makes the request anew, says so by `started`, and gives what came of it
 * @throws PortalError where no answer counts; other errors as they come
 */
export async function ask<T>(
  asking: Asking,
  attempt: (started: (request: PortalRequest) => void) => Promise<T>,
): Promise<T> {
  const { effects, budget } = asking;
  const failed: PortalAttempt[] = [];
  let description = '';
  let began = effects.now();
  let deniedWait: number | undefined;
  const call = async (): Promise<T> => {
    began = effects.now();
    const result = await attempt((request) => (description = request.description));
    effects.trace?.(`${shorten(description)} 200 after ${Math.round(effects.now() - began)} ms`);
    return result;
  };
  const onFailure = (error: unknown): void => {
    if (!(error instanceof AnswerFault)) return;
    const milliseconds = Math.round(effects.now() - began);
    failed.push({ status: error.status, fault: error.message, milliseconds });
  };
  const mayWait = (milliseconds: number): boolean => {
    if (milliseconds > budget.left) {
      deniedWait = milliseconds;
      return false;
    }
    budget.left -= milliseconds;
    return true;
  };
  // The request's description changes with its page size, so the line is put together as it is logged.
  const told: IngestEffects = {
    ...effects,
    log: (message) => {
      effects.log(`${shorten(description)} ${message.trimStart()} (it took ${failed.at(-1)?.milliseconds ?? 0} ms)`);
    },
  };
  try {
    return await withRetry('', told, call, {
      policy: { ...RETRY_POLICY, attempts: asking.attempts },
      isPassing,
      askedWait: (error) => (error instanceof AnswerFault ? error.askedWait : undefined),
      mayWait,
      onFailure,
      ...(asking.signal && { signal: asking.signal }),
    });
  } catch (error) {
    if (!(error instanceof AnswerFault)) throw error;
    const explanation = explanationOf(error, failed.length, deniedWait, budget);
    effects.log(`${shorten(description)} failed (${error.message}), giving up after ${failed.length} attempts`);
    throw new PortalError(shorten(description), explanation, failed, error.cause);
  }
}

function explanationOf(
  error: AnswerFault,
  attempts: number,
  deniedWait: number | undefined,
  { whole }: WaitBudget,
): string {
  if (!error.isPassing) return error.message;
  const seconds = (milliseconds: number): string => `${Math.ceil(milliseconds / 1000)} s`;
  if (deniedWait !== undefined) {
    const asks = error.askedWait === undefined ? 'the next wait is' : 'the portal asks to wait';
    const limit = `more than is left of the ${seconds(whole)} that a run may wait in all; run it again later`;
    return `${error.message}; ${asks} ${seconds(deniedWait)}, ${limit}`;
  }
  return `${error.message}; gave up after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}, run it again later`;
}
