import { axisX, axisY, cell, dot, plot, pointer, text, tip } from '@observablehq/plot';
import { counted, formatCount, formatHour } from '../format.ts';
import type { WeekHours } from '../pages/when/hours.ts';
import { heatColor, heatSteps } from './heat.ts';
import { chartFont } from './style.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** Height of the legend's row, in CSS pixels. */
const legendHeight = 42;

/** A cell an hour of each weekday, the darker (on dark ground lighter) the more; the busiest is marked. */
export function weekHoursChart(
  { counts }: WeekHours,
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const isNarrow = width < 560;
  const cells = counts.flatMap((ofDay, day) =>
    ofDay.map((offenses, hour) => ({ weekday: weekdays[day] ?? '', hour, offenses })),
  );
  const highest = Math.max(...cells.map(({ offenses }) => offenses));
  const busiest = cells.find(({ offenses }) => offenses === highest);
  const steps = heatSteps(highest);
  return plot({
    ...chartFont,
    width,
    height,
    marginLeft: isNarrow ? 36 : 84,
    marginRight: 2,
    marginTop: 4,
    marginBottom: 24 + legendHeight,
    x: { type: 'band', domain: hours, padding: 0.06 },
    y: { type: 'band', domain: weekdays, padding: 0.08 },
    color: { type: 'identity' },
    marks: [
      axisX({
        tickSize: 0,
        label: null,
        ticks: hours.filter((hour) => hour % (isNarrow ? 6 : 3) === 0),
        tickFormat: formatHour,
      }),
      axisY({ tickSize: 0, label: null, tickFormat: (day: string) => (isNarrow ? day.slice(0, 3) : day) }),
      cell(cells, {
        x: 'hour',
        y: 'weekday',
        fill: ({ offenses }: { offenses: number }) => heatColor(offenses, highest),
        rx: 2,
      }),
      cell(busiest === undefined ? [] : [busiest], {
        x: 'hour',
        y: 'weekday',
        fill: 'none',
        stroke: 'var(--series-2)',
        strokeWidth: 2.5,
        rx: 2,
      }),
      legend(steps, isNarrow),
      tip(
        cells,
        pointer({ x: 'hour', y: 'weekday', title: cellText, fill: 'var(--surface)', stroke: 'var(--strong-line)' }),
      ),
    ].flat(),
  }) as SVGElement;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** Squares below the hours, from the first step to the last, with the upper end of each; on narrow screens of the last. */
function legend(steps: ReturnType<typeof heatSteps>, isNarrow: boolean) {
  const step = isNarrow ? 15 : 72;
  const dy = 24 + legendHeight - 10;
  return steps.flatMap(({ color, upTo }, index) => {
    const place = { frameAnchor: 'bottom-left', dy } as const;
    const isLabelled = !isNarrow || index === steps.length - 1;
    const label = { ...place, dx: index * step + 20, textAnchor: 'start', lineAnchor: 'middle' } as const;
    return [
      dot([upTo], { ...place, dx: index * step + 7, symbol: 'square', r: 7, fill: color, stroke: 'none' }),
      text(isLabelled ? [upTo] : [], { ...label, text: () => `≤ ${formatCount(Math.ceil(upTo))}` }),
    ];
  });
}

function cellText({
  weekday,
  hour,
  offenses,
}: {
  readonly weekday: string;
  readonly hour: number;
  readonly offenses: number;
}): string {
  return `${weekday}, ${formatHour(hour)} to ${formatHour((hour + 1) % 24)}\n${counted(offenses, 'offense')}`;
}
