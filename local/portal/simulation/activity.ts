import { isoDateOfDay, weekdayOfDay } from './calendar.ts';
import type { Random } from './random.ts';
import { readReference } from './reference.ts';

/**
 * How many offenses each day's reports hold, from `firstDay` on: `rows` in all, shared out by the year's level, the
 * month, the weekday and some chance.
 */
export function offensesPerDay(random: Random, firstDay: number, lastDay: number, rows: number): readonly number[] {
  const levelOfYear = yearLevels();
  const factorOfMonth = readReference('months', ['month', 'factor']).map((row) => Number(row.factor));
  const levelOfWeekday = weekdayLevels();
  const weights: number[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    const [year, month] = isoDateOfDay(day).split('-').map(Number);
    const season = factorOfMonth[(month ?? 1) - 1] ?? 1;
    const chance = Math.max(0.5, 1 + 0.12 * random.bell());
    weights.push(levelOfYear(year ?? 0, month ?? 1) * season * (levelOfWeekday[weekdayOfDay(day)] ?? 1) * chance);
  }
  return shareOut(rows, weights);
}

/** Whole numbers in proportion to `weights` that add up to `total`. */
export function shareOut(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((running, weight) => running + weight, 0);
  let running = 0;
  let given = 0;
  return weights.map((weight) => {
    running += weight;
    const due = Math.round((total * running) / sum) - given;
    given += due;
    return due;
  });
}

/** The level of a year runs straight from one year's middle to the next; the last known year stands for later ones. */
function yearLevels(): (year: number, month: number) => number {
  const levels = new Map(readReference('years', ['year', 'offenses']).map((row) => [+row.year, +row.offenses]));
  const first = Math.min(...levels.keys());
  const last = Math.max(...levels.keys());
  const levelOf = (year: number): number => levels.get(Math.max(first, Math.min(last, year))) ?? 0;
  return (year, month) => {
    const position = (month - 6.5) / 12;
    const neighbour = levelOf(position < 0 ? year - 1 : year + 1);
    return levelOf(year) + Math.abs(position) * (neighbour - levelOf(year));
  };
}

function weekdayLevels(): readonly number[] {
  const levels = new Array<number>(7).fill(0);
  const rows = readReference('hours', ['weekday', 'hour', 'started', 'on_the_hour', 'reported']);
  for (const row of rows) levels[+row.weekday] = (levels[+row.weekday] ?? 0) + Number(row.reported);
  return levels;
}
