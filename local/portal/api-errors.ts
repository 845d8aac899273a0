/** A refusal that the portal words itself. */
export class PortalApiError extends Error {
  override readonly name = 'PortalApiError';

  /** @param body sent as JSON. */
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(String(body['message']));
  }
}

/** The older of Socrata's two error shapes: https://dev.socrata.com/docs/response-codes.html. */
export function plainError(status: number, code: string, message: string, data?: object): PortalApiError {
  return new PortalApiError(status, { code, error: true, message, ...(data === undefined ? {} : { data }) });
}

/** 400 for text that is no SoQL. `at` is its offset in `query`. */
export function malformedQuery(query: string, at: number, explanation: string): PortalApiError {
  const { row, column } = positionOf(query, at);
  const message = `Could not parse SoQL query "${query}" at line ${row} character ${column}: ${explanation}`;
  return plainError(400, 'query.compiler.malformed', message, { query });
}

/** What a SoQL query gets wrong about the dataset, in the newer error shape. */
export type SoqlFault =
  | 'aggregate-in-ungrouped-context'
  | 'column-not-in-group-bys'
  | 'duplicate-alias'
  | 'no-such-column'
  | 'no-such-function'
  | 'type-mismatch';

/** 400 for a query that is SoQL but does not fit the dataset. `at` is its offset in `query`. */
export function soqlError(
  fault: SoqlFault,
  message: string,
  query: string,
  at: number,
  data: object = {},
): PortalApiError {
  const code = `query.soql.${fault}`;
  const { row, column } = positionOf(query, at);
  const line = `${query.split('\n')[row - 1] ?? ''}\n${' '.repeat(column - 1)}^`;
  const where = `Map(row -> ${row}, column -> ${column}, line -> ${JSON.stringify(line)})`;
  return new PortalApiError(400, {
    message: `Query coordinator error: ${code}; ${message}; position: ${where}`,
    errorCode: code,
    data: { ...data, dataset: 'local.portal', position: { row, column, line } },
  });
}

/** 400 for a request that no query can be made of. */
export function invalidRequest(message: string): PortalApiError {
  return plainError(400, 'invalid_request', message);
}

/** 400 for what Socrata would do and this portal does not. */
export function notSupported(what: string): PortalApiError {
  return plainError(400, 'query.unsupported', `The local portal does not support ${what}.`);
}

function positionOf(query: string, at: number): { readonly row: number; readonly column: number } {
  const before = query.slice(0, at).split('\n');
  return { row: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
