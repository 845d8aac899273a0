import { readable } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';

/** A week ahead, as `mart_forecast` tells it; numbers are null where there is no forecast. */
export interface ForecastWeek {
  readonly series: string;
  readonly series_kind: string;
  readonly precinct_or_all: string;
  readonly category_or_all: string;
  readonly origin_week_start: string;
  readonly target_week_start: string;
  readonly horizon_weeks: number;
  readonly status: string;
  readonly mean_offenses: number | null;
  readonly forecast: number | null;
  readonly lower_80: number | null;
  readonly upper_80: number | null;
  readonly lower_95: number | null;
  readonly upper_95: number | null;
}

/** A week that is over. */
export interface PastWeek {
  readonly series: string;
  readonly week_start: string;
  readonly offenses: number;
  readonly is_mature: boolean;
}

/** How far the forecasts of a method were off; `horizon_weeks` null is all horizons together. */
export interface Score {
  readonly series: string;
  readonly horizon_weeks: number | null;
  readonly method: string;
  readonly origins: number;
  readonly forecasts: number;
  readonly first_origin_week_start: string;
  readonly last_origin_week_start: string;
  readonly mean_absolute_error: number;
  readonly mean_scaled_error: number | null;
  readonly mean_symmetric_percent_error: number | null;
  readonly error_rank: number;
  readonly coverage_80: number | null;
  readonly coverage_95: number | null;
}

/** A forecast of the past beside what came. */
export interface TestedWeek {
  readonly series: string;
  readonly target_week_start: string;
  readonly horizon_weeks: number;
  readonly offenses: number;
  readonly forecast: number;
  readonly lower_80: number;
  readonly upper_80: number;
  readonly lower_95: number;
  readonly upper_95: number;
  readonly is_inside_80: boolean;
}

/** The method of `mart_forecast`; the others are its rivals. */
export const ownMethod = 'smoothing';

const all = 'All';

/** The weeks ahead of the series that the filters name: the city, a precinct, a category, or both. */
export function chosenWeeks(weeks: readonly ForecastWeek[], { precinct, category }: Filters): readonly ForecastWeek[] {
  return weeks.filter(
    (week) => week.precinct_or_all === (precinct ?? all) && week.category_or_all === (category ?? all),
  );
}

/** `The city`, `North`, `Property crime in North`. */
export function seriesName({ precinct, category }: Pick<Filters, 'precinct' | 'category'>): string {
  if (category === null) return precinct === null ? 'The city' : `${precinct} precinct`;
  return precinct === null ? readable(category) : `${readable(category)}, ${precinct} precinct`;
}

/** Why a series has no forecast, in words; undefined where it has one. */
export function whyNone(weeks: readonly ForecastWeek[]): string | undefined {
  const [first] = weeks;
  if (first === undefined) return 'The marts have no such series, so there is no point forecast.';
  if (first.status === 'forecast') return undefined;
  const mean = first.mean_offenses === null ? '' : ` (${first.mean_offenses.toFixed(1)} a week over the last year)`;
  if (first.status === 'mean below 20') {
    return `No point forecast: with fewer than 20 offenses a week${mean}, chance is most of what a forecast would say.`;
  }
  return `No point forecast: ${first.status}.`;
}
