import { useMemo } from 'preact/hooks';
import { yearPairsChart } from '../../charts/year-pairs-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { addDays, formatChange, formatCount, formatDate } from '../../format.ts';
import { basisText, describeNarrowing } from '../../state/describe-filters.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, usePage, useTable } from '../../state/page-context.ts';
import { dayFilters } from './recent-days.ts';
import { type YearPair, yearPairs } from './year-pairs.ts';

const days = 28;
const height = 330;
const columns: readonly TableColumn[] = [
  { key: 'kind', label: 'By' },
  { key: 'name', label: 'Name' },
  { key: 'offenses', label: 'Offenses', format: formatCount },
  { key: 'year_before', label: 'A year before', format: formatCount },
  { key: 'change', label: 'Change', format: formatChange },
];

/** The last 28 days by category and precinct, against a year before. */
export function YearPairsFigure() {
  const recent = useTable('recent');
  const filters = useFilters();
  const { run } = usePage();
  const content = useMemo(
    () => mapLoaded(recent, (table) => contentOf(yearPairs(table, filters, run.as_of, days), filters, run.as_of)),
    [recent, filters, run],
  );
  return (
    <ChartFrame
      id="year-pairs"
      title="By category and precinct"
      height={height}
      applies={dayFilters}
      content={content}
    />
  );
}

function contentOf(pairs: readonly YearPair[], filters: Filters, asOf: string): ChartContent {
  return {
    subtitle: `Offenses from ${formatDate(addDays(asOf, 1 - days))} to ${formatDate(asOf)}${describeNarrowing(filters, dayFilters)}, ${basisText(filters.basis)}`,
    summary: summaryOf(pairs),
    table: { columns, rows: pairs.map(rowOf) },
    draw: (width) => yearPairsChart(pairs, { width, height }),
    note: 'Full dot: now. Open dot: the same weekdays 52 weeks before, as known at the same age; as known now, and without a change, where reports of the newest days may still come in. OOJ is outside the city. Counts, not rates: precincts differ in people and visitors.',
  };
}

function summaryOf(pairs: readonly YearPair[]): string {
  const categories = pairs.filter((pair) => pair.kind === 'category');
  const parts = categories.map((pair) => {
    return `${pair.label.toLowerCase()} ${formatCount(pair.now)} (${beforeText(pair)})`;
  });
  return parts.length === 0 ? '' : `${parts.join(', ')}.`.replace(/^./, (first) => first.toUpperCase());
}

function beforeText({ before, change }: YearPair): string {
  if (before === null) return 'a year before is not known';
  return change === null ? `${formatCount(before)} a year before` : `${formatChange(change)} against a year before`;
}

function rowOf({ kind, label, now, before, change }: YearPair) {
  return { kind, name: label, offenses: now, year_before: before, change };
}
