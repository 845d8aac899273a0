import { useMemo } from 'preact/hooks';
import { weekHoursChart } from '../../charts/week-hours-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { formatCount, formatHour, formatShare } from '../../format.ts';
import { basisText, describeNarrowing, describeYears } from '../../state/describe-filters.ts';
import type { FilterKey, Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { type WeekHours, weekHours } from './hours.ts';

const height = 330;
/** Filters that hours can be counted by. */
export const hourFilters: readonly FilterKey[] = ['from', 'to', 'category', 'precinct', 'basis'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const columns: readonly TableColumn[] = [
  { key: 'hour', label: 'Hour', format: formatHour },
  ...weekdays.map((day) => ({ key: day.toLowerCase(), label: day, format: formatCount })),
];

/** Offenses by hour and weekday. */
export function WeekHoursFigure() {
  const filters = useFilters();
  const hours = useTable(`hours-${filters.basis}`);
  const content = useMemo(
    () => mapLoaded(hours, (table) => contentOf(weekHours(table, filters), filters)),
    [hours, filters],
  );
  return <ChartFrame id="week-hours" title="Hour by weekday" height={height} applies={hourFilters} content={content} />;
}

function contentOf(week: WeekHours, filters: Filters): ChartContent {
  return {
    subtitle: `Offenses${describeNarrowing(filters, hourFilters)}, ${describeYears(filters)}, ${basisText(filters.basis)}`,
    summary: summaryOf(week, filters),
    table: { columns, rows: week.placed === 0 ? [] : hourRows(week) },
    draw: (width) => weekHoursChart(week, { width, height }),
    note: 'The outlined cell is the busiest. Wall-clock time: the hour that daylight saving skips or doubles is as the city wrote it.',
  };
}

function summaryOf({ counts, placed, unknown }: WeekHours, { basis }: Filters): string {
  const highest = Math.max(...counts.flat());
  const day = counts.findIndex((ofDay) => ofDay.includes(highest));
  const hour = counts[day]?.indexOf(highest) ?? 0;
  const busiest = `Busiest on ${weekdays[day] ?? ''} from ${formatHour(hour)} to ${formatHour((hour + 1) % 24)}: ${formatCount(highest)} of ${formatCount(placed)}.`;
  if (unknown === 0) return `${busiest} The hour is known of all.`;
  const share = formatShare(unknown / (placed + unknown));
  const why = basis === 'started' ? ' A start at exactly midnight counts as not known.' : '';
  return `${busiest} Not shown: ${formatCount(unknown)} more (${share}) whose hour is not known.${why}`;
}

function hourRows({ counts }: WeekHours) {
  return Array.from({ length: 24 }, (_, hour) => ({
    hour,
    ...Object.fromEntries(weekdays.map((day, index) => [day.toLowerCase(), counts[index]?.[hour] ?? 0])),
  }));
}
