import { useMemo } from 'preact/hooks';
import { yearChangeChart } from '../../charts/year-change-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { counted, formatChange, formatCount, formatMonth, formatPercentChange } from '../../format.ts';
import { basisText, describeNarrowing, describeYears } from '../../state/describe-filters.ts';
import type { FilterKey, Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { monthsOf } from './months.ts';
import { type YearChange, yearChanges } from './year-changes.ts';

const height = 260;
const applies: readonly FilterKey[] = ['from', 'to', 'category', 'precinct', 'basis'];
const columns: readonly TableColumn[] = [
  { key: 'month', label: 'Month', text: formatMonth },
  { key: 'offenses', label: 'Offenses', format: formatCount },
  { key: 'change', label: 'Change', format: formatChange },
  { key: 'percent', label: 'In percent', format: formatPercentChange },
  { key: 'signal', label: '2(√now − √before)', format: (signal) => signal.toFixed(2).replace('-', '−') },
  { key: 'is_provisional', label: 'Still rising' },
];

/** Each month against the same one a year before. */
export function YearChangesFigure() {
  const filters = useFilters();
  const monthly = useTable(`monthly-${filters.basis}`);
  const content = useMemo(
    () => mapLoaded(monthly, (table) => contentOf(yearChanges(monthsOf(table, filters)), filters)),
    [monthly, filters],
  );
  return (
    <ChartFrame
      id="year-changes"
      title="Against a year before"
      height={height}
      applies={applies}
      content={content}
      emptyText="No month can be compared: that takes a whole one, and the same a year before."
    />
  );
}

function contentOf(changes: readonly YearChange[], filters: Filters): ChartContent {
  return {
    subtitle: `Change of each month’s offenses against the same month a year before${describeNarrowing(filters, applies)}, ${describeYears(filters)}, ${basisText(filters.basis)}`,
    summary: summaryOf(changes),
    table: { columns, rows: changes.map(rowOf).reverse() },
    draw: (width) => yearChangeChart(changes, { width, height }),
    note: 'Orange: more; blue: fewer. Open bars: chance alone could explain as much (signal within ±2.8). Hatched: both months as known at the same age, since reports are still to come.',
  };
}

function summaryOf(changes: readonly YearChange[]): string {
  const newest = changes.at(-1);
  if (newest === undefined) return '';
  const clear = changes.filter((each) => !each.isChance);
  const more = clear.filter((each) => each.change > 0).length;
  const percent = newest.percent === null ? '' : ` (${formatPercentChange(newest.percent)})`;
  const head = `${formatMonth(newest.month)}: ${formatChange(newest.change)}${percent} against a year before${newest.isChance ? ', which chance alone could explain' : ''}.`;
  return `${head} Of ${counted(changes.length, 'month')}, ${formatCount(more)} had clearly more than a year before and ${formatCount(clear.length - more)} clearly fewer.`;
}

function rowOf({ month, offenses, change, percent, signal, isProvisional }: YearChange) {
  return { month, offenses, change, percent, signal, is_provisional: isProvisional };
}
