/**
 * Weekly forecasts and anomalies computed anew, for checking the marts: no code and no SQL is shared with them. A forecast
 * at an origin is made from arrays that end there, so it cannot have read a later week.
 */

/** One offense: its day of report as days since 1970, and where it counts. */
export interface Report {
  readonly day: number;
  readonly precinct: string;
  readonly category: string;
}

/** Counts of consecutive whole weeks. */
export interface Series {
  readonly kind: string;
  readonly name: string;
  readonly counts: readonly number[];
}

export interface Forecast {
  readonly horizon: number;
  readonly point: number;
  readonly bounds80: readonly [number, number];
  readonly bounds95: readonly [number, number];
}

const PRECINCTS = ['North', 'East', 'South', 'West', 'Southwest'];
const CATEGORIES = ['ALL OTHER', 'PROPERTY CRIME', 'VIOLENT CRIME'];
const HORIZONS = [1, 2, 3, 4, 5, 6, 7, 8];
const DECAYS = [0.03, 0.05, 0.08, 0.12, 0.2, 0.3];
const CANDIDATES = [false, true].flatMap((hasTrend) => DECAYS.map((decay) => ({ decay, hasTrend })));
const YEAR = 365.2425;

/** Number of the first Monday-to-Sunday week that begins on `day` or after it; week 0 begins on 1970-01-05. */
export const firstWeekFrom = (day: number): number => Math.ceil((day - 4) / 7);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
const square = (value: number): number => value * value;

/** The series of the weeks from `firstWeek` to `lastWeek`. */
export function weeklySeries(reports: readonly Report[], firstWeek: number, lastWeek: number): readonly Series[] {
  const counts = new Map<string, { kind: string; counts: number[] }>();
  const open = (kind: string, name: string) =>
    counts.set(name, { kind, counts: new Array<number>(lastWeek - firstWeek + 1).fill(0) });
  open('city', 'City');
  for (const precinct of PRECINCTS) open('precinct', precinct);
  for (const category of CATEGORIES) open('category', category);
  for (const precinct of PRECINCTS)
    for (const category of CATEGORIES) open('precinct and category', `${precinct}, ${category}`);
  for (const { day, precinct, category } of reports) {
    const at = Math.floor((day - 4) / 7) - firstWeek;
    for (const name of ['City', precinct, category, `${precinct}, ${category}`]) {
      const weeks = counts.get(name)?.counts;
      if (weeks?.[at] !== undefined) weeks[at] += 1;
    }
  }
  return [...counts].map(([name, series]) => ({ name, ...series }));
}

/** Everything that is computed from the series of one feed, kept by origin. */
export class Forecaster {
  readonly #series: readonly Series[];
  readonly #firstWeek: number;
  readonly #seasons = new Map<number, (week: number) => number>();
  readonly #roots = new Map<string, readonly (readonly number[])[]>();

  constructor(series: readonly Series[], firstWeek: number) {
    this.#series = series;
    this.#firstWeek = firstWeek;
  }

  /** Mean of the 52 weeks up to `origin`, an index of the counts; undefined where there are fewer. */
  meanAt({ counts }: Series, origin: number): number | undefined {
    return origin < 51 ? undefined : mean(counts.slice(origin - 51, origin + 1));
  }

  isLarge(series: Series, origin: number): boolean {
    return (this.meanAt(series, origin) ?? 0) >= 20;
  }

  /** Season factor of square roots as known at `origin`; weeks are indices too. */
  seasonAt(origin: number): (week: number) => number {
    const known = this.#seasons.get(origin);
    if (known) return known;
    const season = this.#findSeason(this.#city().slice(0, origin + 1));
    this.#seasons.set(origin, season);
    return season;
  }

  #city(): readonly number[] {
    return this.#series.find(({ kind }) => kind === 'city')?.counts ?? [];
  }

  #angle(week: number): number {
    return (2 * Math.PI * ((this.#firstWeek + week) * 7 + 7)) / YEAR;
  }

  #findSeason(counts: readonly number[]): (week: number) => number {
    const years = Math.min(8, Math.floor((counts.length - 52) / 52.1775));
    const size = Math.round(years * 52.1775);
    if (size < 1) return () => 1;
    const last = counts.length - 1 - 26;
    const points = Array.from({ length: size }, (_, index) => last - index).map((week) => {
      const around = counts.slice(week - 26, week + 27);
      const level = (sum(around) - ((around[0] ?? 0) + (around[52] ?? 0)) / 2) / 52;
      return { angle: this.#angle(week), ratio: Math.sqrt((counts[week] ?? 0) / level) };
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
    return (week) => Math.min(2, Math.max(0.5, 1 + sum(waves.map((wave) => wave(this.#angle(week))))));
  }

  /** Forecast square roots at `origin`, by candidate and horizon less 1. */
  #rootsAt(series: Series, origin: number): readonly (readonly number[])[] {
    const key = `${series.name} ${origin}`;
    const known = this.#roots.get(key);
    if (known) return known;
    const season = this.seasonAt(origin);
    const past = series.counts.slice(Math.max(0, origin - 155), origin + 1).reverse();
    const values = past.map((count, back) => Math.sqrt(count) / season(origin - back));
    const roots = CANDIDATES.map(({ decay, hasTrend }) => {
      const { flat, level, slope } = smoothed(values, decay);
      return HORIZONS.map((horizon) => {
        const steps = sum(HORIZONS.slice(0, horizon).map((step) => 0.9 ** step));
        return season(origin + horizon) * Math.max(0, hasTrend ? level + slope * steps : flat);
      });
    });
    this.#roots.set(key, roots);
    return roots;
  }

  /** Errors on the scale of square roots of one candidate and horizon whose target lies in the 156 weeks up to `origin`. */
  #errors(series: Series, candidate: number, horizon: number, origin: number): readonly number[] {
    const errors: number[] = [];
    for (let target = Math.max(51 + horizon, origin - 155); target <= origin; target += 1) {
      const forecast = this.#rootsAt(series, target - horizon)[candidate]?.[horizon - 1] ?? NaN;
      errors.push(Math.sqrt(series.counts[target] ?? NaN) - forecast);
    }
    return errors;
  }

  /** The candidate with the least past error over all large series of a kind. */
  #choose(kind: string, origin: number): number {
    const large = this.#series.filter((series) => series.kind === kind && this.isLarge(series, origin));
    const totals = CANDIDATES.map((_, candidate) =>
      sum(
        large.flatMap((series) =>
          HORIZONS.map((horizon) => sum(this.#errors(series, candidate, horizon, origin).map(Math.abs))),
        ),
      ),
    );
    return totals.indexOf(Math.min(...totals));
  }

  /** The forecasts of a large series at `origin`: those horizons that have at least 52 past errors. */
  forecastsAt(series: Series, origin: number): readonly Forecast[] {
    if (!this.isLarge(series, origin)) return [];
    const candidate = this.#choose(series.kind, origin);
    return HORIZONS.flatMap((horizon) => {
      const errors = [...this.#errors(series, candidate, horizon, origin)].sort((a, b) => a - b);
      if (errors.length < 52) return [];
      const root = this.#rootsAt(series, origin)[candidate]?.[horizon - 1] ?? NaN;
      const bounds = (tail: number): readonly [number, number] => {
        const rank = Math.max(1, Math.floor((errors.length + 1) * tail));
        const ends = [errors[rank - 1], errors[errors.length - rank]] as const;
        return [square(Math.max(0, root + (ends[0] ?? NaN))), square(Math.max(0, root + (ends[1] ?? NaN)))];
      };
      return [{ horizon, point: square(root), bounds80: bounds(0.1), bounds95: bounds(0.025) }];
    });
  }

  /** What simpler methods say at `origin`. */
  rivalsAt({ counts }: Series, origin: number, horizon: number): Readonly<Record<string, number>> {
    const season = this.seasonAt(origin);
    const newest = [0, 1, 2, 3].map((back) => origin - back);
    const target = origin + horizon;
    return {
      naive: counts[origin] ?? NaN,
      'seasonal naive': counts[target - 52] ?? NaN,
      '4-week mean': mean(newest.map((week) => counts[week] ?? NaN)),
      '4-week mean with season':
        mean(newest.map((week) => (counts[week] ?? NaN) / square(season(week)))) * square(season(target)),
    };
  }

  /** What the 52 weeks before `week` tell of it; undefined where there are fewer, or nothing in them. */
  expectationOf({ counts }: Series, week: number): { expected: number; dispersion: number; z: number } | undefined {
    if (week < 103) return undefined;
    const season = this.seasonAt(week - 1);
    const before = Array.from({ length: 52 }, (_, index) => week - 1 - index);
    const weight = square(season(week)) / sum(before.map((past) => square(season(past))));
    const expected = weight * sum(before.map((past) => counts[past] ?? NaN));
    const residuals = before.map((past) => {
      const own = (expected * square(season(past))) / square(season(week));
      return own === 0 ? 0 : square((counts[past] ?? NaN) - own) / own;
    });
    const dispersion = Math.max(1, sum(residuals) / 51);
    return { expected, dispersion, z: farringtonScore(counts[week] ?? NaN, expected, dispersion * (1 + weight)) };
  }
}

/** Weighted mean, and weighted line at the newest week, of values that begin with the newest. */
function smoothed(values: readonly number[], decay: number): { flat: number; level: number; slope: number } {
  const first = values.map((_, back) => (1 - decay) ** back);
  const second = first.map((weight, back) => weight * (back + 1));
  const average = (weights: readonly number[], of: (back: number) => number) =>
    sum(weights.map((weight, back) => weight * of(back))) / sum(weights);
  const value = (back: number) => values[back] ?? NaN;
  const [flat, older] = [average(first, value), average(second, value)];
  const [age, olderAge] = [average(first, (back) => back), average(second, (back) => back)];
  const slope = (flat - older) / (olderAge - age);
  return { flat, level: flat + slope * age, slope };
}

function farringtonScore(count: number, expected: number, variance: number): number {
  const distance = Math.max(0, Math.abs(count - expected) - 0.5);
  const moved = count < expected ? expected - distance : expected + distance;
  const center = Math.cbrt(expected) ** 2 - variance / (9 * Math.cbrt(expected));
  return (Math.cbrt(moved) ** 2 - center) / ((2 / 3) * expected ** (1 / 6) * Math.sqrt(variance));
}

/** Probability that a standard normal variable is as far from 0, by Simpson's rule on its density. */
export function twoSided(z: number): number {
  const [from, to, steps] = [Math.abs(z), Math.abs(z) + 12, 4000];
  const width = (to - from) / steps;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const weights = Array.from({ length: steps + 1 }, (_, index) =>
    index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2,
  );
  return 2 * (width / 3) * sum(weights.map((weight, index) => weight * density(from + index * width)));
}

/** Benjamini and Hochberg's q of each probability. */
export function falseDiscoveryRates(probabilities: readonly number[]): readonly number[] {
  const ordered = [...probabilities].sort((a, b) => a - b);
  const rates = ordered.map((_, from) =>
    Math.min(1, ...ordered.slice(from).map((other, index) => (other * ordered.length) / (from + index + 1))),
  );
  return probabilities.map((probability) => rates[ordered.indexOf(probability)] ?? NaN);
}
