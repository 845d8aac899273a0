import { render } from 'preact';
import { hexagonCorners, type Place } from '../../hexagons.ts';
import { classLabel, classOf, type ColorClass } from './color-classes.ts';
import { type Bounds, closedPath, projection, type Point } from './map-projection.ts';

/** What a map of the city shows. */
export interface CityMap {
  readonly bounds: Bounds;
  readonly classes: readonly ColorClass[];
  readonly hexagons: readonly { readonly column: number; readonly row: number; readonly offenses: number }[];
  /** Lines over the hexagons; none where no boundaries were loaded. */
  readonly outlines: readonly { readonly name: string; readonly rings: readonly (readonly Place[])[] }[];
  /** The outline to be drawn thick. */
  readonly marked: string | null;
}

const legendHeight = 44;
const margin = 4;

/** Draws the map with its legend. @param width and `height` in CSS pixels. */
export function drawCityMap(
  map: CityMap,
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const frame = { x: margin, y: legendHeight, width: width - 2 * margin, height: height - legendHeight - margin };
  const project = projection(map.bounds, frame);
  const holder = document.createElement('div');
  render(
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <Legend classes={map.classes} width={width} />
      <g>
        {map.hexagons.map(({ column, row, offenses }) => (
          <path
            key={`${column} ${row}`}
            d={closedPath(hexagonCorners(column, row).map(project))}
            fill={classOf(map.classes, offenses)?.color}
          >
            <title>{`${offenses.toLocaleString('en-US')} ${offenses === 1 ? 'offense' : 'offenses'}`}</title>
          </path>
        ))}
      </g>
      <Outlines map={map} project={project} />
    </svg>,
    holder,
  );
  return holder.firstElementChild as SVGElement;
}

function Outlines({ map, project }: { readonly map: CityMap; readonly project: (place: Place) => Point }) {
  return (
    <g fill="none" stroke="var(--strong-line)" stroke-linejoin="round" pointer-events="none">
      {map.outlines.map(({ name, rings }) => (
        <path
          key={name}
          d={rings.map((ring) => closedPath(ring.map(project))).join('')}
          stroke={name === map.marked ? 'var(--series-2)' : undefined}
          stroke-width={name === map.marked ? 2.5 : 0.7}
        />
      ))}
    </g>
  );
}

/** A box of each class with its counts below, as wide as the map. */
function Legend({ classes, width }: { readonly classes: readonly ColorClass[]; readonly width: number }) {
  const step = Math.min(84, (width - 2 * margin) / Math.max(classes.length, 1));
  return (
    <g class="map-legend">
      {classes.map((each, index) => (
        <g key={each.from} transform={`translate(${margin + index * step},0)`}>
          <rect width={step - 1} height={10} fill={each.color} />
          <text y={24} fill="currentColor">
            {index === classes.length - 1 && step < 70 ? `${each.from.toLocaleString('en-US')}+` : classLabel(each)}
          </text>
        </g>
      ))}
    </g>
  );
}
