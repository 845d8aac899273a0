import { useMemo } from 'preact/hooks';
import { unusualWeeksChart } from '../../charts/unusual-weeks-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { counted, formatCount, formatDate, formatDecimal, readable } from '../../format.ts';
import { describeNarrowing } from '../../state/describe-filters.ts';
import type { FilterKey, Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { type UnusualWeek, unusualWeeks } from './unusual-weeks.ts';

const newestWeeks = 13;
const height = 420;
const applies: readonly FilterKey[] = ['category', 'precinct'];
const columns: readonly TableColumn[] = [
  { key: 'week_start', label: 'Week of', text: formatDate },
  { key: 'precinct', label: 'Precinct' },
  { key: 'offense_category', label: 'Category', text: readable },
  { key: 'offenses', label: 'Offenses', format: formatCount },
  { key: 'expected_offenses', label: 'Expected', format: formatDecimal },
  { key: 'z_score', label: 'Standard deviations', format: formatDecimal },
  { key: 'is_anomaly', label: 'Stands out' },
  { key: 'status', label: 'Judged, or why not' },
];

/** Weeks that stand out, of each precinct and category. */
export function UnusualWeeksFigure() {
  const anomalies = useTable('anomalies');
  const filters = useFilters();
  const content = useMemo(
    () => mapLoaded(anomalies, (table) => contentOf(unusualWeeks(table, filters, newestWeeks), filters)),
    [anomalies, filters],
  );
  return (
    <ChartFrame
      id="unusual-weeks"
      title="What is unusual"
      height={height}
      applies={applies}
      content={content}
      emptyText="No week is known of what these filters leave."
    />
  );
}

function contentOf(weeks: readonly UnusualWeek[], filters: Filters): ChartContent {
  return {
    subtitle: `Offenses a week against what the weeks before and the season let expect, newest ${newestWeeks} weeks${describeNarrowing(filters, applies)}, by the time of the report`,
    summary: summaryOf(weeks),
    table: { columns, rows: weeks.map(rowOf) },
    draw: (width) => unusualWeeksChart(weeks, { width, height }),
    note: 'Orange: more than expected; blue: fewer. Triangles mark what stands out even among so many weeks. A dot: too few offenses, or late reports may be missing. Unusual is not explained: the data does not tell why.',
  };
}

function summaryOf(weeks: readonly UnusualWeek[]): string {
  const judged = weeks.filter((week) => week.status === 'judged');
  const anomalies = judged.filter((week) => week.isAnomaly);
  if (judged.length === 0) return 'No week can be judged.';
  if (anomalies.length === 0)
    return `Nothing stands out: all ${formatCount(judged.length)} weeks that can be judged could be chance.`;
  const strangest = anomalies.reduce((top, week) =>
    Math.abs(week.zScore ?? 0) > Math.abs(top.zScore ?? 0) ? week : top,
  );
  const most = `${strangest.label} in the week of ${formatDate(strangest.weekStart)}: ${formatCount(strangest.offenses)}, where ${formatDecimal(strangest.expected ?? 0)} were expected`;
  return `${counted(anomalies.length, 'week')} of ${formatCount(judged.length)} that can be judged ${anomalies.length === 1 ? 'stands' : 'stand'} out, most of all ${most}.`;
}

function rowOf(week: UnusualWeek) {
  return {
    week_start: week.weekStart,
    precinct: week.precinct,
    offense_category: week.category,
    offenses: week.offenses,
    expected_offenses: week.expected,
    z_score: week.zScore,
    is_anomaly: week.isAnomaly,
    status: week.status,
  };
}
