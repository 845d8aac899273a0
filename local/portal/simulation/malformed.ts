/** Why a line of a simulated export cannot be read as a record of the feed. */
export type MalformedReason = 'too few columns' | 'too many columns' | 'text after a closing quote' | 'not UTF-8';

/** A line that an ingester must set aside; none of their offense ids is on a good line. */
export interface MalformedLine {
  /** Line of the file on which the record starts; the header is line 1. */
  readonly line: number;
  readonly reason: MalformedReason;
}

/** The ways in which lines are spoilt, each once in each file. */
export const MALFORMED_REASONS: readonly MalformedReason[] = [
  'too few columns',
  'too many columns',
  'text after a closing quote',
  'not UTF-8',
];

/** Spoils the good line of a file, one character a byte (Latin-1). */
export function malformedLine(line: string, reason: MalformedReason): string {
  const record = line.slice(0, -1);
  const reportNumber = record.slice(0, record.indexOf(','));
  const rest = record.slice(reportNumber.length);
  switch (reason) {
    case 'too few columns':
      return `${reportNumber},cut off\n`;
    case 'too many columns':
      return `${record},surplus,surplus\n`;
    case 'text after a closing quote':
      return `"${reportNumber}"X${rest}\n`;
    case 'not UTF-8':
      return `${reportNumber}\xff${rest}\n`;
  }
}
