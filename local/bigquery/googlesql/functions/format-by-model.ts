import type { MomentKind } from './moment-elements.ts';
import { DAYS, MONTHS, piecesOf } from './moment-model.ts';

/** A word in capitals written as the element is: `Day`, `DAY`, `day`. */
function likeWritten(word: string, written: string): string {
  if (/^[a-z]/u.test(written)) return word.toLowerCase();
  return /^.[a-z]/u.test(written) ? word.charAt(0) + word.slice(1).toLowerCase() : word;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** The wall clock to print, with the microseconds past its second and its zone's offset in minutes. */
interface Wall {
  readonly date: Date;
  readonly micros: number;
  readonly offset: number;
}

const lastOfYear =
  (digits: number) =>
  ({ date }: Wall): string =>
    pad(date.getUTCFullYear() % 10 ** digits, digits);

const fullYear = ({ date }: Wall): string => pad(date.getUTCFullYear(), 4);
const month = ({ date }: Wall): string => MONTHS[date.getUTCMonth()] ?? '';
const weekday = ({ date }: Wall): string => DAYS[date.getUTCDay()] ?? '';
const twelve = ({ date }: Wall): string => pad(((date.getUTCHours() + 11) % 12) + 1);

function dayOfYear({ date }: Wall): string {
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return pad(Math.floor((date.getTime() - first.getTime()) / 86_400_000) + 1, 3);
}

const PRINTERS: Readonly<Record<string, (wall: Wall, written: string) => string>> = {
  YYYY: fullYear,
  RRRR: fullYear,
  YYY: lastOfYear(3),
  YY: lastOfYear(2),
  RR: lastOfYear(2),
  Y: lastOfYear(1),
  MM: ({ date }) => pad(date.getUTCMonth() + 1),
  MON: (wall, written) => likeWritten(month(wall).slice(0, 3), written),
  MONTH: (wall, written) => likeWritten(month(wall), written),
  DD: ({ date }) => pad(date.getUTCDate()),
  DDD: dayOfYear,
  D: ({ date }) => String(date.getUTCDay() + 1),
  DY: (wall, written) => likeWritten(weekday(wall).slice(0, 3), written),
  DAY: (wall, written) => likeWritten(weekday(wall), written),
  HH: twelve,
  HH12: twelve,
  HH24: ({ date }) => pad(date.getUTCHours()),
  MI: ({ date }) => pad(date.getUTCMinutes()),
  SS: ({ date }) => pad(date.getUTCSeconds()),
  SSSSS: ({ date }) => pad(date.getUTCHours() * 3600 + date.getUTCMinutes() * 60 + date.getUTCSeconds(), 5),
  TZH: ({ offset }) => `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}`,
  TZM: ({ offset }) => pad(Math.abs(offset) % 60),
};

function printElement(name: string, written: string, wall: Wall): string | undefined {
  if (name === 'Y,YYY') return undefined;
  if (name.startsWith('FF')) return `${pad(wall.micros, 6)}000`.slice(0, Number(name.charAt(2)));
  const print = PRINTERS[name];
  if (print) return print(wall, written);
  const half = name.replace(/^./u, wall.date.getUTCHours() < 12 ? 'A' : 'P');
  return /^[a-z]/u.test(written) ? half.toLowerCase() : half;
}

/**
 * `CAST(moment AS STRING FORMAT format)`: `micros` since 1970 of the wall clock, `offset` of its zone in minutes. Undefined
 * where the format is none of the type's.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_date_time_as_string
 */
export function formatByModel(kind: MomentKind, format: string, micros: bigint, offset: number): string | undefined {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const wall = { date: new Date(Number((micros - rest) / 1000n)), micros: Number(rest), offset };
  const texts = piecesOf(format, kind)?.map((piece) =>
    piece.kind === 'element' ? printElement(piece.name, piece.written, wall) : piece.text,
  );
  return texts === undefined || texts.includes(undefined) ? undefined : texts.join('');
}
