import { axisX, axisY, dot, gridX, link, plot, pointerY, ruleX, text, tip } from '@observablehq/plot';
import { formatChange, formatCount } from '../format.ts';
import type { YearPair } from '../pages/now/year-pairs.ts';
import { chartFont } from './style.ts';

/** A row a part of the offenses: an open dot for the year before, a full one for now, and the change as a number. */
export function yearPairsChart(
  pairs: readonly YearPair[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const labels = (kind: YearPair['kind']) => pairs.filter((pair) => pair.kind === kind).map(({ label }) => label);
  // An empty row keeps the two kinds apart.
  const rows = [...labels('category'), ' ', ...labels('precinct')];
  const known = pairs.filter((pair) => pair.before !== null);
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: 120,
    marginRight: 64,
    marginTop: 8,
    marginBottom: 30,
    x: { zero: true, nice: true },
    y: { type: 'band', domain: rows },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({ tickSize: 0, label: null, ticks: 5 }),
      axisY({ tickSize: 0, label: null }),
      ruleX([0], { stroke: 'var(--strong-line)' }),
      link(known, { x1: 'before', x2: 'now', y1: 'label', y2: 'label', stroke: 'var(--series-1)', strokeWidth: 2 }),
      dot(known, {
        x: 'before',
        y: 'label',
        r: 5,
        stroke: 'var(--series-1)',
        strokeWidth: 1.75,
        fill: 'var(--ground)',
      }),
      dot(pairs, { x: 'now', y: 'label', r: 5.5, fill: 'var(--series-1)' }),
      text(known, {
        y: 'label',
        text: ({ change }: YearPair) => (change === null ? '' : formatChange(change)),
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 12,
        fill: 'var(--text)',
      }),
      tip(
        pairs,
        pointerY({ x: 'now', y: 'label', title: pairText, fill: 'var(--surface)', stroke: 'var(--strong-line)' }),
      ),
    ],
  }) as SVGElement;
}

function pairText({ label, now, before }: YearPair): string {
  return `${label}\n${formatCount(now)} now${before === null ? '' : `, ${formatCount(before)} a year before`}`;
}
