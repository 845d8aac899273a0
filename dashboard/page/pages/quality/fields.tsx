import { useMemo } from 'preact/hooks';
import { gridHeight, heatSteps, shareGrid } from '../../charts/share-grid.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { formatCount, formatShare } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters } from '../../state/page-context.ts';
import { useRows } from '../../state/use-rows.ts';

interface FieldYear {
  readonly field: string;
  /** Null of what concerns the source as a whole. */
  readonly year: number | null;
  readonly checked: number;
  readonly affected: number;
  readonly share: number;
}

const steps = heatSteps([0, 0.001, 0.01, 0.05, 0.2, 0.5]);
/** Fields for which there is room from the first moment. */
const shownFields = 15;

/** What is unknown, masked or implausible, by field and year. */
export function Fields() {
  const rows = useRows<FieldYear>('quality-fields');
  const filters = useFilters();
  const content = useMemo(() => mapLoaded(rows, (all) => fieldsContent(all, filters)), [rows, filters]);
  return (
    <ChartFrame
      id="fields"
      title="What is unknown, masked or implausible"
      height={gridHeight(shownFields)}
      applies={['from', 'to']}
      content={content}
    />
  );
}

function fieldsContent(all: readonly FieldYear[], { from, to }: Filters): ChartContent {
  const rows = all.filter(
    (row) => row.year !== null && (from === null || row.year >= from) && (to === null || row.year <= to),
  );
  const totals = new Map<string, { affected: number; checked: number }>();
  for (const { field, affected, checked } of rows) {
    const known = totals.get(field) ?? { affected: 0, checked: 0 };
    totals.set(field, { affected: known.affected + affected, checked: known.checked + checked });
  }
  const shareOf = (field: string): number => {
    const { affected, checked } = totals.get(field) ?? { affected: 0, checked: 1 };
    return checked === 0 ? 0 : affected / checked;
  };
  const fields = [...totals.keys()].sort((a, b) => shareOf(b) - shareOf(a));
  const years = [...new Set(rows.map(({ year }) => String(year)))].sort();
  const masked = totals.has('location masked') ? formatShare(shareOf('location masked')) : undefined;
  const missing = totals.has('location missing') ? formatShare(shareOf('location missing')) : undefined;
  const midnight = totals.has('start at midnight') ? formatShare(shareOf('start at midnight')) : undefined;
  const whole = all.filter(({ year }) => year === null);
  return {
    subtitle: 'Share of the year’s offenses, reportable or not, by the year of the report',
    summary:
      masked && missing && midnight
        ? `The place of ${masked} of these offenses is masked and of ${missing} missing; ${midnight} have a start at exactly midnight, which means that its time is not known.`
        : '',
    table: {
      columns: [
        { key: 'field', label: 'Field' },
        { key: 'year', label: 'Year', format: (year) => String(year) },
        { key: 'checked', label: 'Offenses', format: formatCount },
        { key: 'affected', label: 'Affected', format: formatCount },
        { key: 'share', label: 'Share', format: formatShare },
      ],
      rows: rows.map((row) => ({ ...row })),
    },
    draw: (width) =>
      shareGrid(
        rows.map(({ field, year, share }) => ({ row: field, column: String(year), share })),
        { rows: fields, columns: years, steps, label: 'Year of the report', text: percent },
        width,
      ),
    note: `In percent. ${whole.map(({ field, affected, checked }) => `Of the whole source, ${field}: ${formatCount(affected)} of ${formatCount(checked)}.`).join(' ')}`,
  };
}

/** `12`, `0.3`, `<0.1`, `0`. */
function percent(share: number): string {
  const value = 100 * share;
  if (value === 0) return '0';
  if (value < 0.1) return '<0.1';
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
