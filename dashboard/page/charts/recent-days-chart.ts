import { axisX, axisY, barY, gridY, plot, ruleX, ruleY, tickY, tip, pointerX } from '@observablehq/plot';
import { dayOf, formatCount, formatDate } from '../format.ts';
import type { RecentDay } from '../pages/now/recent-days.ts';
import { hatched, hatchFill } from './hatching.ts';
import { chartFont } from './style.ts';

const name = 'recent-days';

/**
 * A bar a day; days that are not final are hatched, with the nowcast's interval as a line above;
 * a tick marks the same weekday a year before.
 */
export function recentDaysChart(
  days: readonly RecentDay[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const bars = days.map((day) => ({
    ...day,
    day: dayOf(day.date),
  }));
  const isFinal = (day: RecentDay) => day.isComplete && !day.isProvisional;
  const open = bars.filter((day) => !isFinal(day));
  const expected = bars.filter((day) => day.nowcast !== null);
  const drawing = plot({
    ...chartFont,
    width,
    height,
    marginLeft: 40,
    marginBottom: 34,
    marginTop: 16,
    x: { type: 'band', domain: bars.map(({ day }) => day), padding: 0.25 },
    y: { zero: true, nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({ tickSize: 0, ticks: 5, label: null }),
      axisX({
        tickSize: 0,
        label: null,
        ticks: bars.filter((_, index) => isLabelled(index, bars.length, width)).map(({ day }) => day),
        tickFormat: (day: Date) => formatDate(day.toISOString().slice(0, 10)).slice(0, -5),
      }),
      barY(bars.filter(isFinal), { x: 'day', y: 'offenses', fill: 'var(--series-1)' }),
      barY(open, { x: 'day', y: 'offenses', fill: hatchFill(name), stroke: 'var(--series-1)', strokeWidth: 1.25 }),
      ruleX(expected, {
        x: 'day',
        y1: (day: RecentDay) => day.nowcast?.low,
        y2: (day: RecentDay) => day.nowcast?.high,
        stroke: 'var(--text)',
        strokeWidth: 2,
      }),
      tickY(expected, {
        x: 'day',
        y: (day: RecentDay) => day.nowcast?.offenses,
        stroke: 'var(--text)',
        strokeWidth: 2,
        insetLeft: 3,
        insetRight: 3,
      }),
      // A line of the ground's colour behind, so that the tick is told from the bar that it lies on.
      tickY(bars, { x: 'day', y: 'yearBefore', stroke: 'var(--ground)', strokeWidth: 5 }),
      tickY(bars, { x: 'day', y: 'yearBefore', stroke: 'var(--series-2)', strokeWidth: 2.5, strokeDasharray: '3 2' }),
      ruleY([0], { stroke: 'var(--strong-line)' }),
      tip(
        bars,
        pointerX({ x: 'day', y: 'offenses', title: dayText, fill: 'var(--surface)', stroke: 'var(--strong-line)' }),
      ),
    ],
  }) as SVGElement;
  return hatched(drawing, name, 'var(--series-1)');
}

function isLabelled(index: number, count: number, width: number): boolean {
  return (count - 1 - index) % (width < 560 ? 7 : 3) === 0;
}

function dayText(day: RecentDay): string {
  const lines = [formatDate(day.date), `${formatCount(day.offenses)} known${day.isComplete ? '' : ', day not over'}`];
  if (day.nowcast !== null)
    lines.push(
      `about ${formatCount(day.nowcast.offenses)} in the end (${formatCount(day.nowcast.low)}–${formatCount(day.nowcast.high)})`,
    );
  if (day.yearBefore !== null) lines.push(`${formatCount(day.yearBefore)} a year before`);
  return lines.join('\n');
}
