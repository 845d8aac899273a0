/**
 * The fields of a CSV text's first record, or undefined if the text ends before the record does.
 * Quoted fields may hold commas, quotes (doubled) and line ends. @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function firstRecord(text: string): readonly string[] | undefined {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r\n]*|))(,|\r\n|\n|\r|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (!match) return undefined;
    const [, quoted, plain, end] = match;
    fields.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
    if (end === '') return undefined;
    if (end !== ',') return fields;
  }
}
