import { axisX, axisY, barY, gridY, plot, pointerX, ruleY, tip } from '@observablehq/plot';
import { formatChange, formatMonth, formatPercentChange } from '../format.ts';
import type { YearChange } from '../pages/trends/year-changes.ts';
import { hatched, hatchFill } from './hatching.ts';
import { chartFont } from './style.ts';

const name = 'year-changes';

/** A bar a month: how many more or fewer than a year before. Full where chance does not explain it, open where it does. */
export function yearChangeChart(
  changes: readonly YearChange[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const colorOf = ({ change }: YearChange) => (change >= 0 ? 'var(--series-2)' : 'var(--series-1)');
  const ticks = changes.filter(({ month }) => month.slice(5, 7) === '01').map(({ month }) => month);
  const every = Math.ceil(ticks.length / (width < 560 ? 5 : 12));
  const bar = { x: 'month', y: 'change', stroke: colorOf, strokeWidth: 1, insetLeft: 0.5, insetRight: 0.5 } as const;
  const clear = changes.filter((each) => !each.isChance);
  const drawing = plot({
    ...chartFont,
    width,
    height,
    marginLeft: 48,
    marginTop: 10,
    marginBottom: 30,
    x: { type: 'band', domain: changes.map(({ month }) => month), padding: 0.1 },
    y: { nice: true },
    color: { type: 'identity' },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisY({ tickSize: 0, ticks: 5, label: null, tickFormat: (change: number) => formatChange(change) }),
      axisX({
        tickSize: 4,
        label: null,
        ticks: ticks.filter((_, index) => index % every === 0),
        tickFormat: (month: string) => month.slice(0, 4),
      }),
      barY(
        changes.filter((each) => each.isChance),
        { ...bar, fill: 'var(--ground)' },
      ),
      barY(
        clear.filter((each) => !each.isProvisional),
        { ...bar, fill: colorOf },
      ),
      barY(
        clear.filter((each) => each.isProvisional),
        { ...bar, fill: hatchFill(name) },
      ),
      ruleY([0], { stroke: 'var(--strong-line)' }),
      tip(
        changes,
        pointerX({ x: 'month', y: 'change', title: changeText, fill: 'var(--surface)', stroke: 'var(--strong-line)' }),
      ),
    ],
  }) as SVGElement;
  return hatched(drawing, name, 'var(--muted)');
}

function changeText({ month, change, percent, isChance, isProvisional }: YearChange): string {
  const share = percent === null ? '' : ` (${formatPercentChange(percent)})`;
  const lines = [formatMonth(month), `${formatChange(change)}${share} against a year before`];
  if (isChance) lines.push('chance alone could explain as much');
  if (isProvisional) lines.push('both as known at the same age');
  return lines.join('\n');
}
