/** A place in the text of a statement: `line` and `column` from 1 (columns count characters), `offset` from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The reasons BigQuery gives, of those that a statement can cause: https://cloud.google.com/bigquery/docs/error-messages */
export type ErrorReason =
  'invalidQuery' | 'invalid' | 'notFound' | 'duplicate' | 'accessDenied' | 'resourceInUse' | 'resourcesExceeded';

/**
 * What is wrong with a statement, in BigQuery's words. `message` ends in the position, as BigQuery prints it
 * (`… at [3:8]`), where there is one; `bareMessage` is without.
 */
export class GoogleSqlError extends Error {
  override readonly name = 'GoogleSqlError';

  constructor(
    readonly bareMessage: string,
    readonly position?: Position,
    readonly reason: ErrorReason = 'invalidQuery',
  ) {
    super(position ? `${bareMessage} at [${position.line}:${position.column}]` : bareMessage);
  }

  get line(): number | undefined {
    return this.position?.line;
  }

  get column(): number | undefined {
    return this.position?.column;
  }
}

/** The error for what the grammar does not allow; `message` is without the prefix. */
export function syntaxError(message: string, position: Position): GoogleSqlError {
  return new GoogleSqlError(`Syntax error: ${message}`, position);
}

/** The error for what BigQuery has and we do not; `what` names it as an analyst would (`CREATE MODEL`). */
export function notSupported(what: string, position?: Position): GoogleSqlError {
  return new GoogleSqlError(`not supported by the local warehouse: ${what}`, position);
}
