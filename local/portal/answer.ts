/** An answer before it goes out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const jsonType = 'application/json;charset=utf-8';

/** A value as JSON. */
export function jsonAnswer(status: number, value: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': jsonType, ...headers },
    body: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`),
  };
}

/** Types of https://dev.socrata.com/docs/formats/index.html. */
export const contentTypes = { json: jsonType, csv: 'text/csv;charset=utf-8' } as const;
