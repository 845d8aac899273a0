import { isExpected, type Reason, toErrorProto, WarehouseError } from '../errors.ts';
import { GoogleSqlError, type Position } from '../googlesql/errors.ts';

/** A statement that was running when an error came: of the script itself, or of a procedure named `location`. */
export interface Frame {
  readonly line: number;
  readonly column: number;
  /** `project.dataset.procedure`; undefined in the script itself. */
  readonly location: string | undefined;
}

/** Where in a script an error came. */
interface Origin {
  /** `project.dataset.procedure`, where a procedure is running. */
  readonly location: string | undefined;
  /** The calls that led there, innermost first. */
  readonly callers: readonly Frame[];
  readonly text: string;
}

/** How BigQuery begins what a script says of an error of this reason; others begin with a kind of their own. */
const prefixes: Readonly<Partial<Record<Reason, string>>> = {
  invalidQuery: 'Query error: ',
  invalid: 'Invalid value: ',
};

/**
 * The error of a script's statement, worded as the script tells of it: `Query error: … at [3:1]`, with the procedure's
 * name before the line inside one. https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language#beginexceptionend
 */
export class ScriptError extends WarehouseError {
  constructor(
    reason: Reason,
    message: string,
    /** What a handler finds in `@@error.message`. */
    readonly handledMessage: string,
    /** Innermost first. */
    readonly frames: readonly Frame[],
    readonly statementText: string,
    cause: unknown,
  ) {
    super(reason, message, 'query', { cause });
  }
}

/** What a RAISE of the script's own says; handlers find it unadorned. */
export class RaisedError extends WarehouseError {
  constructor(message: string) {
    super('invalidQuery', message, 'query');
  }
}

/** The error as the script tells of it; one that has been worded already, or is no statement's fault, stays as it is. */
export function asScriptError(
  error: unknown,
  statement: { readonly position: Position; readonly end: number },
  origin: Origin,
): unknown {
  if (error instanceof ScriptError || !isExpected(error)) return error;
  const { line, column, offset } = statement.position;
  const { reason } = toErrorProto(error);
  const own = error instanceof GoogleSqlError ? error.position : undefined;
  const bare = error instanceof GoogleSqlError ? error.bareMessage : (error as Error).message;
  const prefix = bare.startsWith('not supported by') ? '' : (prefixes[reason as Reason] ?? '');
  const message = `${prefix}${bare} at ${placeText({ ...(own ?? { line, column }), location: origin.location })}`;
  const frames = [{ line, column, location: origin.location }, ...origin.callers];
  const statementText = origin.text.slice(offset, statement.end);
  const handled = error instanceof RaisedError ? bare : message;
  return new ScriptError(reason as Reason, message, handled, frames, statementText, error);
}

/** `[3:1]`, or `[project.dataset.procedure:3:1]`. */
function placeText({ line, column, location }: Frame): string {
  return location === undefined ? `[${line}:${column}]` : `[${location}:${line}:${column}]`;
}

/** The frames as `@@error.formatted_stack_trace` has them, a line each. */
export function formatFrames(frames: readonly Frame[]): string {
  return frames.map(({ line, column, location = '' }) => `At ${location}[${line}:${column}]\n`).join('');
}
