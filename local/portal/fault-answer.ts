import { PortalApiError, plainError } from './api-errors.ts';
import { throttled } from './access.ts';
import type { FaultStatus } from './faults.ts';

/** Codes and messages of https://dev.socrata.com/docs/response-codes.html. */
const words: Readonly<Record<Exclude<FaultStatus, 429>, readonly [code: string, message: string]>> = {
  202: ['accepted', 'Your request is being processed. Retry it, and when it is complete you will get a 200 instead.'],
  400: ['invalid_request', 'Probably your request was malformed.'],
  401: ['authentication_required', 'You attempted to authenticate but something went wrong.'],
  403: ['permission_denied', 'You are not authorized to access this resource.'],
  404: ['not_found', 'The resource requested does not exist.'],
  408: ['request_timeout', 'The request took too long.'],
  500: ['internal_error', 'An internal error occurred.'],
  502: ['bad_gateway', 'Bad gateway.'],
  503: ['service_unavailable', 'The service is unavailable.'],
  504: ['execution_timeout', 'The operation did not finish within the time allowed.'],
};

/** The answer that a status fault gives. */
export function faultAnswer(status: FaultStatus, retryAfter?: number | string): PortalApiError {
  if (status === 429) return throttled(retryAfter);
  const [code, message] = words[status];
  const { body } = plainError(status, code, message);
  return new PortalApiError(status, body, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
}

/** A page such as a proxy puts in a service's place. */
export const htmlPage = Buffer.from(
  '<!DOCTYPE html>\n<html><head><title>Site maintenance</title></head><body><h1>We will be back soon</h1></body></html>\n',
);
