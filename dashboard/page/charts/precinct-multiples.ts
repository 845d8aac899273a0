import { areaY, axisX, axisY, lineY, plot, ruleY, text } from '@observablehq/plot';
import { dayOf, formatCount } from '../format.ts';

/** A month of a precinct. */
export interface PrecinctMonth {
  readonly precinct: string;
  /** First day, `YYYY-MM-DD`. */
  readonly month: string;
  readonly offenses: number;
  /** A month's mean over the twelve that end with it; null where fewer are known. */
  readonly mean: number | null;
  /** True where more reports of it are expected. */
  readonly isProvisional: boolean;
}

/** Narrowest panel, in CSS pixels. */
const narrowest = 150;

/** Panels in a row of this width. */
function panelsInRow(width: number, panels: number): number {
  return Math.max(1, Math.min(panels, Math.floor(width / narrowest)));
}

/** A panel a precinct, all on the same scale. @param width and `height` in CSS pixels. */
export function drawPrecinctMultiples(
  months: readonly PrecinctMonth[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const precincts = [...new Set(months.map(({ precinct }) => precinct))];
  const columns = panelsInRow(width, precincts.length);
  const place = new Map(
    precincts.map((name, index) => [name, [index % columns, Math.floor(index / columns)] as const]),
  );
  const facet = {
    fx: ({ precinct }: { readonly precinct: string }) => place.get(precinct)?.[0],
    fy: ({ precinct }: { readonly precinct: string }) => place.get(precinct)?.[1],
  };
  const x = ({ month }: PrecinctMonth) => dayOf(month);
  const settled = months.filter(({ isProvisional }) => !isProvisional);
  return plot({
    width,
    height,
    marginLeft: 44,
    marginTop: 26,
    marginBottom: 26,
    style: { fontSize: '12px', fontFamily: 'inherit', color: 'var(--muted)' },
    fx: { axis: null, padding: 0.08 },
    fy: { axis: null, padding: 0.3 },
    x: { type: 'utc', label: null },
    y: { label: null, zero: true, nice: true },
    marks: [
      axisX({ ticks: 2, tickSize: 3, label: null }),
      axisY({ ticks: 3, tickSize: 0, label: null, tickFormat: formatCount }),
      ruleY([0], { stroke: 'var(--line)' }),
      areaY(settled, { ...facet, x, y: 'offenses', fill: 'var(--quiet-mark)', fillOpacity: 0.45 }),
      lineY(months, {
        ...facet,
        x,
        y: 'offenses',
        stroke: 'var(--strong-line)',
        strokeWidth: 1,
        strokeDasharray: '2,2',
      }),
      lineY(settled, { ...facet, x, y: 'offenses', stroke: 'var(--strong-line)', strokeWidth: 1 }),
      lineY(
        months.filter(({ mean }) => mean !== null),
        { ...facet, x, y: 'mean', stroke: 'var(--series-1)', strokeWidth: 2 },
      ),
      text(
        precincts.map((precinct) => ({ precinct })),
        {
          ...facet,
          text: 'precinct',
          frameAnchor: 'top-left',
          dy: -20,
          fontSize: 13,
          fontWeight: 600,
          fill: 'var(--text)',
        },
      ),
    ],
  }) as SVGElement;
}
