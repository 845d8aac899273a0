import {
  BIGINT,
  BLOB,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDecimalType,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBScalarFunction,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { define } from './definition.ts';
import type { Definition, Plain, Scalar } from './definition.ts';
import { JSON_DEFINITIONS } from './json-definitions.ts';
import { MOMENT_DEFINITIONS } from './moment-definitions.ts';
import { TEXT_DEFINITIONS } from './text-definitions.ts';
import * as bytes from './bytes.ts';
import * as decimals from './decimals.ts';
import * as logarithms from './logarithms.ts';

const { NUMERIC_KIND, BIGNUMERIC_KIND } = decimals;

/** A function of decimals (whole numbers of steps here), and its `_safe` form, whose errors are NULL. */
function decimal(
  name: string,
  kind: decimals.DecimalKind,
  rest: readonly DuckDBType[],
  run: (...args: never[]) => bigint | null,
): readonly Definition[] {
  const type = DECIMAL(38, kind.scale);
  const parameters = rest.length > 0 ? rest : Array.from({ length: run.length }, () => type);
  const safe = (...args: never[]): bigint | null => {
    try {
      return run(...args);
    } catch (error) {
      if (error instanceof decimals.UnsupportedDecimal) throw error;
      return null;
    }
  };
  const whole = `${kind.name.toLowerCase()}_${name}`;
  return [define(whole, parameters, type, run), define(`${whole}_safe`, parameters, type, safe)];
}

/** What both decimal types have. */
const decimalsOf = (kind: decimals.DecimalKind): readonly Definition[] => {
  const type = DECIMAL(38, kind.scale);
  return [
    decimal('multiply', kind, [], decimals.multiply(kind)),
    decimal('divide', kind, [], decimals.divide(kind)),
    decimal('div', kind, [], decimals.wholeQuotient(kind)),
    decimal('average', kind, [type, BIGINT], decimals.average(kind)),
    decimal('round', kind, [type, BIGINT, VARCHAR], decimals.roundAt(kind)),
    decimal('sqrt', kind, [], decimals.root(kind, 2n)),
    decimal('cbrt', kind, [], decimals.root(kind, 3n)),
    decimal('from_float', kind, [DOUBLE], decimals.fromFloat(kind)),
    decimal('from_text', kind, [VARCHAR], decimals.fromText(kind)),
    decimal('parse', kind, [VARCHAR], decimals.parseText(kind)),
  ].flat();
};

/** What SQL cannot say, or not as BigQuery does. A NULL argument gives NULL. */
const DEFINITIONS: readonly Definition[] = [
  ...TEXT_DEFINITIONS,
  ...JSON_DEFINITIONS,
  ...MOMENT_DEFINITIONS,
  define('bytes_and', [BLOB, BLOB], BLOB, bytes.and),
  define('bytes_bit_count', [BLOB], BIGINT, bytes.bitCount),
  define('bytes_not', [BLOB], BLOB, bytes.not),
  define('bytes_or', [BLOB, BLOB], BLOB, bytes.or),
  define('bytes_shift_left', [BLOB, BIGINT], BLOB, bytes.shiftLeft),
  define('bytes_shift_right', [BLOB, BIGINT], BLOB, bytes.shiftRight),
  define('bytes_xor', [BLOB, BLOB], BLOB, bytes.xor),
  define('shift_left', [BIGINT, BIGINT], BIGINT, (value: bigint, count: bigint) =>
    BigInt.asIntN(64, value << bytes.shiftCount(count, 64)),
  ),
  define('shift_right', [BIGINT, BIGINT], BIGINT, (value: bigint, count: bigint) =>
    BigInt.asIntN(64, BigInt.asUintN(64, value) >> bytes.shiftCount(count, 64)),
  ),
  ...decimalsOf(NUMERIC_KIND),
  ...decimalsOf(BIGNUMERIC_KIND),
  ...decimal('from_numeric', BIGNUMERIC_KIND, [DECIMAL(38, 9)], decimals.fromNumeric),
  ...decimal('exp', NUMERIC_KIND, [], logarithms.exp),
  ...decimal('ln', NUMERIC_KIND, [], logarithms.ln),
  ...decimal('log10', NUMERIC_KIND, [], logarithms.log10),
  ...decimal('log', NUMERIC_KIND, [], logarithms.log),
  ...decimal('pow', NUMERIC_KIND, [], logarithms.pow),
];

function fromDuck(value: DuckDBValue): Plain {
  if (value instanceof DuckDBBlobValue) return value.bytes;
  if (value instanceof DuckDBDecimalValue) return value.value;
  if (value instanceof DuckDBListValue) return value.items.map((item) => (item === null ? null : (item as Scalar)));
  return value as Plain;
}

function toDuck(value: Plain | null, type: DuckDBType): DuckDBValue {
  if (value instanceof Uint8Array) return new DuckDBBlobValue(value);
  if (type instanceof DuckDBDecimalType && typeof value === 'bigint') {
    return new DuckDBDecimalValue(value, type.width, type.scale);
  }
  return Array.isArray(value) ? new DuckDBListValue(value as readonly DuckDBValue[]) : (value as DuckDBValue);
}

function create({ name, parameters, returns, run }: Definition): DuckDBScalarFunction {
  const call = run as (...args: readonly Plain[]) => Plain | null;
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters,
    returnType: returns,
    specialHandling: true,
    mainFunction: (info, input, output) => {
      try {
        const columns = parameters.map((_, i) => input.getColumnVector(i));
        for (let row = 0; row < input.rowCount; row += 1) {
          const values = columns.map((column) => column.getItem(row));
          const isNull = values.includes(null);
          output.setItem(row, isNull ? null : toDuck(call(...values.map(fromDuck)), returns));
        }
        output.flush();
      } catch (error) {
        info.setError((error as Error).message);
      }
    },
  });
}

/** Registers the functions that printed GoogleSQL calls (`bq_…`) with the connection's whole database instance. */
export function installFunctions(connection: DuckDBConnection): void {
  for (const definition of DEFINITIONS) connection.registerScalarFunction(create(definition));
}
