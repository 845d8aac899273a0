import { axisX, axisY, cell, plot, text } from '@observablehq/plot';
import { chartFont } from './style.ts';

/** A cell of a grid of shares; null where there is none. */
export interface GridCell {
  readonly row: string;
  readonly column: string;
  readonly share: number | null;
}

export interface GridOptions {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** From little to much, each with the share from which it counts; the first from 0. */
  readonly steps: readonly { readonly from: number; readonly colour: string; readonly isDark: boolean }[];
  /** What the columns are. */
  readonly label: string;
  /** The number in a cell, of a share. */
  readonly text: (share: number) => string;
}

const rowHeight = 26;

export const gridHeight = (rows: number): number => 52 + rows * rowHeight;

/** Colours of one hue on which a number can be read, from little to much; the last two are dark on light ground. */
const heat = [0, 1, 2, 3, 5, 6] as const;

/** One hue from little to much. @param bounds the share from which each of the six colours counts. */
export const heatSteps = (bounds: readonly [number, number, number, number, number, number]): GridOptions['steps'] =>
  bounds.map((from, index) => ({ from, colour: `var(--heat-${heat[index] ?? 0})`, isDark: index >= 4 }));

/** Shares as coloured cells with their number: the colour only helps to find them. */
export function shareGrid(cells: readonly GridCell[], options: GridOptions, width: number): SVGElement {
  const { rows, columns, steps, label } = options;
  const isNarrow = width < 560;
  const marginLeft = isNarrow ? 128 : 240;
  const step = (share: number | null) => steps.filter(({ from }) => share !== null && share >= from).at(-1);
  const fits = (width - marginLeft) / columns.length > 34;
  const longest = isNarrow ? 17 : 36;
  return plot({
    ...chartFont,
    width,
    height: gridHeight(rows.length),
    marginLeft,
    marginTop: 36,
    marginBottom: 8,
    marginRight: 4,
    x: { type: 'band', domain: columns },
    y: { type: 'band', domain: rows, label: null },
    marks: [
      axisX({ anchor: 'top', tickSize: 0, ...(fits ? { label } : { label: null, tickRotate: -60 }) }),
      axisY({
        tickSize: 0,
        tickFormat: (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name),
      }),
      cell(cells, {
        x: 'column',
        y: 'row',
        fill: ({ share }: GridCell) => step(share)?.colour ?? 'var(--sunken)',
        inset: 0.75,
        rx: 2,
        title: ({ row, column, share }: GridCell) =>
          `${row}, ${column}: ${share === null ? 'none' : options.text(share)}`,
      }),
      fits
        ? text(cells, {
            x: 'column',
            y: 'row',
            text: ({ share }: GridCell) => (share === null ? '–' : options.text(share)),
            fill: ({ share }: GridCell) => (step(share)?.isDark === true ? 'var(--ground)' : 'var(--text)'),
            fontSize: 11,
          })
        : null,
    ],
  }) as SVGElement;
}
