const HOUR = 3_600_000;
const clock = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', hourCycle: 'h23', hour: 'numeric' });

/** The instant of a wall-clock time in Seattle, which is seven hours behind UTC in summer and eight in winter. */
export function seattleInstant(wallClock: number): number {
  const summer = wallClock + 7 * HOUR;
  return Number(clock.format(summer)) === new Date(wallClock).getUTCHours() ? summer : summer + HOUR;
}

/** The wall-clock time in Seattle at an instant. */
export const seattleTime = (instant: number): number =>
  seattleInstant(instant - 7 * HOUR) === instant ? instant - 7 * HOUR : instant - 8 * HOUR;
