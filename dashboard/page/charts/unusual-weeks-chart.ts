import { axisX, axisY, cell, dot, plot, pointer, text, tip } from '@observablehq/plot';
import { counted, formatDate, formatDecimal } from '../format.ts';
import type { UnusualWeek } from '../pages/now/unusual-weeks.ts';
import { chartFont } from './style.ts';

/** Standard deviations at which the colour is fullest. */
const fullest = 4;

/**
 * A row a precinct and category, a cell a week: orange more than expected, blue fewer, the fuller the less by chance.
 * Triangles mark what stands out; a small dot says that the week could not be judged.
 */
export function unusualWeeksChart(
  weeks: readonly UnusualWeek[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const starts = [...new Set(weeks.map((week) => week.weekStart))].sort();
  const isNarrow = width < 560;
  const judged = weeks.filter((week) => week.zScore !== null);
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: isNarrow ? 122 : 190,
    marginRight: 4,
    marginTop: 6,
    marginBottom: 30,
    x: { type: 'band', domain: starts, padding: 0.08 },
    y: { type: 'band', domain: [...new Set(weeks.map((week) => week.label))], padding: 0.12 },
    marks: [
      axisX({
        tickSize: 0,
        label: null,
        ticks: starts.filter((_, index) => (starts.length - 1 - index) % (isNarrow ? 5 : 2) === 0),
        tickFormat: (start: string) => formatDate(start).slice(0, -5),
      }),
      axisY({ tickSize: 0, label: null, textOverflow: 'ellipsis', lineWidth: isNarrow ? 9 : 15 }),
      cell(weeks, { x: 'weekStart', y: 'label', fill: 'var(--sunken)' }),
      cell(judged, {
        x: 'weekStart',
        y: 'label',
        fill: (week: UnusualWeek) => ((week.zScore ?? 0) >= 0 ? 'var(--series-2)' : 'var(--series-1)'),
        fillOpacity: (week: UnusualWeek) => Math.min(Math.abs(week.zScore ?? 0) / fullest, 1) * 0.85,
      }),
      dot(
        weeks.filter((week) => week.zScore === null),
        { x: 'weekStart', y: 'label', r: 1.25, fill: 'var(--muted)' },
      ),
      text(
        weeks.filter((week) => week.isAnomaly),
        {
          x: 'weekStart',
          y: 'label',
          text: (week: UnusualWeek) => ((week.zScore ?? 0) >= 0 ? '▲' : '▼'),
          fill: 'var(--text)',
          stroke: 'var(--surface)',
          strokeWidth: 3,
          fontSize: 13,
        },
      ),
      tip(
        weeks,
        pointer({ x: 'weekStart', y: 'label', title: weekText, fill: 'var(--surface)', stroke: 'var(--strong-line)' }),
      ),
    ],
    // Opacity and colour are what they say, not values of a scale.
    opacity: { type: 'identity' },
    color: { type: 'identity' },
  }) as SVGElement;
}

function weekText(week: UnusualWeek): string {
  const head = `${week.label}, week of ${formatDate(week.weekStart)}`;
  if (week.expected === null || week.zScore === null)
    return `${head}\n${counted(week.offenses, 'offense')}; ${week.status}`;
  return `${head}\n${counted(week.offenses, 'offense')}, ${formatDecimal(week.expected)} expected`;
}
