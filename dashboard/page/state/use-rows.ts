import { useMemo } from 'preact/hooks';
import { decodeRows, type Row } from '../../columnar.ts';
import { useTable, type Loaded } from './page-context.ts';

/**
 * The rows of a small data file as objects.
 * @typeParam Shape what its loader writes; nothing checks it here.
 */
export function useRows<Shape extends object = Row>(name: string): Loaded<readonly Shape[]> {
  const table = useTable(name);
  return useMemo(
    () =>
      table.status === 'ready'
        ? { status: 'ready', value: decodeRows(table.value) as unknown as readonly Shape[] }
        : table,
    [table],
  );
}
