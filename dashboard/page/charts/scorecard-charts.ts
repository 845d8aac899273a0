import { areaY, dot, lineX, lineY, plot, ruleX, ruleY, text, tickX } from '@observablehq/plot';
import { dayOf, formatShare } from '../format.ts';
import { ownMethod, type Score, type TestedWeek } from '../pages/next/series.ts';
import { chartFont } from './style.ts';

export const scoreHeight = 300;

/** Methods in their order, each with a dash and a symbol of its own beside its colour. */
const styles = [
  { method: ownMethod, colour: 'var(--series-1)', dash: '', symbol: 'circle' },
  { method: '4-week mean with season', colour: 'var(--series-3)', dash: '6,3', symbol: 'square' },
  { method: '4-week mean', colour: 'var(--series-4)', dash: '2,3', symbol: 'triangle' },
  { method: 'naive', colour: 'var(--series-2)', dash: '8,3,2,3', symbol: 'diamond' },
  { method: 'seasonal naive', colour: 'var(--series-5)', dash: '1,3', symbol: 'cross' },
] as const;

export const methodNames = styles.map(({ method }) => method);

/** The mean distance from what came by weeks ahead: lower is better. */
export function errorChart(scores: readonly Score[], width: number): SVGElement {
  const isWide = width > 520;
  const last = Math.max(...scores.map(({ horizon_weeks }) => horizon_weeks ?? 0));
  return plot({
    ...chartFont,
    width,
    height: scoreHeight,
    marginLeft: 44,
    marginRight: isWide ? 170 : 12,
    marginTop: 24,
    x: { label: 'Weeks ahead', ticks: last, tickFormat: (value: number) => String(value), inset: 6 },
    y: { grid: true, zero: true, nice: true, label: 'Mean absolute error, offenses' },
    marks: styles.flatMap(({ method, colour, dash, symbol }) => {
      const line = scores.filter((score) => score.method === method && score.horizon_weeks !== null);
      const isOwn = method === ownMethod;
      return [
        lineY(line, {
          x: 'horizon_weeks',
          y: 'mean_absolute_error',
          stroke: colour,
          strokeWidth: isOwn ? 2.5 : 1.25,
          strokeDasharray: dash,
        }),
        dot(line, {
          x: 'horizon_weeks',
          y: 'mean_absolute_error',
          symbol,
          r: isOwn ? 4 : 3,
          fill: isOwn ? colour : 'var(--surface)',
          stroke: colour,
        }),
        isWide
          ? text(
              line.filter(({ horizon_weeks }) => horizon_weeks === last),
              {
                x: 'horizon_weeks',
                y: 'mean_absolute_error',
                text: () => method,
                textAnchor: 'start',
                dx: 10,
                fill: colour,
              },
            )
          : null,
      ];
    }),
  }) as SVGElement;
}

/** The share of weeks inside each interval, beside the share that it promises. */
export function coverageChart(scores: readonly Score[], width: number): SVGElement {
  const lines = [
    { promised: 0.8, key: 'coverage_80', colour: 'var(--series-1)', dash: '', symbol: 'circle' },
    { promised: 0.95, key: 'coverage_95', colour: 'var(--series-3)', dash: '6,3', symbol: 'square' },
  ] as const;
  const own = scores.filter(({ method, horizon_weeks }) => method === ownMethod && horizon_weeks !== null);
  return plot({
    ...chartFont,
    width,
    height: scoreHeight,
    marginLeft: 52,
    marginRight: 60,
    marginTop: 24,
    x: { label: 'Weeks ahead', ticks: own.length, tickFormat: (value: number) => String(value), inset: 6 },
    y: {
      domain: [Math.min(0.5, ...own.map(({ coverage_80 }) => coverage_80 ?? 1)), 1],
      grid: true,
      label: 'Share of weeks inside',
      tickFormat: (value: number) => `${Math.round(value * 100)} %`,
    },
    marks: lines.flatMap(({ promised, key, colour, dash, symbol }) => [
      ruleY([promised], { stroke: colour, strokeOpacity: 0.6, strokeDasharray: '1,3' }),
      text([promised], {
        y: promised,
        frameAnchor: 'right',
        dx: 56,
        textAnchor: 'end',
        text: () => `${promised * 100} %`,
        fill: colour,
      }),
      lineY(own, { x: 'horizon_weeks', y: key, stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
      dot(own, {
        x: 'horizon_weeks',
        y: key,
        symbol,
        r: 4,
        fill: colour,

        title: (score: Score) => formatShare(score[key] ?? NaN),
      }),
    ]),
  }) as SVGElement;
}

/** What was forecast so many weeks before, as a band, and what came, as dots: hollow ones lie outside. */
export function testedChart(weeks: readonly TestedWeek[], width: number): SVGElement {
  const x = ({ target_week_start }: TestedWeek): Date => dayOf(target_week_start);
  return plot({
    ...chartFont,
    width,
    height: scoreHeight,
    marginLeft: 44,
    marginTop: 24,
    x: { type: 'utc', label: null },
    y: { grid: true, zero: true, nice: true, label: 'Offenses a week' },
    marks: [
      areaY(weeks, { x, y1: 'lower_95', y2: 'upper_95', fill: 'var(--series-1)', fillOpacity: 0.14 }),
      areaY(weeks, { x, y1: 'lower_80', y2: 'upper_80', fill: 'var(--series-1)', fillOpacity: 0.24 }),
      lineY(weeks, { x, y: 'forecast', stroke: 'var(--series-1)', strokeWidth: 1.75, strokeDasharray: '5,3' }),
      dot(weeks, {
        x,
        y: 'offenses',
        r: 3,
        stroke: 'var(--text)',
        fill: ({ is_inside_80 }: TestedWeek) => (is_inside_80 ? 'var(--text)' : 'var(--surface)'),
      }),
    ],
  }) as SVGElement;
}

/** A series and its next week. */
export interface NextWeek {
  readonly name: string;
  readonly forecast: number;
  readonly lower_80: number;
  readonly upper_80: number;
  readonly lower_95: number;
  readonly upper_95: number;
  readonly mean_offenses: number;
}

export const nextWeekHeight = (count: number): number => 60 + count * 30;

/** The next week of every series that has a forecast: the thin bar holds 95 of 100 weeks, the thick one 80. */
export function nextWeekChart(weeks: readonly NextWeek[], width: number): SVGElement {
  return plot({
    ...chartFont,
    width,
    height: nextWeekHeight(weeks.length),
    marginLeft: 120,
    marginRight: 16,
    x: { grid: true, zero: true, nice: true, label: 'Offenses' },
    y: { type: 'band', label: null, domain: weeks.map(({ name }) => name) },
    marks: [
      ...weeks.flatMap((week) => [
        lineX([week.lower_95, week.upper_95], {
          x: (value: number) => value,
          y: () => week.name,
          stroke: 'var(--series-1)',
          strokeWidth: 2,
          strokeOpacity: 0.5,
        }),
        lineX([week.lower_80, week.upper_80], {
          x: (value: number) => value,
          y: () => week.name,
          stroke: 'var(--series-1)',
          strokeWidth: 7,
          strokeOpacity: 0.55,
        }),
      ]),
      tickX(weeks, { x: 'mean_offenses', y: 'name', stroke: 'var(--muted)', strokeDasharray: '2,2', inset: 4 }),
      dot(weeks, { x: 'forecast', y: 'name', r: 4.5, fill: 'var(--text)', stroke: 'var(--surface)' }),
      ruleX([0]),
    ],
  }) as SVGElement;
}
