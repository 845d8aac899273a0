import type { DuckDBValue } from '@duckdb/node-api';
import { floatText, quoteBytes, quoteText } from '../../../../local/bigquery/googlesql/functions/literal-text.ts';
import type { SqlType } from '../../../../local/bigquery/googlesql/types.ts';

/** A FLOAT64 as a literal. */
const float = (value: number): string =>
  Number.isFinite(value) ? floatText(value) : `CAST("${floatText(value)}" AS FLOAT64)`;

/** `.5` as `.500`, none where there is none. */
const fraction = (micros: bigint): string => {
  if (micros === 0n) return '';
  return micros % 1000n === 0n ? `.${String(micros / 1000n).padStart(3, '0')}` : `.${String(micros).padStart(6, '0')}`;
};

function wallClock(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const text = new Date(Number((micros - rest) / 1000n)).toISOString();
  return text.replace('T', ' ').slice(0, 19) + fraction(rest);
}

function interval({ months, days, micros }: { months: number; days: number; micros: bigint }): string {
  const [m, u] = [Math.abs(months), micros < 0n ? -micros : micros];
  const date = `${months < 0 ? '-' : ''}${Math.floor(m / 12)}-${m % 12} ${days}`;
  const clock = `${u / 3_600_000_000n}:${(u / 60_000_000n) % 60n}:${(u / 1_000_000n) % 60n}${fraction(u % 1_000_000n)}`;
  return `INTERVAL "${date} ${micros < 0n ? '-' : ''}${clock}" YEAR TO SECOND`;
}

const micros = (value: DuckDBValue): bigint => (value as unknown as { micros: bigint }).micros;

/** A value that DuckDB gave for a column of this type, as GoogleSQL's `FORMAT('%T', value)` prints it. */
export function googleLiteral(value: DuckDBValue | undefined, type: SqlType): string {
  if (value === null || value === undefined) return 'NULL';
  switch (type.kind) {
    case 'INT64':
      return typeof value === 'bigint' ? String(value) : `not an INT64: ${String(value)}`;
    case 'FLOAT64':
      return typeof value === 'number' ? float(value) : `not a FLOAT64: ${String(value)}`;
    case 'STRING':
      return quoteText(value as string);
    case 'JSON':
      return `JSON ${quoteText(value as string)}`;
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return `${type.kind} "${String(value).replace(/\.?0+$/u, '')}"`;
    case 'BYTES':
      return quoteBytes((value as unknown as { bytes: Uint8Array }).bytes);
    case 'DATE':
      return `DATE "${String(value)}"`;
    case 'DATETIME':
      return `DATETIME "${wallClock(micros(value))}"`;
    case 'TIMESTAMP':
      return `TIMESTAMP "${wallClock(micros(value))}+00"`;
    case 'TIME':
      return `TIME "${wallClock(micros(value)).slice(11)}"`;
    case 'INTERVAL':
      return interval(value as unknown as { months: number; days: number; micros: bigint });
    case 'ARRAY':
      return `[${(value as unknown as { items: readonly DuckDBValue[] }).items.map((item) => googleLiteral(item, type.element)).join(', ')}]`;
    case 'STRUCT':
      return row(
        Object.values((value as unknown as { entries: Readonly<Record<string, DuckDBValue>> }).entries),
        type.fields,
      );
    default:
      return String(value);
  }
}

/** A row, or a struct. */
export function row(values: readonly DuckDBValue[], fields: readonly { readonly type: SqlType }[]): string {
  const texts = fields.map(({ type }, i) => googleLiteral(values[i], type));
  return texts.length === 1 ? `STRUCT(${texts.join('')})` : `(${texts.join(', ')})`;
}
