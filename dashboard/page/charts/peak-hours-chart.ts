import { axisX, axisY, dot, gridY, lineY, plot, pointerX, ruleY, text, tip } from '@observablehq/plot';
import { formatHour, formatShare } from '../format.ts';
import type { HourBasis } from '../pages/when/peak-hours.ts';
import { chartFont } from './style.ts';

/** Colour, dash and place of each basis: told apart without colour too. */
const looks: Readonly<Record<string, { readonly color: string; readonly dash: string; readonly sample: string }>> = {
  reported: { color: 'var(--series-1)', dash: 'none', sample: '━━' },
  started: { color: 'var(--series-2)', dash: '7 4', sample: '╍╍' },
  aoristic: { color: 'var(--series-3)', dash: '2 4', sample: '┅┅' },
};

/** A line a time basis: the share of each hour of the day; a dot marks the busiest hour. */
export function peakHoursChart(
  bases: readonly HourBasis[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const points = bases.flatMap(({ basis, label, shares, peak }) =>
    shares.map((share, hour) => ({ basis, label, hour, share, isPeak: hour === peak })),
  );
  const isNarrow = width < 560;
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: 48,
    marginRight: 20,
    marginTop: 26,
    marginBottom: 28,
    x: { domain: [0, 23] },
    y: { zero: true, nice: true, percent: true },
    color: { type: 'identity' },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisY({ tickSize: 0, ticks: 5, label: null, tickFormat: (percent: number) => `${percent} %` }),
      axisX({
        tickSize: 4,
        label: null,
        ticks: isNarrow ? [0, 6, 12, 18] : [0, 3, 6, 9, 12, 15, 18, 21],
        tickFormat: formatHour,
      }),
      ruleY([0], { stroke: 'var(--strong-line)' }),
      ...bases.map(({ basis }) =>
        lineY(
          points.filter((point) => point.basis === basis),
          {
            x: 'hour',
            y: 'share',
            stroke: colorOf(basis),
            strokeDasharray: looks[basis]?.dash ?? 'none',
            strokeWidth: 2.25,
          },
        ),
      ),
      dot(
        points.filter((point) => point.isPeak),
        { x: 'hour', y: 'share', r: 4.5, fill: ({ basis }: (typeof points)[number]) => colorOf(basis) },
      ),
      ...bases.flatMap(({ basis, label }, index) => legend(basis, label, index * (isNarrow ? 96 : 112))),
      tip(
        points,
        pointerX({
          x: 'hour',
          y: 'share',
          title: ({ label, hour, share }: (typeof points)[number]) =>
            `${label}\n${formatHour(hour)}: ${formatShare(share)}`,
          fill: 'var(--surface)',
          stroke: 'var(--strong-line)',
        }),
      ),
    ],
  }) as SVGElement;
}

/** The line’s dash and its name, above the drawing. */
function legend(basis: string, label: string, left: number) {
  return [
    text([basis], {
      frameAnchor: 'top-left',
      dx: left,
      dy: -18,
      text: () => `${looks[basis]?.sample ?? ''} ${label}`,
      fill: colorOf(basis),
      fontWeight: 600,
      textAnchor: 'start',
    }),
  ];
}

function colorOf(basis: string): string {
  return looks[basis]?.color ?? 'var(--muted)';
}
