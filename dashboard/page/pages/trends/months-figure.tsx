import { useMemo } from 'preact/hooks';
import { monthsChart } from '../../charts/months-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { formatCount, formatMonth, formatPercentChange, formatShare } from '../../format.ts';
import { basisText, describeNarrowing, describeYears } from '../../state/describe-filters.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, useFile, useFilters } from '../../state/page-context.ts';
import { type Break, numberedBreaks, type ToldBreak } from './breaks.ts';
import type { Month } from './months.ts';
import { monthFilters, useMonths } from './months-data.ts';

const height = 340;
const columns: readonly TableColumn[] = [
  { key: 'month', label: 'Month', text: formatMonth },
  { key: 'offenses', label: 'Offenses', format: formatCount },
  { key: 'rolling_12_month_offenses', label: 'In 12 months', format: formatCount },
  { key: 'is_complete', label: 'Month over' },
  { key: 'is_provisional', label: 'Still rising' },
  { key: 'completeness', label: 'Complete', format: formatShare },
  { key: 'nowcast', label: 'Expected in the end', format: formatCount },
  { key: 'nowcast_low', label: 'at least', format: formatCount },
  { key: 'nowcast_high', label: 'at most', format: formatCount },
];

/** Counts by month with the mean of twelve months, and what changed in the data itself. */
export function MonthsFigure() {
  const months = useMonths();
  const told = useFile<readonly ToldBreak[]>('breaks');
  const filters = useFilters();
  const breaks = useMemo(() => (told.status === 'ready' ? numberedBreaks(told.value, filters) : []), [told, filters]);
  const content = useMemo(() => mapLoaded(months, (all) => contentOf(all, breaks, filters)), [months, breaks, filters]);
  return (
    <>
      <ChartFrame id="months" title="Month by month" height={height} applies={monthFilters} content={content} />
      {breaks.length === 0 ? null : <BreakList breaks={breaks} />}
    </>
  );
}

function BreakList({ breaks }: { readonly breaks: readonly Break[] }) {
  return (
    <section class="breaks" aria-labelledby="breaks-title">
      <h3 id="breaks-title">Where the data itself changed</h3>
      <ol>
        {breaks.map(({ date, texts }) => (
          <li key={date}>
            <strong>{formatMonth(date)}</strong>
            {texts.map((text) => (
              <span key={text}> {text}</span>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

function contentOf(months: readonly Month[], breaks: readonly Break[], filters: Filters): ChartContent {
  const isEmpty = months.every((month) => month.offenses === 0);
  return {
    subtitle: `Offenses a month${describeNarrowing(filters, monthFilters)}, ${describeYears(filters)}, ${basisText(filters.basis)}`,
    summary: summaryOf(months),
    table: { columns, rows: isEmpty ? [] : months.map(rowOf).reverse() },
    draw: (width) => monthsChart(months, { width, height, breaks }),
    note: 'Thin line: each month. Thick line: mean of the twelve months up to it. Open dots: months that are not over or will still rise; a line shows where they may end.',
  };
}

function summaryOf(months: readonly Month[]): string {
  const newest = months.findLast((month) => month.rolling !== null);
  if (newest?.rolling == null) return 'There are not twelve whole months to add up.';
  const yearBefore = months.find((month) => month.month === previousYear(newest.month));
  const head = `${formatCount(newest.rolling)} offenses in the twelve months up to ${formatMonth(newest.month)}`;
  if (yearBefore?.rolling == null) return `${head}.`;
  const before = yearBefore.rolling;
  const change = before === 0 ? '' : ` (${formatPercentChange((100 * (newest.rolling - before)) / before)})`;
  return `${head}, after ${formatCount(before)} in the twelve months before${change}.`;
}

function previousYear(month: string): string {
  return `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
}

function rowOf(month: Month) {
  return {
    month: month.month,
    offenses: month.offenses,
    rolling_12_month_offenses: month.rolling,
    is_complete: month.isComplete,
    is_provisional: month.isProvisional,
    completeness: month.completeness,
    nowcast: month.nowcast?.offenses ?? null,
    nowcast_low: month.nowcast?.low ?? null,
    nowcast_high: month.nowcast?.high ?? null,
  };
}
