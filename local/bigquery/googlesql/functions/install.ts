import { createHash } from 'node:crypto';
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDecimalType,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBScalarFunction,
  LIST,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import * as bytes from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import * as convert from './json-convert.ts';
import * as edit from './json-edit.ts';
import * as scan from './json-scan.ts';
import { formatText } from './format-text.ts';
import { escapeBytes, floatText, quoteBytes, quoteText } from './literal-text.ts';
import * as decimals from './decimals.ts';
import { farmFingerprint } from './fingerprint.ts';
import * as logarithms from './logarithms.ts';
import { parseMoment } from './parse-moment.ts';
import type { MomentKind } from './moment-elements.ts';
import { castInterval } from './read-interval.ts';
import { readMoment } from './read-moment.ts';
import { checkedRewrite, extractedGroup } from './regexp-pattern.ts';
import { matchPlace, matchedTexts } from './regexp-matches.ts';
import * as text from './text.ts';
import { isZone, writtenOffset } from './zones.ts';

type Scalar = string | bigint | number | boolean | Uint8Array;
type Plain = Scalar | readonly (Scalar | null)[];

interface Definition {
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  readonly run: (...args: never[]) => Plain | null;
}

const define = (
  name: string,
  parameters: readonly DuckDBType[],
  returns: DuckDBType,
  run: (...args: never[]) => Plain | null,
): Definition => ({ name: `bq_${name}`, parameters, returns, run });

/** Runs `work`; what it throws is no answer. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function wideNumbers(mode: string): 'exact' | 'round' {
  if (mode === 'exact' || mode === 'round') return mode;
  throw new Error(`Invalid \`wide_number_mode\` specified for PARSE_JSON: ${mode}`);
}

/** `1-2 3 4:5:6.7` as ISO 8601 writes it: `P1Y2M3DT4H5M6.7S`. */
function intervalIso(text: string): string {
  const [, minus = '', years = '', months = '', days = '', back = '', hours = '', minutes = '', seconds = ''] =
    /^(-?)(\d+)-(\d+) (-?\d+) (-?)(\d+):(\d+):([\d.]+)$/u.exec(text) ?? [];
  const part = (sign: string, number: string, unit: string): string =>
    Number(number) === 0 ? '' : sign + number + unit;
  const date = part(minus, years, 'Y') + part(minus, months, 'M') + part('', days, 'D');
  const time =
    part(back, hours, 'H') + part(back, minutes, 'M') + part(back, seconds.replace(/(\.\d*?)0+$/u, '$1'), 'S');
  return date + time === '' ? 'P0Y' : `P${date}${time === '' ? '' : `T${time}`}`;
}

const parseKind = (kind: string, format: string, input: string): bigint =>
  parseMoment(kind as MomentKind, format, input);

const POINTS = LIST(BIGINT);
const TEXTS = LIST(VARCHAR);

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
  ].flat();
};

/** What SQL cannot say, or not as BigQuery does. A NULL argument gives NULL. */
const DEFINITIONS: readonly Definition[] = [
  define('bytes_and', [BLOB, BLOB], BLOB, bytes.and),
  define('bytes_bit_count', [BLOB], BIGINT, bytes.bitCount),
  define('bytes_not', [BLOB], BLOB, bytes.not),
  define('bytes_or', [BLOB, BLOB], BLOB, bytes.or),
  define('bytes_shift_left', [BLOB, BIGINT], BLOB, bytes.shiftLeft),
  define('bytes_shift_right', [BLOB, BIGINT], BLOB, bytes.shiftRight),
  define('bytes_xor', [BLOB, BLOB], BLOB, bytes.xor),
  define('bytes_to_string', [BLOB], VARCHAR, text.bytesToString),
  define('casefold', [VARCHAR, VARCHAR], VARCHAR, text.casefold),
  define('cast_interval', [VARCHAR], VARCHAR, (value: string) => castInterval(value) ?? null),
  define('code_points_to_bytes', [POINTS], BLOB, text.codePointsToBytes),
  define('code_points_to_string', [POINTS], VARCHAR, text.codePointsToString),
  define('edit_distance', [VARCHAR, VARCHAR], BIGINT, text.editDistance),
  define('farm_fingerprint', [BLOB], BIGINT, farmFingerprint),
  define('escape_bytes', [BLOB], VARCHAR, escapeBytes),
  define('float_text', [DOUBLE], VARCHAR, floatText),
  define('format', [VARCHAR, VARCHAR, TEXTS], VARCHAR, formatText),
  define('quote_bytes', [BLOB], VARCHAR, quoteBytes),
  define('quote_text', [VARCHAR], VARCHAR, quoteText),
  define('initcap', [VARCHAR, VARCHAR], VARCHAR, text.initcap),
  define('from_base32', [VARCHAR], BLOB, text.fromBase32),
  define('from_base64', [VARCHAR], BLOB, text.fromBase64),
  define('from_latin1', [VARCHAR], BLOB, text.fromLatin1),
  define('latin1', [BLOB], VARCHAR, text.latin1),
  define('lower_bytes', [BLOB], BLOB, text.lowerBytes),
  define('regexp_group', [VARCHAR], BIGINT, extractedGroup),
  define('regexp_place', [VARCHAR, TEXTS, TEXTS, TEXTS, TEXTS, BIGINT, BIGINT], BIGINT, matchPlace),
  define('regexp_rewrite', [VARCHAR, VARCHAR], VARCHAR, checkedRewrite),
  define('regexp_texts', [VARCHAR, TEXTS, TEXTS, TEXTS], TEXTS, matchedTexts),
  define('to_base32', [BLOB], VARCHAR, text.toBase32),
  define('upper_bytes', [BLOB], BLOB, text.upperBytes),
  define('instr', [VARCHAR, VARCHAR, BIGINT, BIGINT], BIGINT, text.instr),
  define('lower', [VARCHAR], VARCHAR, (value: string) => value.toLowerCase()),
  define('normalize', [VARCHAR, VARCHAR], VARCHAR, (value: string, form: string) => value.normalize(form)),
  define('parse_json', [VARCHAR, VARCHAR], VARCHAR, (value: string, mode: string) =>
    canonicalJson(value, wideNumbers(mode), 'Invalid input to PARSE_JSON'),
  ),
  define('json_query', [VARCHAR, VARCHAR, VARCHAR, VARCHAR], VARCHAR, scan.jsonQuery),
  define('json_value', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, scan.jsonValue),
  define('json_query_array', [VARCHAR, VARCHAR, VARCHAR, VARCHAR], TEXTS, scan.jsonQueryArray),
  define('json_value_array', [VARCHAR, VARCHAR, VARCHAR], TEXTS, scan.jsonValueArray),
  define('json_integer', [VARCHAR], BIGINT, convert.jsonInteger),
  define('json_float', [VARCHAR, VARCHAR], DOUBLE, convert.jsonFloat),
  define('lax_boolean', [VARCHAR], BOOLEAN, convert.laxBoolean),
  define('lax_integer', [VARCHAR], BIGINT, convert.laxInteger),
  define('lax_float', [VARCHAR], DOUBLE, convert.laxFloat),
  define('json_object', [TEXTS, TEXTS], VARCHAR, edit.jsonObject),
  define('json_set', [VARCHAR, TEXTS, TEXTS, BOOLEAN], VARCHAR, edit.jsonSet),
  define('json_remove', [VARCHAR, TEXTS], VARCHAR, edit.jsonRemove),
  define('json_array_append', [VARCHAR, TEXTS, TEXTS, POINTS], VARCHAR, edit.jsonArrayAppend),
  define('json_array_insert', [VARCHAR, TEXTS, TEXTS, POINTS], VARCHAR, edit.jsonArrayInsert),
  define('json_strip_nulls', [VARCHAR, VARCHAR, BOOLEAN, BOOLEAN], VARCHAR, edit.jsonStripNulls),
  define('json_keys', [VARCHAR, BIGINT, VARCHAR], TEXTS, edit.jsonKeys),
  define('json_flatten', [VARCHAR], TEXTS, edit.jsonFlatten),
  define('json_pretty', [VARCHAR], VARCHAR, edit.prettyJson),
  define('interval_iso', [VARCHAR], VARCHAR, intervalIso),
  define('parse_moment', [VARCHAR, VARCHAR, VARCHAR], BIGINT, parseKind),
  define('parse_moment_safe', [VARCHAR, VARCHAR, VARCHAR], BIGINT, (kind: string, format: string, input: string) =>
    orNull(() => parseKind(kind, format, input)),
  ),
  define(
    'read_moment',
    [VARCHAR, VARCHAR],
    BIGINT,
    (kind: string, value: string) => readMoment(kind as MomentKind, value) ?? null,
  ),
  define('reverse', [VARCHAR], VARCHAR, (value: string) => Array.from(value).reverse().join('')),
  define('sha512', [BLOB], BLOB, (value: Uint8Array) => createHash('sha512').update(value).digest()),
  define('shift_left', [BIGINT, BIGINT], BIGINT, (value: bigint, count: bigint) =>
    BigInt.asIntN(64, value << bytes.shiftCount(count, 64)),
  ),
  define('shift_right', [BIGINT, BIGINT], BIGINT, (value: bigint, count: bigint) =>
    BigInt.asIntN(64, BigInt.asUintN(64, value) >> bytes.shiftCount(count, 64)),
  ),
  define('soundex', [VARCHAR], VARCHAR, text.soundex),
  define('translate', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, text.translate),
  define('is_zone', [VARCHAR], BIGINT, (zone: string) => (isZone(zone) ? 1n : 0n)),
  define('zone_minutes', [VARCHAR], BIGINT, (zone: string) => {
    const minutes = writtenOffset(zone);
    return minutes === undefined || Number.isNaN(minutes) ? null : BigInt(minutes);
  }),
  define('upper', [VARCHAR], VARCHAR, (value: string) => value.toUpperCase()),
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
