import { axisY, barX, plot, text } from '@observablehq/plot';
import { formatCount, placeName } from '../format.ts';

/** A neighborhood and its offenses. */
export interface NeighborhoodCount {
  readonly neighborhood: string;
  readonly offenses: number;
}

const fontSize = '11px';
const widest = 210;
/** Share of the width that names may take. */
const mostForNames = 0.42;
const pixelsPerLetter = 6.2;
/** Pixels that a bar and the gap to the next take at most: few bars leave room below. */
const thickest = 26;
const margin = 4;

/**
 * A bar each, in the given order.
 * @param marked is drawn in another colour. @param width and `height` in CSS pixels.
 */
export function drawNeighborhoodBars(
  counts: readonly NeighborhoodCount[],
  marked: string | null,
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const marginLeft = Math.min(widest, width * mostForNames);
  const letters = Math.floor(marginLeft / pixelsPerLetter);
  const fill = ({ neighborhood }: NeighborhoodCount) =>
    neighborhood === marked ? 'var(--series-2)' : neighborhood === 'Unknown' ? 'var(--quiet-mark)' : 'var(--series-1)';
  return plot({
    width,
    height,
    marginLeft,
    marginRight: 48,
    marginTop: margin,
    marginBottom: Math.max(margin, height - margin - counts.length * thickest),
    style: { fontSize, fontFamily: 'inherit', color: 'var(--muted)' },
    x: { axis: null, zero: true },
    y: { domain: counts.map(({ neighborhood }) => neighborhood), label: null, padding: 0.25 },
    marks: [
      axisY({
        tickSize: 0,
        label: null,
        fontSize,
        fill: 'var(--text)',
        tickFormat: (name: string) => shortened(name, letters),
      }),
      barX(counts, { x: 'offenses', y: 'neighborhood', fill }),
      text(counts, {
        x: 'offenses',
        y: 'neighborhood',
        text: ({ offenses }: NeighborhoodCount) => formatCount(offenses),
        textAnchor: 'start',
        dx: 4,
        fontSize,
        fill: 'currentColor',
      }),
    ],
  }) as SVGElement;
}

function shortened(name: string, letters: number): string {
  const shown = placeName(name);
  return shown.length <= letters ? shown : `${shown.slice(0, letters - 1)}…`;
}
