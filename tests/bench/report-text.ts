import { textTable } from '../../cli/text-table.ts';
import type { Measurement } from './measurement.ts';

const text = (value: number | undefined): string =>
  value?.toLocaleString('en-US', { maximumSignificantDigits: 3 }) ?? 'not measured';

/** Lines of a plain table. The ratio is the value by its floor's. */
export function reportLines(measurements: readonly Measurement[]): readonly string[] {
  const right = 'right' as const;
  const columns = [
    ...[{ name: 'part' }, { name: 'measured' }, { name: 'value', align: right }, { name: 'floor', align: right }],
    ...[{ name: 'unit' }, { name: 'ratio', align: right }],
  ];
  const rows = measurements.map(({ part, name, unit, value, floor }) => {
    const ratio = value === undefined || floor === undefined ? undefined : value / floor;
    return [part, name, text(value), text(floor), unit, text(ratio)];
  });
  const isSilent = measurements.some(({ unit, value }) => unit === 'MB' && value === undefined);
  return [...textTable(columns, rows), ...(isSilent ? ['Memory: this system has no /proc to read it from.'] : [])];
}
