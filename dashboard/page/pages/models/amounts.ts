import { formatCount, formatDate, formatDecimal } from '../../format.ts';

/** `123 bytes`, `4.5 kB`, `12.3 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${formatCount(bytes)} bytes`;
  if (bytes < 1_000_000) return `${formatDecimal(bytes / 1000)} kB`;
  return `${formatDecimal(bytes / 1_000_000)} MB`;
}

/** `2026-06-30T04:05:06Z` as `30 Jun 2026, 04:05 UTC`. */
export function momentText(moment: string): string {
  return `${formatDate(moment.slice(0, 10))}, ${moment.slice(11, 16)} UTC`;
}
