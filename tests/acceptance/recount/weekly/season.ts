import type { Feed } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import { mean, sum, weeksOf } from './series.ts';

/** The season as an origin knows it, from the city's count. */
export interface Season {
  /** Weeks that it is estimated from; 0 where no whole year can be compared. */
  readonly size: number;
  /** Factor of the square root of a week's count; weeks are indices of the counts. */
  readonly factor: (week: number) => number;
}

const YEAR = 365.2425;
const WEEKS_PER_YEAR = 52.1775;
const square = (value: number): number => value * value;

export const seasonsOf = perFeed((feed: Feed): ((origin: number) => Season) => {
  const { firstWeek, series } = weeksOf(feed);
  const city = series.find(({ kind }) => kind === 'city')?.counts ?? [];
  // A week stands in the year where its Thursday does.
  const angleOf = (week: number) => (2 * Math.PI * ((firstWeek + week) * 7 + 7)) / YEAR;
  const known = new Map<number, Season>();
  return (origin) => {
    const season = known.get(origin) ?? findSeason(city.slice(0, origin + 1), angleOf);
    known.set(origin, season);
    return season;
  };
});

/** Four harmonics of what counts are to the level of the year around them, each shrunken by what noise would give it. */
function findSeason(counts: readonly number[], angleOf: (week: number) => number): Season {
  const years = Math.max(0, Math.min(8, Math.floor((counts.length - 52) / WEEKS_PER_YEAR)));
  const size = Math.round(years * WEEKS_PER_YEAR);
  if (size === 0) return { size, factor: () => 1 };
  const last = counts.length - 1 - 26;
  const points = Array.from({ length: size }, (_, index) => last - index).map((week) => {
    const around = counts.slice(week - 26, week + 27);
    const level = (sum(around) - ((around[0] ?? 0) + (around[52] ?? 0)) / 2) / 52;
    return { angle: angleOf(week), ratio: Math.sqrt((counts[week] ?? 0) / level) };
  });
  const middle = mean(points.map(({ ratio }) => ratio));
  const variance = mean(points.map(({ ratio }) => square(ratio - middle)));
  const waves = [1, 2, 3, 4].map((harmonic) => {
    const part = (wave: (angle: number) => number) =>
      2 * mean(points.map(({ angle, ratio }) => (ratio - middle) * wave(harmonic * angle)));
    const [cosine, sine] = [part(Math.cos), part(Math.sin)];
    const kept = Math.max(0, 1 - (3 * 4 * variance) / size / (square(cosine) + square(sine)));
    return (angle: number) => kept * (cosine * Math.cos(harmonic * angle) + sine * Math.sin(harmonic * angle));
  });
  return {
    size,
    factor: (week) => Math.min(2, Math.max(0.5, 1 + sum(waves.map((wave) => wave(angleOf(week)))))),
  };
}
