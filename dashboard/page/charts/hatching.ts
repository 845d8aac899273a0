const space = 'http://www.w3.org/2000/svg';

/** Fill of what is not final; `hatched` puts the pattern into the drawing. `name` is unique in the page. */
export function hatchFill(name: string): string {
  return `url(#hatch-${name})`;
}

/** Gives the drawing a pattern of slanted lines: not final, told by more than colour. */
export function hatched<T extends SVGElement>(svg: T, name: string, color: string): T {
  const pattern = document.createElementNS(space, 'pattern');
  const attributes = {
    id: `hatch-${name}`,
    width: 5,
    height: 5,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  };
  for (const [key, value] of Object.entries(attributes)) pattern.setAttribute(key, String(value));
  const line = document.createElementNS(space, 'rect');
  for (const [key, value] of Object.entries({ width: 2, height: 5, fill: color }))
    line.setAttribute(key, String(value));
  const defs = document.createElementNS(space, 'defs');
  pattern.append(line);
  defs.append(pattern);
  svg.prepend(defs);
  return svg;
}
