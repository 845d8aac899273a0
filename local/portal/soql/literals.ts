import { quoteText } from '../../bigquery/engine/sql-text.ts';
import type { SoqlType } from './types.ts';

const timestamp = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * SQL of a text that stands where a value of `type` is due, as SoQL lets it; undefined where it is no such value.
 * Times without a zone are UTC where an instant is due; with one they are no wall-clock time.
 */
export function coerceText(value: string, type: SoqlType): string | undefined {
  switch (type) {
    case 'text':
    case 'row_identifier':
      return quoteText(value);
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? numberLiteral(value) : undefined;
    case 'floating_timestamp':
      return timestampLiteral(value, false);
    case 'fixed_timestamp':
      return timestampLiteral(value, true);
    case 'boolean':
      return value === 'true' || value === 'false' ? value : undefined;
    case 'null':
      return undefined;
  }
}

/** SQL of a number: as a double, for a decimal beside a double column would be rounded to the decimal's scale. */
export function numberLiteral(value: string): string | undefined {
  return Number.isFinite(Number(value)) ? `CAST(${quoteText(value)} AS DOUBLE)` : undefined;
}

function timestampLiteral(value: string, mayHaveZone: boolean): string | undefined {
  const [, day = '', time = '00:00:00', zone = 'Z'] = timestamp.exec(value) ?? [];
  const instant = Date.parse(`${day}T${time}${zone}`);
  if (Number.isNaN(instant) || (!mayHaveZone && value.length > 10 && timestamp.exec(value)?.[3] !== undefined)) {
    return undefined;
  }
  // A 31st of February is moved on by Date without a word.
  if (new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().slice(0, 10) !== day) return undefined;
  const text = zone === 'Z' ? `${day} ${time}` : new Date(instant).toISOString().slice(0, -1).replace('T', ' ');
  return `TIMESTAMP '${text}'`;
}
