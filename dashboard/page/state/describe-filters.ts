import { placeName, readable } from '../format.ts';
import { type Basis, filterLabels, type FilterKey, type Filters, notApplied, setFilters } from './filters.ts';

/** The filters in one sentence: what the charts count. */
export function describeFilters(filters: Filters): string {
  if (setFilters(filters).length === 0) return 'All reported offenses of all years, by the time of the report.';
  const { category, offense, precinct, neighborhood, basis } = filters;
  const what = offense !== null ? readable(offense) : category !== null ? readable(category) : 'All offenses';
  const places = [
    precinct === null ? null : `the ${precinct} precinct`,
    neighborhood === null ? null : placeName(neighborhood),
  ].filter((place) => place !== null);
  const where = places.length === 0 ? '' : ` in ${places.join(', ')}`;
  return `${what}${where}, ${describeYears(filters)}, ${basisText(basis)}.`;
}

/**
 * The set filters that a chart applies: `Filtered by: violent crime, the South precinct, since 2019.`; null where none.
 * Not which time places the offenses: each chart's subtitle says that, and some charts show more than one.
 */
export function describeApplied(filters: Filters, applies: readonly FilterKey[]): string | null {
  const { from, to } = filters;
  const hasYears = (applies.includes('from') && from !== null) || (applies.includes('to') && to !== null);
  const parts = [...narrowingParts(filters, applies), ...(hasYears ? [describeYears(filters)] : [])];
  return parts.length === 0 ? null : `Filtered by: ${parts.join(', ')}.`;
}

/** The set filters that a chart does not apply: `Not filtered by: neighborhood.`; null where none. */
export function describeUnapplied(filters: Filters, applies: readonly FilterKey[]): string | null {
  const keys = notApplied(filters, applies).map((key) => filterLabels[key].toLowerCase());
  return keys.length === 0 ? null : `Not filtered by: ${keys.join(', ')}.`;
}

/** What and where the applied filters narrow to, to go on a subtitle with: `, violent crime, the South precinct`. */
export function describeNarrowing(filters: Filters, applies: readonly FilterKey[]): string {
  return narrowingParts(filters, applies)
    .map((part) => `, ${part}`)
    .join('');
}

function narrowingParts(filters: Filters, applies: readonly FilterKey[]): readonly string[] {
  const given = (key: 'category' | 'offense' | 'precinct' | 'neighborhood') =>
    applies.includes(key) ? filters[key] : null;
  const [category, offense, precinct, neighborhood] = [
    given('category'),
    given('offense'),
    given('precinct'),
    given('neighborhood'),
  ];
  // An offense is of one category: naming it says that too.
  const what = offense ?? category;
  return [
    what === null ? null : inSentence(what),
    precinct === null ? null : `the ${precinct} precinct`,
    neighborhood === null ? null : placeName(neighborhood),
  ].filter((part) => part !== null);
}

/** As within a sentence: `violent crime`; what is no plain word in capitals, such as `DUI`, stays. */
function inSentence(text: string): string {
  const words = readable(text);
  return words === text ? text : words.toLowerCase();
}

/** Which time places the offenses. */
export function basisText(basis: Basis): string {
  return basis === 'reported' ? 'by the time of the report' : 'by the time of their start';
}

/** The years that the filters span: `2019 to 2024`, `since 2019`, `2021`, `all years`. */
export function describeYears({ from, to }: Pick<Filters, 'from' | 'to'>): string {
  if (from === null && to === null) return 'all years';
  if (from === null) return `until ${to ?? ''}`;
  if (to === null) return `since ${from}`;
  return from === to ? String(from) : `${from} to ${to}`;
}
