import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, jsonAnswer } from './answer.ts';
import { invalidRequest, plainError } from './api-errors.ts';
import { FaultPlanError, parseFaultPlan } from './fault-plan.ts';
import type { FaultPlan } from './faults.ts';
import { readJson } from './read-body.ts';

/** Header that carries the key of who started the portal: no page in a browser knows it. */
export const controlHeader = 'x-portal-key';

/** What the one who started the portal may do at run time. */
export interface Controls {
  /** Undefined where nobody may. */
  readonly key: string | undefined;
  readonly setFaults: (plan: FaultPlan) => void;
  /** Undefined where the dataset knows no days. */
  readonly setDay: ((day: number) => Promise<void>) | undefined;
  readonly requests: () => readonly object[];
}

/**
 * Answers `PUT /_portal/faults`, `PUT /_portal/day` (`{"day": N}`) and `GET /_portal/requests`.
 * @throws PortalApiError where the key is missing or the request is none of them.
 */
export async function control(request: IncomingMessage, path: string, controls: Controls): Promise<Answer> {
  if (controls.key === undefined) throw plainError(404, 'not_found', 'Not found');
  if (!isSame(request.headers[controlHeader], controls.key)) {
    throw plainError(403, 'permission_denied', 'The portal is steered only by who started it.');
  }
  switch (`${request.method ?? ''} ${path}`) {
    case 'PUT /_portal/faults':
      setFaults(await readJson(request), controls);
      return jsonAnswer(200, {});
    case 'PUT /_portal/day':
      await setDay(await readJson(request), controls.setDay);
      return jsonAnswer(200, {});
    case 'GET /_portal/requests':
      return jsonAnswer(200, controls.requests());
    default:
      throw plainError(404, 'not_found', 'Not found');
  }
}

function setFaults(body: unknown, controls: Controls): void {
  try {
    controls.setFaults(parseFaultPlan(body));
  } catch (error) {
    throw error instanceof FaultPlanError ? invalidRequest(error.message) : error;
  }
}

async function setDay(body: unknown, set: Controls['setDay']): Promise<void> {
  if (set === undefined) throw invalidRequest('This dataset has no days: only a simulated one has.');
  const day: unknown = typeof body === 'object' && body !== null && 'day' in body ? body.day : undefined;
  if (typeof day !== 'number' || !Number.isInteger(day)) throw invalidRequest('day must be a whole number');
  try {
    await set(day);
  } catch (error) {
    throw error instanceof RangeError ? invalidRequest(error.message) : error;
  }
}

function isSame(given: string | readonly string[] | undefined, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}
