import { describeUnapplied } from '../state/describe-filters.ts';
import type { FilterKey } from '../state/filters.ts';
import { useFilters } from '../state/page-context.ts';

/** Names the set filters that what stands below does not apply; nothing where it applies all. */
export function NotFiltered({ applies }: { readonly applies: readonly FilterKey[] }) {
  const text = describeUnapplied(useFilters(), applies);
  return text === null ? null : <p class="chart-unapplied">{text}</p>;
}
