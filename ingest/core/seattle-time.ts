const SEATTLE = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
});

/** Milliseconds by which Seattle's clock was off UTC at an instant; negative. */
function offsetAt(instant: number): number {
  const parts = new Map(SEATTLE.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1] = [parts.get('year'), parts.get('month'), parts.get('day')];
  const [hour = 0, minute = 0, second = 0] = [parts.get('hour'), parts.get('minute'), parts.get('second')];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which Seattle's clocks showed `wallClock`, given as if it were UTC, in milliseconds. Of the hour that
 * comes twice in autumn the second is meant; the hour skipped in spring is read as the one after it.
 */
export function seattleInstant(wallClock: number): number {
  const HOURS = 3_600_000;
  const standard = wallClock - offsetAt(wallClock + 8 * HOURS);
  const daylight = wallClock - offsetAt(wallClock + 7 * HOURS);
  const fits = (instant: number): boolean => instant + offsetAt(instant) === wallClock;
  return [standard, daylight].filter(fits).sort((left, right) => right - left)[0] ?? Math.max(standard, daylight);
}

/** The instant that a wall-clock time tells, as the portal prints it (`2026-07-01T13:00:00.000`); undefined where it is none. */
export function instantOfText(text: string): number | undefined {
  const wallClock = Date.parse(`${text}Z`);
  return Number.isNaN(wallClock) ? undefined : seattleInstant(wallClock);
}

/** The same the other way round. */
export const textOfInstant = (instant: number): string =>
  new Date(seattleWallClock(instant)).toISOString().slice(0, -1);

/** What Seattle's clocks showed at an instant, as if it were UTC, in milliseconds. */
export const seattleWallClock = (instant: number): number => instant + offsetAt(instant);
