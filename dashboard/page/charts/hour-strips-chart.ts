import { axisX, axisY, cell, plot, pointer, tip } from '@observablehq/plot';
import { counted, formatHour, formatShare, readable } from '../format.ts';
import type { HourShares } from '../pages/when/hours.ts';
import { heatColor } from './heat.ts';
import { chartFont } from './style.ts';

/** A strip a part of the offenses, a cell an hour: each strip is shaded by its own busiest hour, so that small parts show too. */
export function hourStripsChart(
  parts: readonly HourShares[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const isNarrow = width < 560;
  const cells = parts.flatMap(({ name, counts, placed }) => {
    const highest = Math.max(...counts);
    return counts.map((offenses, hour) => ({ name, hour, offenses, highest, placed }));
  });
  const busiest = cells.filter(({ offenses, highest }) => offenses === highest && offenses > 0);
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: isNarrow ? 92 : 120,
    marginRight: 2,
    marginTop: 4,
    marginBottom: 24,
    x: { type: 'band', domain: Array.from({ length: 24 }, (_, hour) => hour), padding: 0.06 },
    y: { type: 'band', domain: parts.map(({ name }) => name), padding: 0.14 },
    color: { type: 'identity' },
    marks: [
      axisX({ tickSize: 0, label: null, ticks: [0, 6, 12, 18], tickFormat: formatHour }),
      axisY({ tickSize: 0, label: null, tickFormat: readable }),
      cell(cells, {
        x: 'hour',
        y: 'name',
        fill: ({ offenses, highest }: (typeof cells)[number]) => heatColor(offenses, highest),
        rx: 2,
      }),
      cell(busiest, { x: 'hour', y: 'name', fill: 'none', stroke: 'var(--series-2)', strokeWidth: 1.5, rx: 2 }),
      tip(
        cells,
        pointer({
          x: 'hour',
          y: 'name',
          title: ({ name, hour, offenses, placed }: (typeof cells)[number]) =>
            `${readable(name)}, ${formatHour(hour)}\n${counted(offenses, 'offense')} (${formatShare(placed === 0 ? 0 : offenses / placed)})`,
          fill: 'var(--surface)',
          stroke: 'var(--strong-line)',
        }),
      ),
    ],
  }) as SVGElement;
}
