import type { RangePartitioning, TimePartitioning } from '../catalog/records.ts';
import type { Partitioning } from '../googlesql/compile.ts';

/** PARTITION BY as the API describes it. */
export function partitioningRecord(
  partitioning: Partitioning | undefined,
  expirationMs: string | undefined,
): { readonly timePartitioning?: TimePartitioning; readonly rangePartitioning?: RangePartitioning } {
  if (partitioning === undefined) return {};
  if (partitioning.kind === 'range') {
    const { column, start, end, interval } = partitioning;
    return { rangePartitioning: { field: column, range: { start, end, interval } } };
  }
  return {
    timePartitioning: {
      type: partitioning.unit,
      ...(partitioning.column !== undefined && { field: partitioning.column }),
      ...(expirationMs !== undefined && { expirationMs }),
    },
  };
}
