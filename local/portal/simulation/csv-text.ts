/** One CSV field, quoted only where RFC 4180 asks for it: https://www.rfc-editor.org/rfc/rfc4180. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Several CSV fields, joined by commas, without a line end. */
export function csvFields(texts: readonly string[]): string {
  return texts.map(csvField).join(',');
}
