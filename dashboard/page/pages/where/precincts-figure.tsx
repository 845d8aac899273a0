import { useMemo } from 'preact/hooks';
import { cellOf, type Columnar } from '../../../columnar.ts';
import { drawPrecinctMultiples, type PrecinctMonth } from '../../charts/precinct-multiples.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { counted, formatMonth } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { filterWords } from './words.ts';

const height = 420;
/** Not places of the city: said in words instead. */
const elsewhere = ['OOJ', 'Unknown'];

/** Each precinct over the months. */
export function PrecinctsFigure() {
  const filters = useFilters();
  const monthly = useTable(`monthly-${filters.basis}`);
  const content = useMemo(() => mapLoaded(monthly, (table) => precinctsContent(table, filters)), [monthly, filters]);
  return (
    <ChartFrame
      id="where-precincts"
      title="By precinct, month by month"
      height={height}
      applies={['from', 'to', 'category', 'precinct', 'basis']}
      content={content}
    />
  );
}

/** The complete months of each precinct, its categories added up. */
export function precinctsContent(table: Columnar, filters: Filters): ChartContent {
  const months = sumMonths(table, filters);
  const shown = months.filter(({ precinct }) => !elsewhere.includes(precinct));
  const others = total(months) - total(shown);
  return {
    subtitle: `Offenses a month, ${filterWords(filters)}, by the time of the ${filters.basis === 'reported' ? 'report' : 'offense'}; thick: mean of twelve months`,
    summary: shown.length === 0 ? '' : summaryOf(shown, others),
    table: {
      columns: [
        { key: 'precinct', label: 'Precinct' },
        { key: 'month', label: 'Month', text: formatMonth },
        { key: 'offenses', label: 'Offenses' },
        { key: 'mean', label: 'Mean of 12 months', format: (mean) => mean.toFixed(1) },
        { key: 'isProvisional', label: 'Provisional' },
      ],
      rows: shown.map((month) => ({ ...month })),
    },
    draw: (width) => drawPrecinctMultiples(shown, { width, height }),
    note: 'All panels have the same scale. Dashed months are provisional: more of their reports are expected. Precincts differ in area and residents.',
  };
}

const total = (months: readonly PrecinctMonth[]) => months.reduce((sum, { offenses }) => sum + offenses, 0);

function summaryOf(shown: readonly PrecinctMonth[], others: number): string {
  const last = shown.at(-1)?.month ?? '';
  const now = shown.filter(({ month }) => month === last);
  const parts = now.map(({ precinct, offenses }) => `${precinct} ${offenses.toLocaleString('en-US')}`);
  const rest =
    others === 0
      ? ''
      : ` ${counted(others, 'offense')} of these months lie outside the city’s precincts or in none that is known.`;
  return `In ${formatMonth(last)}: ${parts.join(', ')}.${rest}`;
}

function sumMonths(table: Columnar, { from, to, category, precinct }: Filters): readonly PrecinctMonth[] {
  const months = new Map<string, PrecinctMonth>();
  for (let row = 0; row < table.rowCount; row += 1) {
    const month = String(cellOf(table, 'offense_month', row));
    const year = Number(month.slice(0, 4));
    if (cellOf(table, 'is_complete', row) !== true || year < (from ?? year) || year > (to ?? year)) continue;
    if (category !== null && cellOf(table, 'offense_category', row) !== category) continue;
    const name = String(cellOf(table, 'precinct', row));
    if (precinct !== null && name !== precinct) continue;
    const key = `${name} ${month}`;
    months.set(key, added(months.get(key), name, month, table, row));
  }
  return [...months.values()].sort(
    (left, right) => left.precinct.localeCompare(right.precinct, 'en') || left.month.localeCompare(right.month),
  );
}

function added(
  before: PrecinctMonth | undefined,
  precinct: string,
  month: string,
  table: Columnar,
  row: number,
): PrecinctMonth {
  const rolling = cellOf(table, 'rolling_12_month_offenses', row) as number | null;
  const mean = rolling === null ? null : rolling / 12;
  return {
    precinct,
    month,
    offenses: (before?.offenses ?? 0) + Number(cellOf(table, 'offenses', row)),
    mean: before === undefined ? mean : before.mean === null || mean === null ? null : before.mean + mean,
    isProvisional: (before?.isProvisional ?? false) || cellOf(table, 'is_provisional', row) === true,
  };
}
