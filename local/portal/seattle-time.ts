const SEATTLE = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: 'numeric',
});
const MILLISECONDS_PER_HOUR = 3_600_000;

/**
 * The instant at which Seattle's clocks show a time of day.
 *
 * @param day days since 1970-01-01.
 * @param milliseconds since midnight as the clock shows it; not an hour that daylight saving skips or doubles.
 */
export function seattleInstant(day: number, milliseconds: number): Date {
  const asIfUtc = day * 24 * MILLISECONDS_PER_HOUR + milliseconds;
  const hour = new Date(asIfUtc).getUTCHours();
  const [daylight, standard] = [7, 8].map((offset) => new Date(asIfUtc + offset * MILLISECONDS_PER_HOUR));
  return Number(SEATTLE.format(daylight)) === hour ? (daylight as Date) : (standard as Date);
}
