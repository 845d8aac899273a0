import { areaY, dot, lineY, plot, ruleX, text } from '@observablehq/plot';
import { dayOf, formatDate } from '../format.ts';
import type { ForecastWeek, PastWeek } from '../pages/next/series.ts';
import { chartFont } from './style.ts';

export const forecastHeight = 380;

/** Weeks that came as a line, those ahead as a fan: the wider band holds 95 of 100 weeks, the narrower 80. */
export function forecastChart(past: readonly PastWeek[], ahead: readonly ForecastWeek[], width: number): SVGElement {
  const day = (date: string): Date => dayOf(date);
  const last = past.at(-1);
  // The fan opens from the last week that is known.
  const opening = last && {
    x: day(last.week_start),
    forecast: last.offenses,
    low80: last.offenses,
    high80: last.offenses,
    low95: last.offenses,
    high95: last.offenses,
  };
  const weeks = ahead.map((week) => ({
    x: day(week.target_week_start),
    forecast: week.forecast ?? NaN,
    low80: week.lower_80 ?? NaN,
    high80: week.upper_80 ?? NaN,
    low95: week.lower_95 ?? NaN,
    high95: week.upper_95 ?? NaN,
  }));
  const hasForecast = ahead.some(({ forecast }) => forecast !== null);
  const fan = opening && hasForecast ? [opening, ...weeks] : [];
  const x = (week: PastWeek): Date => day(week.week_start);
  return plot({
    ...chartFont,
    width,
    height: forecastHeight,
    marginLeft: 44,
    marginTop: 24,
    x: { type: 'utc', label: null },
    y: { grid: true, zero: true, label: 'Offenses a week', nice: true },
    marks: [
      areaY(fan, { x: 'x', y1: 'low95', y2: 'high95', fill: 'var(--series-1)', fillOpacity: 0.16 }),
      areaY(fan, { x: 'x', y1: 'low80', y2: 'high80', fill: 'var(--series-1)', fillOpacity: 0.28 }),
      last && hasForecast
        ? ruleX([day(last.week_start)], { stroke: 'var(--strong-line)', strokeDasharray: '2,3' })
        : null,
      lineY(past, { x, y: 'offenses', stroke: 'var(--text)', strokeWidth: 1.5 }),
      dot(
        past.filter(({ is_mature }) => !is_mature),
        { x, y: 'offenses', r: 3.5, fill: 'var(--surface)', stroke: 'var(--text)', strokeWidth: 1.5 },
      ),
      lineY(fan, { x: 'x', y: 'forecast', stroke: 'var(--series-1)', strokeWidth: 2, strokeDasharray: '5,3' }),
      dot(fan.slice(1), { x: 'x', y: 'forecast', r: 3, fill: 'var(--series-1)' }),
      last && hasForecast
        ? text([last], {
            x,
            frameAnchor: 'top',
            dx: -6,
            textAnchor: 'end',
            text: () => `known to ${formatDate(last.week_start)}`,
            fill: 'var(--muted)',
          })
        : null,
    ],
  }) as SVGElement;
}
