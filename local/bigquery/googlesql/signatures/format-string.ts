import { castTemplate } from '../casts.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { STRING, duckFieldName, printType } from '../types.ts';
import type { ArrayType, SqlType, StructType } from '../types.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';

/** `%-10.2f`: flags, width, precision and letter. */
interface Specifier {
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly letter: string;
}

/** The pieces of a format: text, or a specifier. */
function piecesOf(format: string): readonly (string | Specifier)[] {
  const pieces: (string | Specifier)[] = [];
  const pattern = /%([-+ #0']*)(\d+|\*)?(?:\.(\d+|\*)?)?([a-zA-Z%])|%/gu;
  let at = 0;
  for (const match of format.matchAll(pattern)) {
    const [whole, flags = '', width = '', precision, letter] = match;
    if (match.index > at) pieces.push(format.slice(at, match.index));
    at = match.index + whole.length;
    if (letter === undefined) throw new GoogleSqlError('Invalid format specifier character in FORMAT string');
    const hasPoint = whole.includes('.');
    if (letter === '%') pieces.push('%');
    else pieces.push({ flags, width, precision: hasPoint ? (precision ?? '0') : undefined, letter });
  }
  return at < format.length ? [...pieces, format.slice(at)] : pieces;
}

const mismatch = (place: number, expected: string, type: SqlType): GoogleSqlError =>
  new GoogleSqlError(`Invalid type for argument ${place} to FORMAT; Expected ${expected}; Got ${printType(type)}`);

const cast = (type: SqlType, x: string): string => (castTemplate(type, STRING) ?? '').replaceAll('$1', x);

/** The text of a value for %t: as CAST prints it, but floats keep their point and NULL is a word. */
function plainText(x: string, type: SqlType): string {
  if (type.kind === 'FLOAT64') {
    const text = cast(type, x);
    return `(${text} || CASE WHEN regexp_matches(${text}, '^-?\\d+$$') THEN '.0' ELSE '' END)`;
  }
  if (type.kind === 'JSON') return `CAST(${x} AS VARCHAR)`;
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') return nestedText(x, type, plainText);
  const text = type.kind === 'STRING' ? x : cast(type, x);
  if (text === '') throw notSupported(`FORMAT of a value of type ${printType(type)}`);
  return text;
}

const TYPED = new Set(['DATE', 'DATETIME', 'TIME', 'TIMESTAMP', 'NUMERIC', 'BIGNUMERIC']);

/** The text of a value for %T: a literal of its type. */
function literalText(x: string, type: SqlType): string {
  if (type.kind === 'STRING') return quotedText(x);
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') return nestedText(x, type, literalText);
  if (TYPED.has(type.kind)) return `'${type.kind} "' || ${plainText(x, type)} || '"'`;
  if (type.kind === 'INT64' || type.kind === 'BOOL') return plainText(x, type);
  if (type.kind === 'FLOAT64') {
    const special = `'CAST("' || ${cast(type, x)} || '" AS FLOAT64)'`;
    return `CASE WHEN isfinite(${x}) THEN ${plainText(x, type)} ELSE ${special} END`;
  }
  throw notSupported(`FORMAT %T of a value of type ${printType(type)}`);
}

/** `"a"`, or `'a"b'` where that needs no escape. */
function quotedText(x: string): string {
  const escapes = [
    ['\\', '\\\\'],
    ['\n', '\\n'],
    ['\r', '\\r'],
    ['\t', '\\t'],
  ] as const;
  const text = escapes.reduce(
    (sql, [from, to]) => `replace(${sql}, ${templateString(from)}, ${templateString(to)})`,
    x,
  );
  const double = `'"' || replace(${text}, '"', '\\"') || '"'`;
  return (
    `CASE WHEN regexp_matches(${x}, '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]') THEN $e('not supported by the local warehouse: FORMAT %T of control characters') ` +
    `WHEN contains(${x}, '"') AND NOT contains(${x}, '''') THEN '''' || ${text} || '''' ELSE ${double} END`
  );
}

/** `[a, b]` or `(a, b)`; a NULL inside is the word. */
function nestedText(x: string, type: ArrayType | StructType, inside: typeof literalText): string {
  const element = (sql: string, of: SqlType): string => `coalesce(${inside(sql, of)}, 'NULL')`;
  if (type.kind === 'ARRAY') {
    const name = `"e~${(x.match(/"e~\d/gu) ?? []).length}"`;
    return `('[' || array_to_string(list_transform(${x}, lambda ${name}: ${element(name, type.element)}), ', ') || ']')`;
  }
  const fields = type.fields.map((field, i) =>
    element(`struct_extract(${x}, ${templateString(duckFieldName(type, i))})`, field.type),
  );
  const open = type.fields.length < 2 && inside === literalText ? 'STRUCT(' : '(';
  return `CASE WHEN ${x} IS NOT NULL THEN '${open}' || ${fields.join(" || ', ' || ") || "''"} || ')' END`;
}

/** Puts white space around a text up to the width. */
function padded(text: string, { flags, width }: Specifier): string {
  if (width === '') return text;
  const room = `greatest(${width} - length(${text}), 0)`;
  return flags.includes('-') ? `(${text} || repeat(' ', ${room}))` : `(repeat(' ', ${room}) || ${text})`;
}

/** Commas between thousands of the digits before the point. */
const grouped = (text: string): string =>
  `(regexp_extract(${text}, '^[-+ ]?') || ltrim(regexp_replace(reverse(regexp_replace(reverse(regexp_extract(${text}, '\\d+')), '(\\d{3})', '\\1,', 'g')), '^,', ''), ',') || regexp_extract(${text}, '[.e].*$$'))`;

const HUGE = 'not supported by the local warehouse: FORMAT %f of 1e17 and more';

function number(x: string, type: SqlType, specifier: Specifier, place: number): string {
  const { flags, width, precision, letter } = specifier;
  const isInteger = 'diouxX'.includes(letter);
  if (isInteger !== (type.kind === 'INT64')) throw mismatch(place, isInteger ? 'integer' : 'FLOAT64', type);
  if (type.kind === 'NUMERIC' || type.kind === 'BIGNUMERIC') throw notSupported(`FORMAT %${letter} of ${type.kind}`);
  if (letter === 'u') throw mismatch(place, 'UINT', type);
  const isGrouped = flags.includes("'");
  const letters = letter === 'i' ? 'd' : letter;
  const plainFlags = flags.replaceAll("'", '');
  if (isGrouped && flags.includes('0')) throw notSupported("FORMAT with the flags ' and 0 together");
  const spec = `%${isGrouped ? plainFlags.replaceAll('-', '') : plainFlags}${isGrouped ? '' : width}${precision === undefined ? '' : `.${precision}`}${letters}`;
  const printed = `printf(${templateString(spec)}, ${x})`;
  const text = isGrouped ? padded(grouped(printed), specifier) : printed;
  if (isInteger) return text;
  const special = padded(cast(type, x), specifier);
  // DuckDB's digits of so large a number are not exact.
  const isHuge = 'fF'.includes(letter) ? `WHEN abs(${x}) >= 1e17 AND isfinite(${x}) THEN $e('${HUGE}') ` : '';
  return `CASE ${isHuge}WHEN isfinite(${x}) THEN ${text} ELSE ${special} END`;
}

function value(x: string, type: SqlType, specifier: Specifier, place: number): string {
  const { letter, width, precision } = specifier;
  if (width === '*' || precision === '*') throw notSupported('FORMAT with a width or precision of *');
  if ('diouxXfFeEgG'.includes(letter)) return number(x, type, specifier, place);
  const cut = (text: string): string =>
    padded(precision === undefined ? text : `left(${text}, ${precision})`, specifier);
  if (letter === 's') {
    if (type.kind !== 'STRING') throw mismatch(place, 'STRING', type);
    return cut(x);
  }
  if (letter === 't') return cut(`coalesce(${plainText(x, type)}, 'NULL')`);
  if (letter === 'T') return cut(`coalesce(${literalText(x, type)}, 'NULL')`);
  if (letter === 'p' && type.kind === 'JSON') return cut(`CAST(${x} AS VARCHAR)`);
  throw notSupported(`FORMAT specifier %${letter}`);
}

function format({ args, types }: TemplateCall): string {
  const [first] = args;
  const text = first?.kind === 'value' && typeof first.literal?.value === 'string' ? first.literal.value : '';
  let next = 1;
  const pieces = piecesOf(text).map((piece) => {
    if (typeof piece === 'string') return templateString(piece);
    const type = types[next];
    next += 1;
    if (!type) throw new GoogleSqlError('Too few arguments to FORMAT for pattern');
    return value(`$${next}`, type, piece, next);
  });
  if (next < args.length) throw new GoogleSqlError('Too many arguments to FORMAT for pattern');
  return pieces.length === 0 ? "''" : `(${pieces.join(' || ')})`;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#format_string */
export const FORMAT_ROWS: readonly Signature[] = row('FORMAT(literal STRING, ANY...) -> STRING', format);
