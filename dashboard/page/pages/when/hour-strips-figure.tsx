import { useMemo } from 'preact/hooks';
import { hourStripsChart } from '../../charts/hour-strips-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { formatCount, formatHour, readable } from '../../format.ts';
import { basisText, describeNarrowing, describeYears } from '../../state/describe-filters.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { type HourShares, hourShares } from './hours.ts';
import { hourFilters } from './week-hours-figure.tsx';

const height = 330;
const columns: readonly TableColumn[] = [
  { key: 'kind', label: 'By' },
  { key: 'name', label: 'Name', text: readable },
  { key: 'hour', label: 'Hour', format: formatHour },
  { key: 'offenses', label: 'Offenses', format: formatCount },
];

/** The hours of each category and precinct. */
export function HourStripsFigure() {
  const filters = useFilters();
  const hours = useTable(`hours-${filters.basis}`);
  const content = useMemo(
    () => mapLoaded(hours, (table) => contentOf(hourShares(table, filters), filters)),
    [hours, filters],
  );
  return (
    <ChartFrame
      id="hour-strips"
      title="By category and precinct"
      height={height}
      applies={hourFilters}
      content={content}
    />
  );
}

function contentOf(parts: readonly HourShares[], filters: Filters): ChartContent {
  const known = parts.filter((part) => part.placed > 0);
  return {
    subtitle: `Offenses by hour of the day${describeNarrowing(filters, hourFilters)}, ${describeYears(filters)}, ${basisText(filters.basis)}`,
    summary: summaryOf(known),
    table: { columns, rows: known.flatMap(rowsOf) },
    draw: (width) => hourStripsChart(known, { width, height }),
    note: 'Each strip is shaded by its own busiest hour, which is outlined: compare shapes, not numbers. In a strip of few offenses the busiest hour is partly chance.',
  };
}

function summaryOf(parts: readonly HourShares[]): string {
  const texts = parts
    .filter((part) => part.kind === 'category')
    .map(({ name, counts }) => `${readable(name).toLowerCase()} at ${formatHour(counts.indexOf(Math.max(...counts)))}`);
  return texts.length === 0 ? '' : `Busiest hours: ${texts.join(', ')}.`;
}

function rowsOf({ kind, name, counts }: HourShares) {
  return counts.map((offenses, hour) => ({ kind, name, hour, offenses }));
}
