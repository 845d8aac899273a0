import { useMemo } from 'preact/hooks';
import type { Columnar } from '../../../columnar.ts';
import type { FilterKey } from '../../state/filters.ts';
import { type Loaded, mapLoaded, useFilters, useTable } from '../../state/page-context.ts';
import { type Month, monthsOf, monthsOfCube } from './months.ts';

/** Filters that months can be counted by. */
export const monthFilters: readonly FilterKey[] = [
  'from',
  'to',
  'category',
  'offense',
  'precinct',
  'neighborhood',
  'basis',
];

/** The months that the filters leave; the cube is fetched once a filter needs it. */
export function useMonths(): Loaded<readonly Month[]> {
  const filters = useFilters();
  const needsCube = filters.offense !== null || filters.neighborhood !== null;
  const monthly = useTable(`monthly-${filters.basis}`);
  const cube = useTable(`cube-${filters.basis}`, needsCube);
  return useMemo(() => {
    if (!needsCube) return mapLoaded(monthly, (table) => monthsOf(table, filters));
    return both(monthly, cube, (table, cubeTable) => monthsOfCube(cubeTable, table, filters));
  }, [monthly, cube, needsCube, filters]);
}

function both<T>(
  first: Loaded<Columnar>,
  second: Loaded<Columnar>,
  make: (first: Columnar, second: Columnar) => T,
): Loaded<T> {
  if (first.status !== 'ready') return first;
  return mapLoaded(second, (value) => make(first.value, value));
}
