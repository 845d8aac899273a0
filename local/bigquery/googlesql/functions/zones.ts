const MICROS = 1_000_000n;
const DAY = 86_400n * MICROS;
const MINUTE = 60n * MICROS;
const MAX_OFFSET = 14 * 60;

/** `+5`, `-0800`, `UTC+05:30`; the minutes may have one digit. */
const OFFSET = /^(?:UTC)?([+-])(\d{1,2})(?::?(\d{1,2}))?$/u;

/** Names that ICU keeps from Java's first years and the zone database does not have. */
const JAVA = new Set(
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' '),
);

/** Minutes east of UTC of a zone written as an offset; undefined for a name, NaN beyond 14 hours. */
export function writtenOffset(zone: string): number | undefined {
  const [, sign, hours, minutes = '0'] = OFFSET.exec(zone) ?? [];
  if (sign === undefined) return undefined;
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) > 59 || total > MAX_OFFSET ? Number.NaN : (sign === '-' ? -1 : 1) * total;
}

const clocks = new Map<string, Intl.DateTimeFormat | undefined>();

/** What shows the wall clock of a named zone; undefined where there is no such zone. Case counts. */
function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  if (clocks.has(zone)) return clocks.get(zone);
  let clock: Intl.DateTimeFormat | undefined;
  const isOtherCase =
    zone === zone.toLowerCase() || /^[^a-z]*[A-Z]{6}[^a-z]*$/u.test(zone) || /^u(?:tc|ct)$/iu.test(zone);
  if (zone === 'UTC' || zone === 'UCT' || (!isOtherCase && !JAVA.has(zone) && /^[A-Z][\w/+-]*$/u.test(zone))) {
    try {
      clock = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      clock = undefined;
    }
  }
  if (clocks.size > 1000) clocks.clear();
  clocks.set(zone, clock);
  return clock;
}

/** Whether the text names a zone or an offset of at most 14 hours. */
export function isZone(zone: string): boolean {
  const offset = writtenOffset(zone);
  return offset === undefined ? clockOf(zone) !== undefined : !Number.isNaN(offset);
}

/** The wall clock of a named zone at a moment, both in microseconds since 1970. */
function wallClock(moment: bigint, clock: Intl.DateTimeFormat): bigint {
  const rest = ((moment % MICROS) + MICROS) % MICROS;
  const parts = new Map(
    clock.formatToParts(Number((moment - rest) / 1000n)).map(({ type, value }) => [type, value] as const),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  const date = new Date(0);
  date.setUTCFullYear(parts.get('era')?.startsWith('B') ? 1 - of('year') : of('year'), of('month') - 1, of('day'));
  date.setUTCHours(of('hour'), of('minute'), of('second'));
  return BigInt(date.getTime()) * 1000n + rest;
}

/**
 * The moment at which a zone's wall clock shows `local`, both in microseconds since 1970; undefined where there is no such
 * zone. Of an hour that comes twice it is the first; an hour that is left out counts on from the one before.
 */
export function fromWallClock(local: bigint, zone: string): bigint | undefined {
  const offset = writtenOffset(zone);
  if (offset !== undefined) return Number.isNaN(offset) ? undefined : local - BigInt(offset) * MINUTE;
  const clock = clockOf(zone);
  if (!clock) return undefined;
  const offsetAt = (moment: bigint): bigint => wallClock(moment, clock) - moment;
  const before = local - offsetAt(local - DAY);
  if (wallClock(before, clock) === local) return before;
  const after = local - offsetAt(before);
  return wallClock(after, clock) === local ? after : before;
}
