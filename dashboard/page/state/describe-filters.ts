import { placeName, readable } from '../format.ts';
import { type Basis, type Filters, setFilters } from './filters.ts';

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
