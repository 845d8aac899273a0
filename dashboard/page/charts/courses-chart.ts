import { areaY, dot, lineY, plot, pointer, ruleY, text, tip } from '@observablehq/plot';
import { dayOf, formatCount, formatMonth, formatPercentChange, readable } from '../format.ts';
import { type CourseOfYears, percentChange } from '../pages/trends/courses.ts';
import { chartFont } from './style.ts';

export interface CoursesChartOptions {
  readonly width: number;
  readonly height: number;
}

/** Height of the line with the years, in CSS pixels. */
const axisHeight = 26;

/**
 * A row a course, each on a scale of its own from nothing to its highest: the shape can be compared, the height can't.
 * Beside it the newest total and its change.
 */
export function coursesChart(courses: readonly CourseOfYears[], { width, height }: CoursesChartOptions): SVGElement {
  const isNarrow = width < 560;
  const [left, right] = isNarrow ? [118, 106] : [300, 130];
  const points = courses.flatMap(({ name, points: ofCourse }, row) => {
    const highest = Math.max(1, ...ofCourse.map(({ offenses }) => offenses));
    return ofCourse.map(({ month, offenses }) => ({
      name,
      month,
      offenses,
      at: dayOf(month),
      base: -row,
      y: (0.78 * offenses) / highest - row,
    }));
  });
  const ends = courses.flatMap((course, row) => {
    const end = points.findLast((point) => point.base === -row);
    return end === undefined ? [] : [{ ...course, ...end }];
  });
  const labels = courses.map(({ name }, row) => ({ name: readable(name), y: 0.3 - row }));
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: 4,
    marginBottom: axisHeight,
    x: { type: 'utc', ticks: isNarrow ? 3 : 8, label: null, tickSize: 4 },
    y: { domain: [-courses.length + 0.85, 0.95], axis: null },
    marks: [
      ruleY(
        courses.map((_, row) => -row),
        { stroke: 'var(--line)' },
      ),
      areaY(points, { x: 'at', y1: 'base', y2: 'y', z: 'name', fill: 'var(--series-1)', fillOpacity: 0.13 }),
      lineY(points, { x: 'at', y: 'y', z: 'name', stroke: 'var(--series-1)', strokeWidth: 1.5 }),
      dot(ends, { x: 'at', y: 'y', r: 3, fill: 'var(--series-1)' }),
      text(labels, {
        text: 'name',
        y: 'y',
        frameAnchor: 'left',
        dx: 4 - left,
        textAnchor: 'start',
        fill: 'var(--text)',
        textOverflow: 'ellipsis',
        lineWidth: isNarrow ? 9 : 24,
      }),
      text(ends, {
        text: (end: CourseOfYears) => (end.now === null ? '' : formatCount(end.now)),
        y: ({ base }: { base: number }) => base + 0.3,
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: isNarrow ? 44 : 56,
        fill: 'var(--text)',
        fontWeight: 600,
      }),
      text(ends, {
        text: changeOf,
        y: ({ base }: { base: number }) => base + 0.3,
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: right - 2,
      }),
      tip(
        points,
        pointer({
          x: 'at',
          y: 'y',
          title: ({ name, month, offenses }: (typeof points)[number]) =>
            `${readable(name)}\n${formatCount(offenses)} in the 12 months up to ${formatMonth(month)}`,
          fill: 'var(--surface)',
          stroke: 'var(--strong-line)',
        }),
      ),
    ],
  }) as SVGElement;
}

function changeOf({ now, before }: CourseOfYears): string {
  const percent = percentChange(now, before);
  return percent === null ? '' : formatPercentChange(percent);
}
