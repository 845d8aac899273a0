import { range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { isMatureWeek } from './offenses-weekly.ts';
import { type Forecast, forecasterOf, HORIZONS } from '../weekly/forecaster.ts';
import { fullNamesOf, isLarge, meanAt, namesOf, type Series, weekDate, weeksOf } from '../weekly/series.ts';
import { seasonsOf } from '../weekly/season.ts';
import { DECAYS, FIT_WEEKS } from '../weekly/smoothing.ts';
import type { Row, Table } from '../table.ts';
import { BACKTEST_ORIGINS } from '../weekly/forecaster.ts';

const BOUNDS = ['lower_80', 'upper_80', 'lower_95', 'upper_95'];
/** Numbers of a forecast are rounded to a thousandth of an offense. */
export const forecastDecimals = Object.fromEntries(['forecast', ...BOUNDS].map((name) => [name, 3]));

export function boundsOf({ bounds80, bounds95 }: Forecast): Row {
  return Object.fromEntries([...bounds80, ...bounds95].map((bound, index) => [BOUNDS[index] ?? '', bound]));
}

const methodOf = (forecast: Forecast): Row => ({
  ...{ decay_percent: Math.round(100 * forecast.decay), has_trend: forecast.hasTrend },
  ...{ season_factor: forecast.seasonFactor, past_errors: forecast.pastErrors },
});

/** The origins that a backtest of 208 origins needs: those of its own, of its errors, and of the longest horizon. */
function fittedOrigins({ newest }: { readonly newest: number }): readonly number[] {
  return range(Math.max(51, newest + 1 - (BACKTEST_ORIGINS + 156 + 8)), newest);
}

/** A season for each week that a fit reads or a forecast reaches, as each origin knows it. */
export function weeklySeason(feed: Feed): Table {
  const { firstWeek, newest } = weeksOf(feed);
  const rows = fittedOrigins({ newest }).flatMap((origin) => {
    const { size, factor } = seasonsOf(feed)(origin);
    return range(origin + 1 - FIT_WEEKS, origin + 8).map((week) => ({
      ...{ origin_week_number: firstWeek + origin, week_number: firstWeek + week },
      ...{ season_factor: factor(week), season_weeks: size },
    }));
  });
  return { key: ['origin_week_number', 'week_number'], rows, decimals: { season_factor: 8 } };
}

/** Series that are large at one of the origins are fitted at every one. */
export function forecastFits(feed: Feed): Table {
  const { firstWeek, newest, series } = weeksOf(feed);
  const origins = fittedOrigins({ newest });
  const fitted = series.filter((one) => origins.some((origin) => isLarge(one, origin)));
  const rows = fitted.flatMap((one) =>
    origins.flatMap((origin) =>
      forecasterOf(feed)
        .fitsAt(one, origin)
        .map(({ flat, level, slope }, index) => ({
          ...{ ...namesOf(one), origin_week_number: firstWeek + origin, fitted_weeks: Math.min(FIT_WEEKS, origin + 1) },
          decay_percent: Math.round(100 * (DECAYS[index] ?? NaN)),
          ...{ mean_root: flat, level_root: level, trend_root: slope },
        })),
    ),
  );
  const decimals = { mean_root: 7, level_root: 7, trend_root: 7 };
  return { key: ['series', 'origin_week_number', 'decay_percent'], rows, decimals };
}

/** What the method says at each of the newest origins. */
export function forecastHistory(feed: Feed): Table {
  const { firstWeek, newest, series } = weeksOf(feed);
  const rows = series.flatMap((one) =>
    range(Math.max(51, newest - BACKTEST_ORIGINS), newest).flatMap((origin) =>
      forecasterOf(feed)
        .forecastsAt(one, origin)
        .map((forecast) => ({
          ...{ ...namesOf(one), origin_week_number: firstWeek + origin, horizon_weeks: forecast.horizon },
          ...{ target_week_number: firstWeek + origin + forecast.horizon, ...methodOf(forecast) },
          ...{ forecast: forecast.point, ...boundsOf(forecast) },
        })),
    ),
  );
  const key = ['series', 'origin_week_number', 'horizon_weeks'];
  return { key, rows, decimals: { ...forecastDecimals, season_factor: 8 } };
}

/** What to expect of the next eight weeks, or why that is not told. */
export function forecast(feed: Feed): Table {
  const { series } = weeksOf(feed);
  const rows = series.flatMap((one) => HORIZONS.map((horizon) => expected(feed, one, horizon)));
  const decimals = { ...forecastDecimals, season_factor: 8, mean_offenses: 4 };
  return { key: ['series', 'target_week_start'], rows, decimals };
}

function expected(feed: Feed, series: Series, horizon: number): Row {
  const { firstWeek, newest } = weeksOf(feed);
  const own = forecasterOf(feed)
    .forecastsAt(series, newest)
    .find((forecast) => forecast.horizon === horizon);
  const mean = meanAt(series, newest);
  const reason = mean !== null && mean < 20 ? 'mean below 20' : 'too few weeks';
  const none = { decay_percent: null, has_trend: null, season_factor: null, past_errors: null, forecast: null };
  return {
    ...{ ...fullNamesOf(series), horizon_weeks: horizon, mean_offenses: mean, is_simulated: feed.isSimulated },
    origin_week_start: weekDate(firstWeek + newest),
    target_week_start: weekDate(firstWeek + newest + horizon),
    is_origin_mature: isMatureWeek(feed, firstWeek + newest),
    status: own ? 'forecast' : reason,
    ...(own
      ? { ...methodOf(own), forecast: own.point, ...boundsOf(own) }
      : { ...none, ...Object.fromEntries(BOUNDS.map((name) => [name, null])) }),
  };
}
