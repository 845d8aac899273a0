import { useMemo } from 'preact/hooks';
import { peakHoursChart } from '../../charts/peak-hours-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { formatDecimal, formatHour, formatShare } from '../../format.ts';
import { describeNarrowing } from '../../state/describe-filters.ts';
import type { FilterKey, Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { type HourBasis, peakHours } from './peak-hours.ts';

const height = 300;
/** Whatever the time that is chosen, its way is one of the three. */
const applies: readonly FilterKey[] = ['category', 'precinct', 'basis'];
const columns: readonly TableColumn[] = [
  { key: 'basis', label: 'Placed by' },
  { key: 'hour', label: 'Hour', format: formatHour },
  { key: 'offenses', label: 'Offenses', format: formatDecimal },
  { key: 'share', label: 'Share', format: formatShare },
];

/** The hours of the day by three ways to place an offense in time. */
export function PeakHoursFigure() {
  const table = useTable('peak-hours');
  const filters = useFilters();
  const content = useMemo(
    () => mapLoaded(table, (file) => contentOf(peakHours(file, filters), filters)),
    [table, filters],
  );
  return (
    <ChartFrame
      id="peak-hours"
      title="Three ways to tell the hour"
      height={height}
      applies={applies}
      content={content}
    />
  );
}

function contentOf(bases: readonly HourBasis[], filters: Filters): ChartContent {
  const known = bases.filter((basis) => basis.placed > 0);
  return {
    subtitle: `Share of each hour of the day${describeNarrowing(filters, applies)}, all years`,
    summary: known.map(summaryOf).join(' '),
    table: { columns, rows: known.flatMap(rowsOf) },
    draw: (width) => peakHoursChart(known, { width, height }),
    note: 'Spread: an offense with a start and an end at most 24 hours later counts in each hour between by its part of the time. The present feed tells no end, so few newer offenses are in it.',
  };
}

function summaryOf({ label, peak, shares, placed, unknown }: HourBasis): string {
  const share = peak === null ? 0 : (shares[peak] ?? 0);
  const missing = unknown === 0 ? '' : `; ${formatShare(unknown / (placed + unknown))} cannot be placed`;
  return `${label}: most at ${formatHour(peak ?? 0)} (${formatShare(share)})${missing}.`;
}

function rowsOf({ label, counts, shares }: HourBasis) {
  return counts.map((offenses, hour) => ({ basis: label, hour, offenses, share: shares[hour] ?? 0 }));
}
