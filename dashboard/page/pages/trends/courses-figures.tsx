import { useMemo } from 'preact/hooks';
import type { Columnar } from '../../../columnar.ts';
import { coursesChart } from '../../charts/courses-chart.ts';
import { type ChartContent, ChartFrame } from '../../components/chart-frame.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { useNearness } from '../../components/use-nearness.ts';
import { formatCount, formatMonth, formatPercentChange, readable } from '../../format.ts';
import { basisText, describeNarrowing, describeYears } from '../../state/describe-filters.ts';
import { type Filters, offensesOf } from '../../state/filters.ts';
import { type Loaded, mapLoaded, useFilters, usePage, useTable } from '../../state/page-context.ts';
import { type CourseOfYears, courses, fewestForPercent, percentChange } from './courses.ts';
import { monthFilters } from './months-data.ts';

const rowHeight = 34;
const categoryRowHeight = 84;
/** Of the line with the years. */
const axisHeight = 32;
const columns: readonly TableColumn[] = [
  { key: 'name', label: 'Name', text: readable },
  { key: 'now', label: 'Newest 12 months', format: formatCount },
  { key: 'before', label: '12 months before', format: formatCount },
  { key: 'change_percent', label: 'Change', format: formatPercentChange },
];

/** The course of each category and each offense. The cube that they are counted from is fetched when they come near. */
export function CoursesFigures() {
  const filters = useFilters();
  const { choices } = usePage();
  const [place, isNear] = useNearness();
  const monthly = useTable(`monthly-${filters.basis}`);
  const cube = useTable(`cube-${filters.basis}`, isNear);
  const rowsOfCategories = filters.category === null && filters.offense === null ? choices.categories.length : 1;
  const rowsOfOffenses = filters.offense === null ? offensesOf(choices, filters.category).length : 1;
  const categoryHeight = axisHeight + categoryRowHeight * rowsOfCategories;
  const offenseHeight = axisHeight + rowHeight * rowsOfOffenses;
  const categories = useCourses(monthly, cube, filters, 'offense_category', categoryHeight);
  const offenses = useCourses(monthly, cube, filters, 'offense_sub_category', offenseHeight);
  return (
    <div ref={place}>
      <ChartFrame
        id="categories"
        title="Category by category"
        height={categoryHeight}
        applies={monthFilters}
        content={categories}
      />
      <ChartFrame
        id="offenses"
        title="Offense by offense"
        height={offenseHeight}
        applies={monthFilters}
        content={offenses}
      />
    </div>
  );
}

function useCourses(
  monthly: Loaded<Columnar>,
  cube: Loaded<Columnar>,
  filters: Filters,
  column: 'offense_category' | 'offense_sub_category',
  height: number,
): Loaded<ChartContent> {
  return useMemo(() => {
    if (monthly.status !== 'ready') return monthly;
    return mapLoaded(cube, (table) => contentOf(courses(table, monthly.value, filters, column), filters, height));
  }, [monthly, cube, filters, column, height]);
}

function contentOf(all: readonly CourseOfYears[], filters: Filters, height: number): ChartContent {
  const isTooShort = all.every((course) => course.points.length === 0);
  return {
    subtitle: `Offenses in twelve months${describeNarrowing(filters, monthFilters)}, ${describeYears(filters)}, ${basisText(filters.basis)}`,
    summary: summaryOf(all),
    table: { columns, rows: isTooShort ? [] : all.map(rowOf) },
    draw: (width) => coursesChart(all, { width, height }),
    note: `Each row has a scale of its own, from nothing to its highest: compare shapes, not heights. Beside it the newest total of twelve months, and its change from the twelve before, unless those were fewer than ${fewestForPercent}.`,
  };
}

function summaryOf(all: readonly CourseOfYears[]): string {
  const [most] = all;
  const month = most?.points.at(-1)?.month;
  if (most?.now == null || month === undefined) return '';
  const percent = percentChange(most.now, most.before);
  const change = percent === null ? '' : ` (${formatPercentChange(percent)})`;
  return `Most in the twelve months up to ${formatMonth(month)}: ${readable(most.name).toLowerCase()}, ${formatCount(most.now)}${change}.`;
}

function rowOf({ name, now, before }: CourseOfYears) {
  return {
    name,
    now,
    before,
    change_percent: percentChange(now, before),
  };
}
