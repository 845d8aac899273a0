import { useMemo } from 'preact/hooks';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { recentDaysChart } from '../../charts/recent-days-chart.ts';
import { counted, formatCount, formatDate, formatShare } from '../../format.ts';
import { basisText, describeNarrowing } from '../../state/describe-filters.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { dayFilters, type RecentDay, recentDays } from './recent-days.ts';

const shownDays = 28;
const height = 280;
const columns: readonly TableColumn[] = [
  { key: 'date', label: 'Day', text: formatDate },
  { key: 'offenses', label: 'Offenses known', format: formatCount },
  { key: 'is_provisional', label: 'Still rising' },
  { key: 'completeness', label: 'Complete', format: formatShare },
  { key: 'nowcast', label: 'Expected in the end', format: formatCount },
  { key: 'nowcast_low', label: 'at least', format: formatCount },
  { key: 'nowcast_high', label: 'at most', format: formatCount },
  { key: 'year_before', label: 'Same weekday a year before', format: formatCount },
];

/** The last 28 days, day by day. */
export function RecentDaysFigure() {
  const recent = useTable('recent');
  const filters = useFilters();
  const content = useMemo(
    () => mapLoaded(recent, (table) => contentOf(recentDays(table, filters).slice(-shownDays), filters)),
    [recent, filters],
  );
  return <ChartFrame id="recent-days" title="Day by day" height={height} applies={dayFilters} content={content} />;
}

function contentOf(days: readonly RecentDay[], filters: Filters): ChartContent {
  const [first, last] = [days[0], days.at(-1)];
  return {
    subtitle:
      first === undefined || last === undefined
        ? ''
        : `Offenses a day${describeNarrowing(filters, dayFilters)}, ${formatDate(first.date)} to ${formatDate(last.date)}, ${basisText(filters.basis)}`,
    summary: summaryOf(days),
    table: { columns, rows: days.some((day) => day.offenses > 0) ? days.map(rowOf) : [] },
    draw: (width) => recentDaysChart(days, { width, height }),
    note: 'Dashed ticks: the same weekday 52 weeks before, as known at the same age, or now where that cannot be told. Hatched days may still rise; the line is where the day may end (80 % of each part), its bar what is expected.',
  };
}

function summaryOf(days: readonly RecentDay[]): string {
  const most = days.reduce<RecentDay | undefined>(
    (top, day) => (top === undefined || day.offenses > top.offenses ? day : top),
    undefined,
  );
  if (most === undefined) return '';
  const total = days.reduce((sum, day) => sum + day.offenses, 0);
  const open = days.filter((day) => day.isProvisional || !day.isComplete).length;
  const openText =
    open === 0 ? 'None of the days is provisional.' : `The counts of ${counted(open, 'day')} are provisional.`;
  return `${formatCount(total / days.length)} a day on average, the most on ${formatDate(most.date)} (${formatCount(most.offenses)}). ${openText}`;
}

function rowOf(day: RecentDay) {
  return {
    date: day.date,
    offenses: day.offenses,
    is_provisional: day.isProvisional,
    completeness: day.completeness,
    nowcast: day.nowcast?.offenses ?? null,
    nowcast_low: day.nowcast?.low ?? null,
    nowcast_high: day.nowcast?.high ?? null,
    year_before: day.yearBefore,
  };
}
