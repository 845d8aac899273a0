import { readReference } from './reference.ts';
import { WeightedPicker } from './weighted-picker.ts';

/** Offenses whose report follows within six hours, by the quantiles and the mix in `reference/`. */
const SHORT_LAG_SHARE = 0.42;
/** How much later than the offense such a report comes, in whole hours. */
const SHORT_LAG_HOURS = 2;

/** The hours at which things happen and are reported; each list has a picker of hours for each weekday, Sunday first. */
export interface Hours {
  /** Hours of the start, where it is known. */
  readonly started: readonly WeightedPicker<number>[];
  /** Hours of the reports that come long after: what is left when those that follow at once are taken away. */
  readonly reportedLate: readonly WeightedPicker<number>[];
  /** Share of starts in each hour that are at its minute 0. */
  readonly onTheHourShare: readonly number[];
}

/** The hours as the first quarter of 2024 had them. */
export function readHours(): Hours {
  const rows = readReference('hours', ['weekday', 'hour', 'started', 'on_the_hour', 'reported']).map((row) => ({
    weekday: Number(row.weekday),
    hour: Number(row.hour),
    // Exactly midnight stands for "not known".
    started: Number(row.started) - (row.hour === '0' ? Number(row.on_the_hour) : 0),
    onTheHour: row.hour === '0' ? 0 : Number(row.on_the_hour),
    reported: Number(row.reported),
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const weekdays = hours.slice(0, 7).map((weekday) => rows.filter((row) => row.weekday === weekday));
  return {
    started: weekdays.map((day) => new WeightedPicker(hours, shares(day.map((row) => row.started)))),
    reportedLate: weekdays.map((day) => {
      const atOnce = shares(day.map((row) => row.started));
      const late = shares(day.map((row) => row.reported)).map(
        (share, hour) => share - SHORT_LAG_SHARE * (atOnce.at(hour - SHORT_LAG_HOURS) ?? 0),
      );
      return new WeightedPicker(
        hours,
        late.map((share) => Math.max(0, share)),
      );
    }),
    onTheHourShare: hours.map((hour) => {
      const sameHour = rows.filter((row) => row.hour === hour);
      return sum(sameHour.map((row) => row.onTheHour)) / sum(sameHour.map((row) => row.started));
    }),
  };
}

function shares(values: readonly number[]): readonly number[] {
  const total = sum(values);
  return values.map((value) => value / total);
}

function sum(values: readonly number[]): number {
  return values.reduce((running, value) => running + value, 0);
}
