import { nearest } from '../core/nearest.ts';
import { SourceError } from '../errors.ts';
import type { Area, Ring } from './geojson.ts';

/** An area by the name that the models know it by. */
export interface NamedArea {
  readonly name: string;
  /** As the file writes it. */
  readonly writtenName: string;
  readonly rings: readonly Ring[];
}

/** Areas and names, brought together. */
export interface Naming {
  /** The property of the file's features that names them. */
  readonly property: string;
  /** Sorted by name. */
  readonly areas: readonly NamedArea[];
  /** Names of the file that none of ours is like. */
  readonly unknownNames: readonly string[];
  /** Names of ours that the file has no area for. */
  readonly missingNames: readonly string[];
}

/** Share of the areas whose names must be known, 0-1: with fewer it is a map of something else. */
const smallestShare = 0.5;
/** Letters in which a name may differ, of each ten: BALLARD NORTH is not BALLARD SOUTH. */
const differingOfTen = 1;

/**
 * Finds the property whose values are the known names, case and punctuation aside, and gives the areas these names.
 * @throws SourceError where no property names at least half of the areas.
 */
export function nameAreas(areas: readonly Area[], known: readonly string[], source: string): Naming {
  const properties = [...new Set(areas.flatMap((area) => Object.keys(area.properties)))].sort();
  const namings = properties.map((property) => namingBy(property, areas, known));
  const best = namings.sort((left, right) => right.areas.length - left.areas.length)[0];
  if (best !== undefined && best.areas.length >= smallestShare * known.length) return best;
  const seen = properties.slice(0, 8).map((property) => `${property} (${sample(areas, property)})`);
  throw new SourceError(
    'wrong-names',
    source,
    `no property of its features names ${Math.ceil(smallestShare * known.length)} or more of the ${known.length} neighborhoods, such as ${known.slice(0, 3).join(', ')}; ` +
      (seen.length > 0 ? `it has ${seen.join(', ')}` : 'its features have no properties'),
  );
}

function sample(areas: readonly Area[], property: string): string {
  return String(areas.find((area) => area.properties[property] != null)?.properties[property]).slice(0, 30);
}

function namingBy(property: string, areas: readonly Area[], known: readonly string[]): Naming {
  const written = new Map<string, Ring[]>();
  for (const { properties, rings } of areas) {
    const name = properties[property];
    if (typeof name === 'string' && name.trim() !== '') written.set(name, [...(written.get(name) ?? []), ...rings]);
  }
  const names = matchNames([...written.keys()], known);
  const named = [...names].map(([writtenName, name]) => ({ name, writtenName, rings: written.get(writtenName) ?? [] }));
  const found = new Set(named.map(({ name }) => name));
  return {
    property,
    areas: named.sort((left, right) => left.name.localeCompare(right.name, 'en')),
    unknownNames: [...written.keys()].filter((name) => !names.has(name)).sort(),
    missingNames: known.filter((name) => !found.has(name)).sort(),
  };
}

const lettersOf = (name: string) => name.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** What each written name means: first those that are the same but for case and punctuation, then one letter in ten aside. */
export function matchNames(written: readonly string[], known: readonly string[]): ReadonlyMap<string, string> {
  const byLetters = new Map(known.map((name) => [lettersOf(name), name]));
  const matches = new Map<string, string>();
  const take = (name: string, match: string | undefined) => {
    if (match !== undefined && ![...matches.values()].includes(match)) matches.set(name, match);
  };
  for (const name of written) take(name, byLetters.get(lettersOf(name)));
  for (const name of written) {
    if (matches.has(name)) continue;
    const letters = lettersOf(name);
    const free = known.filter((candidate) => ![...matches.values()].includes(candidate));
    const most = Math.floor((letters.length * differingOfTen) / 10);
    take(name, nearest(letters, free, lettersOf, most));
  }
  return matches;
}
