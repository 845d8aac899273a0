import { useMemo } from 'preact/hooks';
import { forecastChart, forecastHeight } from '../../charts/forecast-chart.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { counted, formatCount, formatDate, formatDecimal } from '../../format.ts';
import { bothLoaded } from '../../state/both-loaded.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, type Loaded } from '../../state/page-context.ts';
import { chosenWeeks, seriesName, whyNone, type ForecastWeek, type PastWeek } from './series.ts';

/** Weeks of the past that the chart shows. */
const shownWeeks = 78;

/** Where there is little room, fewer, so that the weeks ahead can be told apart. */
const narrow = 560;
const weeksOnNarrow = 26;

interface ForecastFanProps {
  readonly forecast: Loaded<readonly ForecastWeek[]>;
  readonly weekly: Loaded<readonly PastWeek[]>;
  readonly filters: Filters;
}

/** The weeks ahead of one series, after those that came. */
export function ForecastFan({ forecast, weekly, filters }: ForecastFanProps) {
  const content = useMemo(
    () => mapLoaded(bothLoaded(forecast, weekly), ([ahead, past]) => fanContent(ahead, past, filters)),
    [forecast, weekly, filters],
  );
  return (
    <ChartFrame
      id="forecast"
      title={`${seriesName(filters)}: the weeks ahead`}
      height={forecastHeight}
      applies={['precinct', 'category']}
      content={content}
      emptyText="The marts count no weeks of this series."
    />
  );
}

function fanContent(all: readonly ForecastWeek[], weekly: readonly PastWeek[], filters: Filters): ChartContent {
  const ahead = chosenWeeks(all, filters);
  const past = weekly.filter(({ series }) => series === ahead[0]?.series).slice(-shownWeeks);
  const none = whyNone(ahead);
  const shown = none === undefined ? ahead : [];
  return {
    subtitle: `Offenses a week by the time of the report, Monday to Sunday${ahead[0] ? `, from ${formatDate(past[0]?.week_start ?? ahead[0].origin_week_start)}` : ''}`,
    summary: none ?? fanSummary(ahead),
    table: { columns, rows: [...past.map(pastRow), ...shown.map(aheadRow)] },
    draw: (width) => forecastChart(past.slice(width < narrow ? -weeksOnNarrow : 0), shown, width),
    note: 'Hollow dots are weeks whose reports are still coming in. The narrower band should hold 80 of 100 weeks, the wider 95; both are made from the method’s own past errors.',
  };
}

function fanSummary(ahead: readonly ForecastWeek[]): string {
  const [first] = ahead;
  const last = ahead.at(-1);
  if (!first || !last) return '';
  const range = (week: ForecastWeek): string =>
    `${formatCount(week.forecast ?? 0)} (${formatCount(week.lower_80 ?? 0)} to ${formatCount(week.upper_80 ?? 0)} in 80 of 100 cases)`;
  const mean =
    first.mean_offenses === null ? '' : ` The mean of the last 52 weeks is ${formatDecimal(first.mean_offenses)}.`;
  return `In the week of ${formatDate(first.target_week_start)}, ${range(first)} offenses are expected; ${counted(last.horizon_weeks, 'week')} ahead, ${range(last)}.${mean}`;
}

const columns: readonly TableColumn[] = [
  { key: 'week_start', label: 'Week of', text: formatDate },
  { key: 'what', label: 'What' },
  { key: 'offenses', label: 'Offenses', format: formatCount },
  { key: 'forecast', label: 'Forecast', format: formatDecimal },
  { key: 'lower_80', label: '80 % from', format: formatDecimal },
  { key: 'upper_80', label: '80 % to', format: formatDecimal },
  { key: 'lower_95', label: '95 % from', format: formatDecimal },
  { key: 'upper_95', label: '95 % to', format: formatDecimal },
];

const pastRow = ({ week_start, offenses, is_mature }: PastWeek) => ({
  week_start,
  what: is_mature ? 'came' : 'came, not yet complete',
  offenses,
});

const aheadRow = ({ target_week_start, forecast, lower_80, upper_80, lower_95, upper_95 }: ForecastWeek) => ({
  week_start: target_week_start,
  what: 'expected',
  forecast,
  lower_80,
  upper_80,
  lower_95,
  upper_95,
});
