import { areaY, axisX, axisY, dot, gridY, lineY, plot, pointerX, ruleX, ruleY, text, tip } from '@observablehq/plot';
import { dayOf, formatCount, formatMonth } from '../format.ts';
import type { Break } from '../pages/trends/breaks.ts';
import type { Month } from '../pages/trends/months.ts';
import { chartFont } from './style.ts';

export interface MonthsChartOptions {
  readonly width: number;
  readonly height: number;
  /** Drawn as numbered lines. */
  readonly breaks: readonly Break[];
}

/**
 * A thin line with each month's count and a thick one with the mean of twelve months; provisional months are open dots
 * with the nowcast's interval; breaks are numbered lines.
 */
export function monthsChart(months: readonly Month[], { width, height, breaks }: MonthsChartOptions): SVGElement {
  const points = months.map((month) => ({
    ...month,
    at: dayOf(month.month),
    mean: month.rolling === null ? null : month.rolling / 12,
  }));
  const whole = points.filter((month) => month.isComplete);
  const open = points.filter((month) => month.isProvisional || !month.isComplete);
  const last = whole.findLast((month) => month.mean !== null);
  const marks = breaks.map(({ date, number }) => ({ at: dayOf(date), number: String(number) }));
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: 48,
    marginRight: width < 560 ? 16 : 96,
    marginTop: 26,
    marginBottom: 30,
    x: { type: 'utc' },
    y: { zero: true, nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisY({ tickSize: 0, ticks: 5, label: null }),
      axisX({ tickSize: 4, label: null, ticks: width < 560 ? 4 : 10 }),
      ruleY([0], { stroke: 'var(--strong-line)' }),
      ruleX(marks, { x: 'at', stroke: 'var(--muted)', strokeDasharray: '2 3' }),
      dot(marks, { x: 'at', frameAnchor: 'top', dy: -12, r: 9, fill: 'var(--sunken)', stroke: 'var(--muted)' }),
      text(marks, {
        x: 'at',
        frameAnchor: 'top',
        dy: -12,
        text: 'number',
        fill: 'var(--text)',
        fontSize: 11,
        textAnchor: 'middle',
        lineAnchor: 'middle',
      }),
      areaY(whole, { x: 'at', y: 'offenses', fill: 'var(--series-1)', fillOpacity: 0.1 }),
      lineY(whole, { x: 'at', y: 'offenses', stroke: 'var(--series-1)', strokeWidth: 1.25, strokeOpacity: 0.75 }),
      lineY(whole, { x: 'at', y: 'mean', stroke: 'var(--series-2)', strokeWidth: 3 }),
      ruleX(open, {
        x: 'at',
        y1: (month: Month) => month.nowcast?.low,
        y2: (month: Month) => month.nowcast?.high,
        stroke: 'var(--text)',
      }),
      dot(open, { x: 'at', y: 'offenses', r: 3.5, fill: 'var(--ground)', stroke: 'var(--series-1)', strokeWidth: 1.5 }),
      text(last === undefined || width < 560 ? [] : [{ ...last, at: points.at(-1)?.at }], {
        x: 'at',
        y: 'mean',
        text: () => 'mean of\n12 months',
        dx: 10,
        textAnchor: 'start',
        fill: 'var(--series-2)',
        fontWeight: 600,
      }),
      tip(
        points,
        pointerX({ x: 'at', y: 'offenses', title: monthText, fill: 'var(--surface)', stroke: 'var(--strong-line)' }),
      ),
    ],
  }) as SVGElement;
}

function monthText({ month, offenses, isComplete, nowcast, rolling }: Month): string {
  const lines = [formatMonth(month), `${formatCount(offenses)}${isComplete ? '' : ', month not over'}`];
  if (nowcast !== null) lines.push(`about ${formatCount(nowcast.offenses)} in the end`);
  if (rolling !== null) lines.push(`${formatCount(rolling)} in 12 months`);
  return lines.join('\n');
}
