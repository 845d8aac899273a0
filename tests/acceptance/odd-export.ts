import { readFileSync, writeFileSync } from 'node:fs';

/** A code, a crime against and a neighborhood that nobody knows, told twice. */
const unknown =
  '2019-000002,2019-05-05T10:00:00.000,99000000001,2019-05-05T09:00:00.000,A,NATURE,NEW OFFENSES,-,-,-1.0,-1.0,' +
  'B1,North,B,ATLANTIS,-,ALL OTHER,Something New,99Z';
const torn = '2019-000003,cut off';

/**
 * Writes an export of the present shape with records behind it that no real one had yet.
 *
 * @returns the lines, from 1, that hold no record.
 */
export function writeOddExport(from: string, to: string): readonly number[] {
  const text = readFileSync(from, 'utf8');
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.trimEnd().split(lineEnd);
  writeFileSync(to, [...lines, unknown, unknown, torn, ''].join(lineEnd));
  return [lines.length + 3];
}
