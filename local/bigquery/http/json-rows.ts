/** Rows of an answer as JSON already: their objects are gone before the page is whole, which keeps the heap small. */
export class JsonRows {
  constructor(readonly texts: readonly string[]) {}

  get length(): number {
    return this.texts.length;
  }
}

/** The JSON of an answer, whose `rows` may be {@link JsonRows}. */
export function answerJson(value: object): string {
  const { rows, ...rest } = value as { readonly rows?: unknown };
  if (!(rows instanceof JsonRows)) return JSON.stringify(value);
  const text = JSON.stringify(rest);
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}"rows":[${rows.texts.join(',')}]}`;
}
