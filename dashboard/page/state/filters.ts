import type { FilterChoices } from '../facts.ts';

/** Which time places an offense. */
export type Basis = 'reported' | 'started';

/** What the reader narrows all charts to; null where nothing. */
export interface Filters {
  /** First year. */
  readonly from: number | null;
  /** Last year. */
  readonly to: number | null;
  readonly category: string | null;
  /** A sub-category. */
  readonly offense: string | null;
  readonly precinct: string | null;
  readonly neighborhood: string | null;
  readonly basis: Basis;
}

export type FilterKey = keyof Filters;

/** Nothing narrowed. */
export const noFilters: Filters = {
  from: null,
  to: null,
  category: null,
  offense: null,
  precinct: null,
  neighborhood: null,
  basis: 'reported',
};

/** What a filter is called. */
export const filterLabels: Readonly<Record<FilterKey, string>> = {
  from: 'From year',
  to: 'To year',
  category: 'Category',
  offense: 'Offense',
  precinct: 'Precinct',
  neighborhood: 'Neighborhood',
  basis: 'Time',
};

const keys = Object.keys(noFilters) as readonly FilterKey[];

/** The filters of an address, and what in it is none. */
export interface ParsedFilters {
  readonly filters: Filters;
  /** `key=value` of what the data does not have: not applied, and said to the reader. */
  readonly ignored: readonly string[];
}

/**
 * Reads the filters from a query string. Keys that are no filters are left alone: they may belong to the page.
 * @param query with or without `?`.
 */
export function parseFilters(query: string, choices: FilterChoices): ParsedFilters {
  const given = new URLSearchParams(query);
  const ignored: string[] = [];
  let filters = noFilters;
  for (const key of keys) {
    const text = given.get(key);
    if (text === null || text === '') continue;
    const value = readValue(key, text, choices);
    if (value === undefined) ignored.push(`${key}=${text}`);
    else filters = { ...filters, [key]: value };
  }
  return { filters: settle(filters, choices), ignored };
}

function readValue(key: FilterKey, text: string, choices: FilterChoices): Filters[FilterKey] | undefined {
  const oneOf = (known: readonly string[]) => known.find((each) => each === text);
  switch (key) {
    case 'from':
    case 'to':
      return readYear(text, choices.years);
    case 'category':
      return oneOf(choices.categories);
    case 'offense':
      return oneOf(choices.offenses.map((each) => each.offense_sub_category));
    case 'precinct':
      return oneOf(choices.precincts);
    case 'neighborhood':
      return oneOf(choices.neighborhoods.map((each) => each.neighborhood));
    case 'basis':
      return oneOf(['reported', 'started']);
  }
}

function readYear(text: string, [first, last]: FilterChoices['years']): number | undefined {
  const year = /^\d{4}$/.test(text) ? Number(text) : NaN;
  return year >= first && year <= last ? year : undefined;
}

/** The query string that `parseFilters` reads back, with `?`; empty where nothing is set. Other keys of `query` stay. */
export function formatFilters(filters: Filters, query = ''): string {
  const given = new URLSearchParams(query);
  for (const key of keys) {
    const value = filters[key];
    if (value === noFilters[key] || value === null) given.delete(key);
    else given.set(key, String(value));
  }
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

/** The filters with one changed; others that can't hold with it are let go, so that no choice leads to nothing by itself. */
export function changeFilter<K extends FilterKey>(
  filters: Filters,
  key: K,
  value: Filters[K],
  choices: FilterChoices,
): Filters {
  const changed = { ...filters, [key]: value };
  const { from, to } = changed;
  if (from !== null && to !== null && from > to) return { ...changed, [key === 'from' ? 'to' : 'from']: null };
  return settle(changed, choices);
}

/** Lets go an offense of another category, and turns years that are the wrong way round. */
function settle(filters: Filters, choices: FilterChoices): Filters {
  const { from, to, category, offense } = filters;
  const isOther =
    category !== null &&
    offense !== null &&
    !offensesOf(choices, category).some((each) => each.offense_sub_category === offense);
  const years = from !== null && to !== null && from > to ? { from: to, to: from } : {};
  return { ...filters, ...(isOther ? { offense: null } : {}), ...years };
}

/** The offenses of a category, or all. */
export function offensesOf(choices: FilterChoices, category: string | null): FilterChoices['offenses'] {
  return choices.offenses.filter((each) => category === null || each.offense_category === category);
}

/** The filters that are set. */
export function setFilters(filters: Filters): readonly FilterKey[] {
  return keys.filter((key) => filters[key] !== noFilters[key]);
}

/** The set filters that a chart cannot apply: it says so. */
export function notApplied(filters: Filters, applies: readonly FilterKey[]): readonly FilterKey[] {
  return setFilters(filters).filter((key) => !applies.includes(key));
}
