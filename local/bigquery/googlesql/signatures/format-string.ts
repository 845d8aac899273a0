import { castTemplate } from '../casts.ts';
import { notSupported } from '../errors.ts';
import { formatLetters } from '../functions/format-text.ts';
import { STRING, duckFieldName, printType } from '../types.ts';
import type { ArrayType, SqlType, StructType } from '../types.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';

/** The text of a value for %t: as CAST prints it, but floats keep their point. */
function plainText(x: string, type: SqlType): string {
  switch (type.kind) {
    case 'STRING':
      return x;
    case 'FLOAT64':
      return `bq_float_text(${x})`;
    case 'JSON':
      return `CAST(${x} AS VARCHAR)`;
    case 'BYTES':
      return `bq_escape_bytes(${x})`;
    case 'ARRAY':
    case 'STRUCT':
      return nestedText(x, type, plainText);
    default: {
      const text = (castTemplate(type, STRING) ?? '').replaceAll('$1', x);
      if (text === '') throw notSupported(`FORMAT of a value of type ${printType(type)}`);
      return text;
    }
  }
}

/** The text of a value for %T: a literal of its type. */
function literalText(x: string, type: SqlType): string {
  const plain = plainText(x, type);
  switch (type.kind) {
    case 'STRING':
      return `bq_quote_text(${x})`;
    case 'BYTES':
      return `bq_quote_bytes(${x})`;
    case 'JSON':
      return `('JSON ' || bq_quote_text(${plain}))`;
    case 'FLOAT64':
      return `CASE WHEN isfinite(${x}) THEN ${plain} ELSE 'CAST("' || ${plain} || '" AS FLOAT64)' END`;
    case 'INT64':
    case 'BOOL':
      return plain;
    case 'ARRAY':
    case 'STRUCT':
      return nestedText(x, type, literalText);
    default:
      return `('${type.kind} "' || ${plain} || '"${type.kind === 'INTERVAL' ? ' YEAR TO SECOND' : ''}')`;
  }
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

/** Formats like `%s-%d`, which are most, need no more than their pieces put together. */
function joined(format: string): string | undefined {
  const pieces = format.split(/(%[sd])/u);
  if (pieces.some((piece, i) => i % 2 === 0 && piece.includes('%'))) return undefined;
  let place = 1;
  const texts = pieces.map((piece, i) => {
    if (i % 2 === 0) return templateString(piece);
    place += 1;
    return piece === '%d' ? `CAST($${place} AS VARCHAR)` : `$${place}`;
  });
  return `(${texts.filter((text) => text !== "''").join(' || ') || "''"})`;
}

function format({ args, types }: TemplateCall): string {
  const [first] = args;
  const pattern = first?.kind === 'value' && typeof first.literal?.value === 'string' ? first.literal.value : undefined;
  const values = types.slice(1);
  const names = values.map((type) => printType(type));
  const letters = pattern === undefined ? undefined : formatLetters(pattern, names);
  const simple = pattern === undefined ? undefined : joined(pattern);
  if (simple !== undefined) return simple;
  const texts = values.flatMap((type, i) => {
    const isLiteral = letters === undefined || letters[i] === 'T';
    return [plainText(`$${i + 2}`, type), isLiteral ? literalText(`$${i + 2}`, type) : 'NULL'];
  });
  return `bq_format($1, ${templateString(names.join(';'))}, CAST([${texts.join(', ')}] AS VARCHAR[]))`;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#format_string */
export const FORMAT_ROWS: readonly Signature[] = row('FORMAT(STRING, ANY...) -> STRING', format);
