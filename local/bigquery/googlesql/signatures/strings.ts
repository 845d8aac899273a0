import { GoogleSqlError, notSupported } from '../errors.ts';
import { printCast } from '../casts.ts';
import { INITCAP_DELIMITERS, WHITE_SPACE } from '../functions/text.ts';
import { STRING, duckFieldName, printType } from '../types.ts';
import type { SqlType } from '../types.ts';
import { FORMAT_ROWS } from './format-string.ts';
import { eitherText } from './bytes.ts';
import { regexpRows } from './regexp.ts';
import { row } from './row.ts';
import type { Argument, Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';

/** DuckDB's TRIM alone takes spaces off. */
const SPACES = templateString(WHITE_SPACE);

/** Text that begins and ends with visible ASCII, which most does: seen ten times as fast as it is trimmed. */
const NO_SPACE_AROUND = 'ascii($1) BETWEEN 33 AND 126 AND ascii(array_extract($1, -1)) BETWEEN 33 AND 126';

/** The whole number that an argument is known to be. */
const literalInteger = (arg: Argument | undefined): bigint | undefined =>
  arg?.kind === 'value' && typeof arg.literal?.value === 'bigint' ? arg.literal.value : undefined;

const negative =
  (place: number, message: string, text: string) =>
  ({ args }: TemplateCall): string => {
    const known = literalInteger(args[place - 1]);
    if (known !== undefined && known >= 0n) return text;
    const others = args.flatMap((_, i) => (i + 1 === place ? [] : [`$${i + 1} IS NOT NULL`]));
    return `CASE WHEN $${place} < 0 AND ${others.join(' AND ')} THEN $e(${templateString(message)}) ELSE ${text} END`;
  };

/** Bytes that REPEAT, LPAD and RPAD may give. */
const MAX_OUTPUT = 1048576;

const REPEATED =
  `CASE WHEN strlen($1) > 0 AND $2 > ${MAX_OUTPUT} / strlen($1) ` +
  `THEN $e('Output of REPEAT exceeds max allowed output size of 1MB') ELSE repeat($1, $2) END`;

/** Longer than any text, and what DuckDB takes for a place or a length. */
const LONGEST = 2147483647;
const clamped = (place: string): string => `CASE WHEN ${place} > ${LONGEST} THEN ${LONGEST} ELSE ${place} END`;

/** 0 is the first place, and what lies before the start is the start. */
function substr(call: TemplateCall): string {
  const [, position, length] = call.args.map(literalInteger);
  const isShort = (value: bigint | undefined): boolean => value !== undefined && value < LONGEST;
  const from =
    position !== undefined && position > 0n && isShort(position)
      ? '$2'
      : `CASE WHEN $2 = 0 OR $2 < -length($1) THEN 1 ELSE ${clamped('$2')} END`;
  if (call.args.length === 2) return `substr($1, ${from})`;
  const size = isShort(length) ? '$3' : clamped('$3');
  return negative(3, 'Third argument in SUBSTR() cannot be negative', `substr($1, ${from}, ${size})`)(call);
}

function pad(name: string): (call: TemplateCall) => string {
  return ({ args }) => {
    const pattern = args.length > 2 ? '$3' : "' '";
    return (
      `CASE WHEN $1 IS NULL THEN NULL WHEN $2 < 0 THEN $e('Second argument (output size) for LPAD/RPAD cannot be negative') ` +
      `WHEN ${pattern} = '' THEN $e('Third argument (pad pattern) for LPAD/RPAD cannot be empty') ` +
      `WHEN $2 > ${MAX_OUTPUT} THEN $e('Output of LPAD/RPAD exceeds max allowed output size of 1MB') ` +
      `ELSE ${name}($1, CAST($2 AS INTEGER), ${pattern}) END`
    );
  };
}

/** CONCAT takes what casts to STRING beside strings. */
const concat = ({ types }: TemplateCall): string => {
  if (types.some(({ kind }) => kind === 'BYTES')) {
    const given = types.map((type) => printType(type)).join(', ');
    throw new GoogleSqlError(`No matching signature for function CONCAT for argument types: ${given}`);
  }
  return `(${types.map((type, i) => printCast(`$${i + 1}`, type, STRING)).join(' || ')})`;
};

const NORMAL_FORMS = new Set(['NFC', 'NFD', 'NFKC', 'NFKD']);

const normalize =
  (name: string) =>
  ({ args }: TemplateCall): string => {
    const form = args[1]?.kind === 'word' ? args[1].text : 'NFC';
    if (!NORMAL_FORMS.has(form)) throw new GoogleSqlError(`Argument is not a valid NORMALIZE mode: ${form}`);
    return `${name}($1, '${form}')`;
  };

const split = ({ args }: TemplateCall): string => {
  if (args.length === 1) return "string_split($1, ',')";
  const known =
    args[1]?.kind === 'value' && typeof args[1].literal?.value === 'string' ? args[1].literal.value : undefined;
  if (known !== undefined && known !== '') return 'string_split($1, $2)';
  return `CASE WHEN $2 IS NULL THEN NULL WHEN $2 = '' AND $1 = '' THEN [''] ELSE string_split($1, $2) END`;
};

/** The texts that CONTAINS_SUBSTR searches: those of all fields and elements. */
function searchedTexts(x: string, type: SqlType, depth: number, scope: string): string {
  if (type.kind === 'ARRAY') {
    const name = `"s~${depth}"`;
    return `flatten(list_transform(${x}, lambda ${name}: ${searchedTexts(name, type.element, depth + 1, scope)}))`;
  }
  if (type.kind === 'JSON') return `coalesce(bq_json_texts(CAST(${x} AS VARCHAR), ${scope}), [NULL])`;
  if (type.kind !== 'STRUCT') return `[${printCast(x, type, STRING)}]`;
  const fields = type.fields.map((field, i) =>
    searchedTexts(`struct_extract(${x}, ${templateString(duckFieldName(type, i))})`, field.type, depth, scope),
  );
  return `flatten([${fields.join(', ')}])`;
}

/** Whether one of several texts has the part; NULL where none has and one is NULL. */
const contains = ({ types, args }: TemplateCall): string => {
  if (args[1]?.kind === 'value' && args[1].literal?.value === null) {
    throw new GoogleSqlError('CONTAINS_SUBSTR does not support NULL as the search value');
  }
  const isHere = (text: string): string => `contains(bq_casefold(${text}, 'NFKC'), bq_casefold($2, 'NFKC'))`;
  const [type = STRING] = types;
  if (type.kind === 'STRING') return isHere('$1');
  const scope = args.length > 2 ? '$3' : "'JSON_VALUES'";
  const found = `list_transform(${searchedTexts('$1', type, 0, scope)}, lambda "t~": ${isHere('"t~"')})`;
  return `CASE WHEN $1 IS NULL THEN NULL WHEN list_bool_or(${found}) THEN true WHEN list_count(${found}) < len(${found}) THEN NULL ELSE false END`;
};

function refuseCollation(): never {
  throw notSupported('COLLATE');
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions */
export const STRINGS: readonly Signature[] = [
  row(
    'ASCII(STRING) -> INT64',
    "CASE WHEN $1 = '' THEN 0 WHEN ascii($1) > 127 THEN $e('Argument to ASCII is not a structurally valid ASCII string: ''' || $1 || '''') ELSE CAST(ascii($1) AS BIGINT) END",
  ),
  row('BYTE_LENGTH({STRING|BYTES}) -> INT64', ({ types }) =>
    types[0]?.kind === 'BYTES' ? 'octet_length($1)' : 'strlen($1)',
  ),
  row('OCTET_LENGTH({STRING|BYTES}) -> INT64', ({ types }) =>
    types[0]?.kind === 'BYTES' ? 'octet_length($1)' : 'strlen($1)',
  ),
  row('CHAR_LENGTH(STRING) -> INT64', 'length($1)'),
  row('CHARACTER_LENGTH(STRING) -> INT64', 'length($1)'),
  row(
    'CHR(INT64) -> STRING',
    "CASE WHEN $1 = 0 THEN chr(0) WHEN $1 < 0 OR $1 > 1114111 OR $1 BETWEEN 55296 AND 57343 THEN $e('Invalid codepoint ' || $1) ELSE chr(CAST($1 AS INTEGER)) END",
  ),
  row('CODE_POINTS_TO_BYTES(ARRAY<INT64>) -> BYTES', 'bq_code_points_to_bytes($1)'),
  row('CODE_POINTS_TO_STRING(ARRAY<INT64>) -> STRING', 'bq_code_points_to_string($1)'),
  row('COLLATE(STRING, STRING) -> STRING', refuseCollation),
  row('CONCAT(STRING...) -> STRING', ({ args }) => `(${args.map((_, i) => `$${i + 1}`).join(' || ')})`),
  row('CONCAT(BYTES...) -> BYTES', ({ args }) => `(${args.map((_, i) => `$${i + 1}`).join(' || ')})`),
  row('CONCAT(ANY...) -> STRING', concat),
  row('CONTAINS_SUBSTR(T, STRING[, json_scope => STRING]) -> BOOL', contains),
  row(
    'EDIT_DISTANCE({STRING|BYTES}, {STRING|BYTES}[, max_distance => INT64]) -> INT64',
    eitherText(({ args }) =>
      args.length > 2
        ? `CASE WHEN $3 < 0 THEN $e('Max distance must be non-negative') WHEN $3 IS NOT NULL THEN least(bq_edit_distance($1, $2), $3) END`
        : 'bq_edit_distance($1, $2)',
    ),
  ),
  row('ENDS_WITH({STRING|BYTES}, {STRING|BYTES}) -> BOOL', ({ types }) =>
    types[0]?.kind === 'BYTES' ? 'ends_with(hex($1), hex($2))' : 'ends_with($1, $2)',
  ),
  row('FROM_BASE64(STRING) -> BYTES', 'bq_from_base64($1)'),
  row(
    'FROM_HEX(STRING) -> BYTES',
    "CASE WHEN regexp_matches($1, '[^0-9a-fA-F]') THEN $e('Failed to decode invalid hexadecimal string due to character at offset ' || length(regexp_extract($1, '^[0-9a-fA-F]*')) || ': ' || $1) ELSE unhex(CASE WHEN strlen($1) % 2 = 1 THEN '0' || $1 ELSE $1 END) END",
  ),
  row('INITCAP(STRING[, STRING]) -> STRING', ({ args }) =>
    args.length > 1 ? 'bq_initcap($1, $2)' : `bq_initcap($1, ${templateString(INITCAP_DELIMITERS)})`,
  ),
  row('INSTR({STRING|BYTES}, {STRING|BYTES}) -> INT64', eitherText('strpos($1, $2)')),
  row(
    'INSTR({STRING|BYTES}, {STRING|BYTES}, INT64[, INT64]) -> INT64',
    eitherText(({ args }) => `bq_instr($1, $2, $3, ${args.length > 3 ? '$4' : '1'})`),
  ),
  row(
    'LEFT({STRING|BYTES}, INT64) -> {STRING|BYTES}',
    eitherText(negative(2, 'Second argument in LEFT() cannot be negative', `left($1, ${clamped('$2')})`)),
  ),
  row(
    'RIGHT({STRING|BYTES}, INT64) -> {STRING|BYTES}',
    eitherText(negative(2, 'Second argument in RIGHT() cannot be negative', `right($1, ${clamped('$2')})`)),
  ),
  row('LENGTH(STRING) -> INT64', 'length($1)'),
  row('LENGTH(BYTES) -> INT64', 'octet_length($1)'),
  row('LOWER(STRING) -> STRING', 'CASE WHEN strlen($1) = length($1) THEN lower($1) ELSE bq_lower($1) END'),
  row('UPPER(STRING) -> STRING', 'CASE WHEN strlen($1) = length($1) THEN upper($1) ELSE bq_upper($1) END'),
  row('LOWER(BYTES) -> BYTES', 'bq_lower_bytes($1)'),
  row('UPPER(BYTES) -> BYTES', 'bq_upper_bytes($1)'),
  row('LPAD({STRING|BYTES}, INT64[, {STRING|BYTES}]) -> {STRING|BYTES}', eitherText(pad('lpad'))),
  row('RPAD({STRING|BYTES}, INT64[, {STRING|BYTES}]) -> {STRING|BYTES}', eitherText(pad('rpad'))),
  ...['TRIM', 'LTRIM', 'RTRIM'].flatMap((name) => [
    ...row(
      `${name}(STRING) -> STRING`,
      `CASE WHEN ${NO_SPACE_AROUND} THEN $1 ELSE ${name.toLowerCase()}($1, ${SPACES}) END`,
    ),
    ...row(`${name}({STRING|BYTES}, {STRING|BYTES}) -> {STRING|BYTES}`, eitherText(`${name.toLowerCase()}($1, $2)`)),
  ]),
  row('NORMALIZE(STRING[, WORD]) -> STRING', normalize('bq_normalize')),
  row('NORMALIZE_AND_CASEFOLD(STRING[, WORD]) -> STRING', normalize('bq_casefold')),
  row(
    'REPEAT({STRING|BYTES}, INT64) -> {STRING|BYTES}',
    eitherText(negative(2, 'Second argument (repeat count) for REPEAT cannot be negative', REPEATED)),
  ),
  row('REPLACE({STRING|BYTES}, {STRING|BYTES}, {STRING|BYTES}) -> {STRING|BYTES}', eitherText('replace($1, $2, $3)')),
  row(
    'REVERSE({STRING|BYTES}) -> {STRING|BYTES}',
    eitherText('CASE WHEN strlen($1) = length($1) THEN reverse($1) ELSE bq_reverse($1) END'),
  ),
  row('SAFE_CONVERT_BYTES_TO_STRING(BYTES) -> STRING', 'bq_bytes_to_string($1)'),
  row('SOUNDEX(STRING) -> STRING', 'bq_soundex($1)'),
  row('SPLIT(STRING[, STRING]) -> ARRAY<STRING>', split),
  row('SPLIT(BYTES, BYTES) -> ARRAY<BYTES>', eitherText(split)),
  row('STARTS_WITH({STRING|BYTES}, {STRING|BYTES}) -> BOOL', ({ types }) =>
    types[0]?.kind === 'BYTES' ? 'starts_with(hex($1), hex($2))' : 'starts_with($1, $2)',
  ),
  row('STRPOS({STRING|BYTES}, {STRING|BYTES}) -> INT64', eitherText('strpos($1, $2)')),
  row('SUBSTR({STRING|BYTES}, INT64[, INT64]) -> {STRING|BYTES}', eitherText(substr)),
  row('SUBSTRING({STRING|BYTES}, INT64[, INT64]) -> {STRING|BYTES}', eitherText(substr)),
  row('FROM_BASE32(STRING) -> BYTES', 'bq_from_base32($1)'),
  row('TO_BASE32(BYTES) -> STRING', 'bq_to_base32($1)'),
  row('TO_BASE64(BYTES) -> STRING', 'base64($1)'),
  row(
    'TO_CODE_POINTS({STRING|BYTES}) -> ARRAY<INT64>',
    eitherText(
      "CASE WHEN $1 = '' THEN CAST([] AS BIGINT[]) ELSE list_transform(string_split($1, ''), lambda e: CAST(unicode(e) AS BIGINT)) END",
    ),
  ),
  row('TO_HEX(BYTES) -> STRING', 'lower(hex($1))'),
  row(
    'TRANSLATE({STRING|BYTES}, {STRING|BYTES}, {STRING|BYTES}) -> {STRING|BYTES}',
    eitherText('bq_translate($1, $2, $3)'),
  ),
  row('UNICODE(STRING) -> INT64', "CASE WHEN $1 = '' THEN 0 ELSE CAST(unicode($1) AS BIGINT) END"),
  row('$cast_format_string(BYTES, STRING) -> STRING', 'bq_write_bytes($1, $2)'),
  row('$cast_format_bytes(STRING, STRING) -> BYTES', 'bq_read_bytes($1, $2)'),
  FORMAT_ROWS,
  regexpRows,
].flat();
