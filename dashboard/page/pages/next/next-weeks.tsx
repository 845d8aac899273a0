import { useMemo } from 'preact/hooks';
import { nextWeekChart, nextWeekHeight, type NextWeek } from '../../charts/scorecard-charts.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { counted, formatDate, formatDecimal, readable } from '../../format.ts';
import { mapLoaded, usePage, type Loaded } from '../../state/page-context.ts';
import type { ForecastWeek } from './series.ts';

/** The next week of every series that is large enough, and which are not. */
export function NextWeeks({ forecast }: { readonly forecast: Loaded<readonly ForecastWeek[]> }) {
  const { choices } = usePage();
  const content = useMemo(() => mapLoaded(forecast, nextContent), [forecast]);
  return (
    <ChartFrame
      id="next-week"
      title="The next week, by precinct and category"
      height={nextWeekHeight(1 + choices.precincts.length + choices.categories.length)}
      applies={[]}
      content={content}
      emptyText="No series is large enough for a forecast."
    />
  );
}

function nextContent(weeks: readonly ForecastWeek[]): ChartContent {
  const first = weeks.filter((week) => week.horizon_weeks === 1);
  const told = first.filter(
    ({ forecast, series_kind }) => forecast !== null && series_kind !== 'precinct and category',
  );
  const shown = told.map(nextWeek).sort((a, b) => b.forecast - a.forecast);
  const untold = first.filter(({ status }) => status !== 'forecast');
  const reasons = [...new Set(untold.map(({ status }) => status))].join('; ');
  return {
    subtitle: `Offenses expected in the week of ${formatDate(first[0]?.target_week_start ?? '')}, by the time of the report`,
    summary: `${counted(shown.length, 'series', 'series')} ${shown.length === 1 ? 'is' : 'are'} shown; ${counted(untold.length, 'series', 'series')} of ${first.length}, such as categories within a precinct, ${untold.length === 1 ? 'has' : 'have'} no point forecast (${reasons}).`,
    table: {
      columns: [
        { key: 'name', label: 'Series' },
        { key: 'forecast', label: 'Forecast', format: formatDecimal },
        { key: 'lower_80', label: '80 % from', format: formatDecimal },
        { key: 'upper_80', label: '80 % to', format: formatDecimal },
        { key: 'lower_95', label: '95 % from', format: formatDecimal },
        { key: 'upper_95', label: '95 % to', format: formatDecimal },
        { key: 'mean_offenses', label: 'Mean of 52 weeks', format: formatDecimal },
      ],
      rows: shown.map((week) => ({ ...week })),
    },
    height: nextWeekHeight(shown.length),
    draw: (width) => nextWeekChart(shown, width),
    note: 'The dot is the forecast, the thick bar its 80 % interval, the thin one its 95 %; the dashed tick is the mean of the last 52 weeks. A larger count is no judgement on a place: precincts differ in size, people and visitors.',
  };
}

function nextWeek(week: ForecastWeek): NextWeek {
  const { series_kind, series } = week;
  return {
    name: { city: 'The city', category: readable(series) }[series_kind] ?? series,
    forecast: week.forecast ?? 0,
    lower_80: week.lower_80 ?? 0,
    upper_80: week.upper_80 ?? 0,
    lower_95: week.lower_95 ?? 0,
    upper_95: week.upper_95 ?? 0,
    mean_offenses: week.mean_offenses ?? 0,
  };
}
