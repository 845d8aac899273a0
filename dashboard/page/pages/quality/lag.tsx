import { useMemo } from 'preact/hooks';
import { gridHeight, heatSteps, shareGrid } from '../../charts/share-grid.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { counted, formatCount, formatShare, readable, wholePercents } from '../../format.ts';
import { describeNarrowing } from '../../state/describe-filters.ts';
import type { FilterKey, Filters } from '../../state/filters.ts';
import { mapLoaded, useFilters, usePage } from '../../state/page-context.ts';
import { useRows } from '../../state/use-rows.ts';

interface LagRow {
  readonly offense_sub_category: string;
  readonly days_since_offense: number;
  readonly known_by_then: number;
  readonly completeness: number | null;
  readonly maturity_days: number | null;
  readonly nowcast_status: string;
  readonly seen_share: number | null;
}

const applies: readonly FilterKey[] = ['category', 'offense'];
const steps = heatSteps([0, 0.5, 0.7, 0.85, 0.95, 0.98]);

/** How much of an offense is known so many days after it. */
export function Lag() {
  const rows = useRows<LagRow>('reporting-lag');
  const filters = useFilters();
  const { choices } = usePage();
  const categoryOf = useMemo(
    () => new Map(choices.offenses.map((one) => [one.offense_sub_category, one.offense_category])),
    [choices],
  );
  const content = useMemo(
    () => mapLoaded(rows, (all) => lagContent(chosen(all, filters, categoryOf), filters)),
    [rows, filters, categoryOf],
  );
  return (
    <ChartFrame
      id="completeness"
      title="How much is known, by days since the offense"
      height={gridHeight(shownOffenses)}
      applies={applies}
      content={content}
      emptyText="Of no such offense is enough known to tell how late its reports come."
    />
  );
}

/** Offenses for which the grid has room from the first moment. */
const shownOffenses = 14;

const chosen = (rows: readonly LagRow[], { category, offense }: Filters, categoryOf: ReadonlyMap<string, string>) =>
  rows.filter(
    ({ offense_sub_category: name }) =>
      (offense === null || name === offense) && (category === null || categoryOf.get(name) === category),
  );

function lagContent(rows: readonly LagRow[], filters: Filters): ChartContent {
  const told = rows.filter(({ completeness }) => completeness !== null);
  const totals = new Map(told.map((row) => [row.offense_sub_category, row.known_by_then]));
  const names = [...totals.keys()].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0)).slice(0, shownOffenses);
  const shown = told.filter(({ offense_sub_category }) => names.includes(offense_sub_category));
  const untold = new Set(rows.map(({ offense_sub_category }) => offense_sub_category)).size - totals.size;
  const atWeek = shown.filter(({ days_since_offense }) => days_since_offense === 7);
  const slowest = [...atWeek].sort((a, b) => (a.completeness ?? 0) - (b.completeness ?? 0))[0];
  const days = [...new Set(shown.map(({ days_since_offense }) => String(days_since_offense)))];
  return {
    subtitle: `Share of the offenses that become known within a year${describeNarrowing(filters, applies)}, by the start of the offense`,
    summary: `${
      slowest
        ? `After a week, ${formatShare(slowest.completeness ?? 0)} of ${readable(slowest.offense_sub_category)} is known, the least of ${counted(atWeek.length, 'kind of offense', 'kinds of offenses')} shown.`
        : ''
    } ${untold === 0 ? '' : `${counted(untold, 'kind has', 'kinds have')} too few offenses to tell.`}`,
    table: {
      columns: [
        { key: 'offense_sub_category', label: 'Offense', text: readable },
        { key: 'days_since_offense', label: 'Days since', format: formatCount },
        { key: 'known_by_then', label: 'Known by then', format: formatCount },
        { key: 'completeness', label: 'Share known', format: formatShare },
        { key: 'maturity_days', label: 'Days to 95 %', format: formatCount },
        { key: 'nowcast_status', label: 'Nowcast' },
      ],
      rows: shown.map((row) => ({ ...row })),
    },
    height: gridHeight(names.length),
    draw: (width) =>
      shareGrid(
        shown.map((row) => ({
          row: readable(row.offense_sub_category),
          column: String(row.days_since_offense),
          share: row.completeness,
        })),
        {
          rows: names.map(readable),
          columns: days,
          steps,
          label: 'Days since the offense',
          text: (share) => String(wholePercents(share)),
        },
        width,
      ),
    note: 'In percent, rounded down. Offenses that a file brought count as known on the day of their report. Recent days are incomplete by as much.',
  };
}
