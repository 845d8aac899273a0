import { range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import { BACKTEST_ORIGINS, type Forecast, forecasterOf } from '../weekly/forecaster.ts';
import { rivalsAt } from '../weekly/rivals.ts';
import { seasonsOf } from '../weekly/season.ts';
import { mean, namesOf, type Series, sum, weekDate, weeksOf } from '../weekly/series.ts';
import { FIT_WEEKS } from '../weekly/smoothing.ts';
import { groupBy, type Row, type Table } from '../table.ts';
import { boundsOf, forecastDecimals } from './forecasts.ts';

/** A forecast of a method, and what came. */
interface Judged {
  readonly series: Series;
  readonly method: string;
  readonly origin: number;
  readonly horizon: number;
  readonly actual: number;
  readonly said: number;
  /** What it says before that is rounded. */
  readonly exact: number;
  /** Mean change from week to week within the 156 weeks up to the origin. */
  readonly usualChange: number;
  /** The smoothing's forecast; undefined for its rivals. */
  readonly own: Forecast | undefined;
}

const judgedOf = perFeed((feed: Feed): readonly Judged[] => {
  const { series, newest } = weeksOf(feed);
  return series.flatMap((one) =>
    range(Math.max(51, newest - BACKTEST_ORIGINS), newest - 1).flatMap((origin) =>
      forecasterOf(feed)
        .forecastsAt(one, origin)
        .flatMap((forecast) => judge(feed, one, origin, forecast)),
    ),
  );
});

function judge(feed: Feed, series: Series, origin: number, own: Forecast): readonly Judged[] {
  const { horizon } = own;
  const actual = series.counts[origin + horizon];
  if (actual === undefined) return [];
  const fitted = series.counts.slice(Math.max(0, origin - FIT_WEEKS), origin + 1);
  const usualChange = mean(fitted.slice(1).map((count, index) => Math.abs(count - (fitted[index] ?? NaN))));
  const given = { series, origin, horizon, actual, usualChange };
  const rivals = Object.entries(rivalsAt(series, seasonsOf(feed)(origin), origin, horizon));
  return [
    { ...given, method: 'smoothing', said: thousandths(own.point), exact: own.point, own },
    ...rivals.map(([method, said]) => ({ ...given, method, said: thousandths(said), exact: said, own: undefined })),
  ];
}

/** Forecasts are judged as they are shown. */
const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
const errorOf = ({ actual, said }: Judged): number => Math.abs(actual - said);
const scaledError = (judged: Judged): number | null =>
  judged.usualChange === 0 ? null : errorOf(judged) / judged.usualChange;
const percentError = (judged: Judged): number =>
  judged.actual + judged.said === 0 ? 0 : (200 * errorOf(judged)) / (judged.actual + judged.said);
const isInside = (actual: number, [lower, upper]: readonly [number, number]): boolean =>
  actual >= thousandths(lower) && actual <= thousandths(upper);

export function forecastBacktest(feed: Feed): Table {
  const { firstWeek } = weeksOf(feed);
  const rows = judgedOf(feed).map((judged): Row => {
    const { series, origin, horizon, method, actual, exact, own } = judged;
    return {
      ...{ ...namesOf(series), method, horizon_weeks: horizon, offenses: actual, forecast: exact },
      origin_week_start: weekDate(firstWeek + origin),
      target_week_start: weekDate(firstWeek + origin + horizon),
      ...(own ? boundsOf(own) : { lower_80: null, upper_80: null, lower_95: null, upper_95: null }),
      ...{ absolute_error: errorOf(judged), scaled_error: scaledError(judged) },
      symmetric_percent_error: percentError(judged),
      is_inside_80: own ? isInside(actual, own.bounds80) : null,
      is_inside_95: own ? isInside(actual, own.bounds95) : null,
    };
  });
  const decimals = { ...forecastDecimals, absolute_error: 2, scaled_error: 3, symmetric_percent_error: 2 };
  return { key: ['series', 'origin_week_start', 'horizon_weeks', 'method'], rows, decimals };
}

/** By horizon, and over all horizons together. */
export function forecastScorecard(feed: Feed): Table {
  const all = judgedOf(feed);
  const keyed = (isWhole: boolean) =>
    groupBy(all, ({ series, horizon }) => `${series.name}|${isWhole ? 'all' : horizon}`);
  const rows = [
    ...[...keyed(false).values()].flatMap((judged) => scoresOf(feed, judged, judged[0]?.horizon ?? null)),
    ...[...keyed(true).values()].flatMap((judged) => scoresOf(feed, judged, null)),
  ];
  const four = [
    'mean_offenses',
    'mean_absolute_error',
    'mean_scaled_error',
    'mean_symmetric_percent_error',
    'mean_error',
  ];
  // What is averaged is rounded before: the last decimal may differ.
  const decimals = Object.fromEntries([...four, 'coverage_80', 'coverage_95'].map((name) => [name, 3]));
  return { key: ['series', 'horizon_weeks', 'method'], rows, decimals: { ...decimals, change_from_4_week_mean: 1 } };
}

function scoresOf(feed: Feed, judged: readonly Judged[], horizon: number | null): readonly Row[] {
  const { firstWeek } = weeksOf(feed);
  const methods = [...groupBy(judged, ({ method }) => method)];
  const errors = new Map(methods.map(([method, own]) => [method, mean(own.map(errorOf))]));
  const fourWeeks = errors.get('4-week mean') ?? NaN;
  return methods.map(([method, own]): Row => {
    const origins = own.map(({ origin }) => origin);
    const error = errors.get(method) ?? NaN;
    const scaled = own.map(scaledError).filter((value) => value !== null);
    const covered = (bounds: (forecast: Forecast) => readonly [number, number]) =>
      method === 'smoothing'
        ? mean(own.map((one) => (one.own && isInside(one.actual, bounds(one.own)) ? 1 : 0)))
        : null;
    return {
      ...{ ...namesOf((own[0] as Judged).series), horizon_weeks: horizon, method, forecasts: own.length },
      origins: new Set(origins).size,
      first_origin_week_start: weekDate(firstWeek + Math.min(...origins)),
      last_origin_week_start: weekDate(firstWeek + Math.max(...origins)),
      mean_offenses: mean(own.map(({ actual }) => actual)),
      ...{ mean_absolute_error: error, mean_scaled_error: scaled.length === 0 ? null : mean(scaled) },
      mean_symmetric_percent_error: mean(own.map(percentError)),
      mean_error: sum(own.map(({ actual, said }) => actual - said)) / own.length,
      change_from_4_week_mean: (100 * (error - fourWeeks)) / fourWeeks,
      error_rank: 1 + [...errors.values()].filter((other) => other < error - 1e-6).length,
      ...{ coverage_80: covered(({ bounds80 }) => bounds80), coverage_95: covered(({ bounds95 }) => bounds95) },
      ...{ data_vintage: 'mature', is_simulated: feed.isSimulated },
    };
  });
}
