import { readable } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';

/** The years and the category that count, in words: `all categories, 2019 to 2024`. */
export function filterWords({ from, to, category }: Pick<Filters, 'from' | 'to' | 'category'>): string {
  return `${category === null ? 'all categories' : readable(category).toLowerCase()}, ${yearWords(from, to)}`;
}

function yearWords(from: number | null, to: number | null): string {
  if (from === null && to === null) return 'all years';
  if (from === to) return String(from);
  if (from === null) return `until ${String(to)}`;
  return to === null ? `since ${from}` : `${from} to ${to}`;
}
