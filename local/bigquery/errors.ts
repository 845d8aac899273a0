import { GoogleSqlError } from './googlesql/errors.ts';

/** BigQuery's error reasons that this warehouse gives: https://cloud.google.com/bigquery/docs/error-messages */
const statusOfReason = {
  accessDenied: 403,
  backendError: 503,
  conditionNotMet: 412,
  duplicate: 409,
  internalError: 500,
  invalid: 400,
  invalidQuery: 400,
  notFound: 404,
  notImplemented: 501,
  required: 400,
  resourceInUse: 400,
  resourcesExceeded: 400,
  responseTooLarge: 413,
  stopped: 400,
  timeout: 400,
} as const;

/** One of the reasons. */
export type Reason = keyof typeof statusOfReason;

/** An error as a job's status and a response's list of errors carry it. */
export interface ErrorProto {
  readonly reason: string;
  readonly location?: string;
  readonly message: string;
}

/** What the warehouse refuses or fails at, in BigQuery's words. */
export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';

  /** Errors that stand behind this one: the rows that a load could not read. */
  readonly details: readonly ErrorProto[];

  /** `location` is what BigQuery gives beside the message: `query`, or the URI of a load's file. */
  constructor(
    readonly reason: Reason,
    message: string,
    readonly location?: string,
    options?: ErrorOptions & { readonly details?: readonly ErrorProto[] },
  ) {
    super(message, options);
    this.details = options?.details ?? [];
  }
}

/** The status code of the response that tells of this reason. */
export function httpStatus(reason: string): number {
  return reason in statusOfReason ? statusOfReason[reason as Reason] : 500;
}

/** `error` for a job's status; an error that is none of ours is internal, its text kept back. */
export function toErrorProto(error: unknown): ErrorProto {
  if (error instanceof WarehouseError) {
    return { reason: error.reason, ...(error.location && { location: error.location }), message: error.message };
  }
  if (error instanceof GoogleSqlError) return { reason: error.reason, location: 'query', message: error.message };
  if (isStackOverflow(error)) return { reason: 'resourcesExceeded', location: 'query', message: tooComplex };
  return { reason: 'internalError', message: 'An internal error occurred in the local warehouse; its log says more.' };
}

const tooComplex = 'Query is too complex: it nests too deep';

/** Whether what was asked nests deeper than this process can follow. */
const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && error.message === 'Maximum call stack size exceeded';

/** Whether `error` is one that the warehouse means to show; others are faults of its own. */
export function isExpected(error: unknown): boolean {
  return error instanceof WarehouseError || error instanceof GoogleSqlError;
}

/** What the log should hold of an error that is no caller's doing; undefined for one that is. */
export function faultText(error: unknown): string | undefined {
  if (error instanceof GoogleSqlError) return undefined;
  if (error instanceof WarehouseError) {
    return error.reason === 'backendError' ? `${error.message} ${String(error.cause)}` : undefined;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `Not found: Table P:D.T was not found in location US`, as BigQuery says it of tables, datasets and jobs. */
export function notFound(kind: 'Table' | 'Dataset' | 'Job' | 'Routine' | 'Model', name: string): WarehouseError {
  return new WarehouseError('notFound', `Not found: ${kind} ${name}`);
}

/** `Already Exists: Table P:D.T`. */
export function alreadyExists(kind: 'Table' | 'Dataset' | 'Job' | 'Routine' | 'Model', name: string): WarehouseError {
  return new WarehouseError('duplicate', `Already Exists: ${kind} ${name}`);
}
