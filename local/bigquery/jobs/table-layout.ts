import type { RangePartitioning, TimePartitioning } from '../catalog/records.ts';
import { WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { optionalText, requiredObject, requiredText } from '../http/json-fields.ts';

/** `timePartitioning` and `rangePartitioning` of a request, understood. Throws WarehouseError. */
export function partitioningOf(
  time: JsonObject | undefined,
  range: JsonObject | undefined,
): { readonly timePartitioning?: TimePartitioning; readonly rangePartitioning?: RangePartitioning } {
  if (range !== undefined) {
    const bounds = requiredObject(range, 'range');
    const [start, end, interval] = ['start', 'end', 'interval'].map((key) => requiredText(bounds, key));
    return {
      rangePartitioning: {
        field: requiredText(range, 'field'),
        range: { start: start ?? '', end: end ?? '', interval: interval ?? '' },
      },
    };
  }
  if (time === undefined) return {};
  const type = requiredText(time, 'type');
  if (type !== 'HOUR' && type !== 'DAY' && type !== 'MONTH' && type !== 'YEAR') {
    throw new WarehouseError('invalid', `Invalid value for: timePartitioning.type is not a valid value: ${type}`);
  }
  const field = optionalText(time, 'field');
  const expirationMs = optionalText(time, 'expirationMs');
  return { timePartitioning: { type, ...(field && { field }), ...(expirationMs && { expirationMs }) } };
}
