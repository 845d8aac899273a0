import type { BoundarySummary } from '../ingest/index.ts';

/** Boundaries that are loaded, by the names that the models have now. */
export interface ShownBoundaries extends Omit<BoundarySummary, 'isNew'> {
  /** Whether loading brought them; undefined where nothing was to load. */
  readonly isNew: boolean | undefined;
}

/** What is loaded, for people. */
export function boundaryLines(shown: ShownBoundaries | undefined): readonly string[] {
  if (shown === undefined)
    return ['No boundaries are loaded. The page draws the city from the places of the offenses.'];
  const { manifest, naming, isNew } = shown;
  const { areas, property, unknownNames, missingNames } = naming;
  const renamed = areas.filter(({ name, writtenName }) => name !== writtenName);
  return [
    `${manifest.source_name}, loaded ${manifest.loaded_at}${isNew === false ? ', held before' : ''}`,
    `Origin: ${manifest.origin}`,
    `Licence: ${manifest.licence}`,
    `${areas.length} of ${areas.length + missingNames.length} neighborhoods have an area, by the property "${property}" of ${manifest.area_count} features.`,
    ...listLine(
      'Written otherwise',
      renamed.map(({ name, writtenName }) => `${writtenName} is ${name}`),
    ),
    ...listLine('In the file, but no neighborhood of the models', unknownNames),
    ...listLine('Without an area', missingNames),
    'The page shows them once it is made again: crime dashboard',
  ];
}

function listLine(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${title}: ${names.join(', ')}`];
}
