/**
 * Weekly forecasts made anew from arrays that end at their origin: so they cannot have read a later week. Weeks are
 * indices of the counts.
 */
import { range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import { type Season, seasonsOf } from './season.ts';
import { isLarge, type Series, sum, weeksOf } from './series.ts';
import { DECAYS, type Fit, FIT_WEEKS, fitOf, rootAhead } from './smoothing.ts';

export const HORIZONS = range(1, 8);
export const BACKTEST_ORIGINS = 208;
const ERROR_WEEKS = 156;
const FEWEST_WEEKS = 52;
const CANDIDATES = [false, true].flatMap((hasTrend) => DECAYS.map((decay) => ({ decay, hasTrend })));

export interface Forecast {
  readonly horizon: number;
  readonly decay: number;
  readonly hasTrend: boolean;
  readonly seasonFactor: number;
  readonly pastErrors: number;
  readonly point: number;
  readonly bounds80: readonly [number, number];
  readonly bounds95: readonly [number, number];
}

export const forecasterOf = perFeed((feed: Feed) => new Forecaster(weeksOf(feed).series, seasonsOf(feed)));

export class Forecaster {
  readonly #series: readonly Series[];
  readonly #seasonAt: (origin: number) => Season;
  readonly #known = new Map<string, unknown>();

  constructor(series: readonly Series[], seasonAt: (origin: number) => Season) {
    this.#series = series;
    this.#seasonAt = seasonAt;
  }

  /** What the decays make of the weeks up to an origin, of which there are at least 52. */
  fitsAt(series: Series, origin: number): readonly Fit[] {
    return this.#once(`fits ${series.name} ${origin}`, () => {
      const { factor } = this.#seasonAt(origin);
      const past = series.counts.slice(Math.max(0, origin + 1 - FIT_WEEKS), origin + 1).reverse();
      const values = past.map((count, back) => Math.sqrt(count) / factor(origin - back));
      return DECAYS.map((decay) => fitOf(values, decay));
    });
  }

  /** The forecasts of a large series: those horizons that have at least 52 past errors. */
  forecastsAt(series: Series, origin: number): readonly Forecast[] {
    if (!isLarge(series, origin)) return [];
    return this.#once(`forecasts ${series.name} ${origin}`, () => {
      const candidate = this.#chosenAt(series.kind, origin);
      return HORIZONS.flatMap((horizon) => this.#forecast(series, candidate, origin, horizon));
    });
  }

  #forecast(series: Series, candidate: number, origin: number, horizon: number): readonly Forecast[] {
    const errors = [...this.#errors(series, candidate, horizon, origin)].sort((a, b) => a - b);
    const chosen = CANDIDATES[candidate];
    if (errors.length < FEWEST_WEEKS || !chosen) return [];
    const root = this.#rootsAt(series, origin, candidate)[horizon - 1] ?? NaN;
    const bound = (error: number | undefined) => Math.max(0, root + (error ?? NaN)) ** 2;
    const bounds = (tail: number): readonly [number, number] => {
      const rank = Math.max(1, Math.floor((errors.length + 1) * tail));
      return [bound(errors[rank - 1]), bound(errors[errors.length - rank])];
    };
    const seasonFactor = this.#seasonAt(origin).factor(origin + horizon);
    const intervals = { point: root ** 2, bounds80: bounds(0.1), bounds95: bounds(0.025) };
    return [{ horizon, ...chosen, seasonFactor, pastErrors: errors.length, ...intervals }];
  }

  /** Forecast square roots of a candidate, by horizon less 1. */
  #rootsAt(series: Series, origin: number, candidate: number): readonly number[] {
    return this.#once(`roots ${series.name} ${origin} ${candidate}`, () => {
      const { factor } = this.#seasonAt(origin);
      const fit = this.fitsAt(series, origin)[candidate % DECAYS.length];
      const hasTrend = CANDIDATES[candidate]?.hasTrend ?? false;
      return HORIZONS.map((horizon) => (fit ? factor(origin + horizon) * rootAhead(fit, hasTrend, horizon) : NaN));
    });
  }

  /** Errors on the scale of square roots whose target lies in the 156 weeks up to the origin. */
  #errors(series: Series, candidate: number, horizon: number, origin: number): readonly number[] {
    const all = this.#once(`errors ${series.name} ${candidate} ${horizon}`, () =>
      series.counts.map((count, target) =>
        target < 51 + horizon
          ? NaN
          : Math.sqrt(count) - (this.#rootsAt(series, target - horizon, candidate)[horizon - 1] ?? NaN),
      ),
    );
    return all.slice(Math.max(51 + horizon, origin + 1 - ERROR_WEEKS), origin + 1);
  }

  /** The candidate with the least past error over all large series of a kind. */
  #chosenAt(kind: string, origin: number): number {
    return this.#once(`chosen ${kind} ${origin}`, () => {
      const large = this.#series.filter((series) => series.kind === kind && isLarge(series, origin));
      const totals = CANDIDATES.map((_, candidate) =>
        sum(
          large.flatMap((series) =>
            HORIZONS.map((horizon) => sum(this.#errors(series, candidate, horizon, origin).map(Math.abs))),
          ),
        ),
      );
      return totals.indexOf(Math.min(...totals));
    });
  }

  #once<Value>(key: string, make: () => Value): Value {
    const known = this.#known.get(key) ?? make();
    this.#known.set(key, known);
    return known as Value;
  }
}
