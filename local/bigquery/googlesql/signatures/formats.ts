import { GoogleSqlError, notSupported } from '../errors.ts';
import { COMPOUND, ELEMENT_KINDS, elementsOf } from '../functions/moment-elements.ts';
import type { Element, MomentKind } from '../functions/moment-elements.ts';
import { fastParsing, loosePattern } from './parse-patterns.ts';
import { bound } from './ranges.ts';
import { row } from './row.ts';
import type { Argument, Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';
import { fromZone, offsetMinutes, toZone } from './zones.ts';

/** Elements that DuckDB's strftime prints alike. */
const ALIKE = new Set('A a B b d H I j M m p S U u V W w y'.split(' '));

/** The rest, as text of the moment `x` (without zone). */
const OTHERS: Readonly<Record<string, string>> = {
  C: 'CAST(year(x) // 100 AS VARCHAR)',
  E4Y: "printf('%04d', year(x))",
  G: 'CAST(isoyear(x) AS VARCHAR)',
  J: "printf('%03d', CAST(x AS DATE) - CAST(date_trunc('week', make_date(isoyear(x), 1, 4)) AS DATE) + 1)",
  P: "lower(strftime(x, '%p'))",
  Q: 'CAST(quarter(x) AS VARCHAR)',
  Y: 'CAST(year(x) AS VARCHAR)',
  e: "printf('%2d', day(x))",
  g: "printf('%02d', isoyear(x) % 100)",
  h: "strftime(x, '%b')",
  k: "printf('%2d', hour(x))",
  l: "printf('%2d', (hour(x) + 11) % 12 + 1)",
  n: 'chr(10)',
  t: 'chr(9)',
  s: `CAST(epoch_us(date_trunc('second', x)) // 1000000 AS VARCHAR)`,
  'E*S': "strftime(x, '%S') || CASE WHEN microsecond(x) % 1000000 = 0 THEN '' ELSE rtrim(strftime(x, '.%f'), '0') END",
};

const OFFSET = offsetMinutes('$1', 'x');
const signedHours = `CASE WHEN ${OFFSET} < 0 THEN '-' ELSE '+' END`;

/** Elements of the zone: only of a TIMESTAMP. */
const ZONED: Readonly<Record<string, string>> = {
  s: `CAST(epoch_us(date_trunc('second', x)) // 1000000 - ${OFFSET} * 60 AS VARCHAR)`,
  z: `${signedHours} || printf('%02d%02d', abs(${OFFSET}) // 60, abs(${OFFSET}) % 60)`,
  Ez: `${signedHours} || printf('%02d:%02d', abs(${OFFSET}) // 60, abs(${OFFSET}) % 60)`,
  Z:
    `CASE WHEN ${OFFSET} = 0 THEN 'UTC' ELSE 'UTC' || ${signedHours} || CASE WHEN ${OFFSET} % 60 = 0 ` +
    `THEN CAST(abs(${OFFSET}) // 60 AS VARCHAR) ELSE printf('%02d%02d', abs(${OFFSET}) // 60, abs(${OFFSET}) % 60) END END`,
};

/** Seconds with so many decimals, cut off. */
const decimals = (name: string): string | undefined => {
  const digits = /^E(\d)S$/u.exec(name)?.[1];
  if (digits === undefined) return undefined;
  return digits === '0' ? "strftime(x, '%S')" : `left(strftime(x, '%S.%f') || '000', ${3 + Number(digits)})`;
};

function expand(elements: readonly Element[], kind: MomentKind): readonly Element[] {
  return elements.flatMap((element) => {
    if (element.kind === 'text') return [element];
    // What the type does not have stands as it is written.
    if (!ELEMENT_KINDS[kind](element.name)) return [{ kind: 'text', text: `%${element.name}` } as const];
    const parts = COMPOUND[element.name];
    return parts === undefined ? [element] : elementsOf(parts);
  });
}

/** The DuckDB text that prints moment `x` by a format. */
function printFormat(format: string, kind: MomentKind, x: string): string {
  const pieces: string[] = [];
  let run = '';
  const flush = (): void => {
    if (run.includes('%')) pieces.push(`strftime(${x}, ${templateString(run)})`);
    else if (run !== '') pieces.push(templateString(run));
    run = '';
  };
  let text = '';
  const flushText = (): void => {
    if (text === '') return;
    if (/[%\0]/u.test(text)) {
      flush();
      pieces.push(templateString(text));
    } else run += text;
    text = '';
  };
  for (const element of expand(elementsOf(format), kind)) {
    if (element.kind === 'text') {
      text += element.text;
      continue;
    }
    flushText();
    if (ALIKE.has(element.name)) {
      run += `%${element.name}`;
      continue;
    }
    const other =
      decimals(element.name) ?? (kind === 'TIMESTAMP' ? ZONED[element.name] : undefined) ?? OTHERS[element.name];
    if (other === undefined)
      throw new GoogleSqlError(`not supported by the local warehouse: format element %${element.name}`);
    flush();
    pieces.push(other.replaceAll(/\bx\b/gu, x.replaceAll('$', '$$$$')));
  }
  flushText();
  flush();
  // A format of text alone is NULL of NULL too.
  return `(${pieces.length === 0 ? "''" : pieces.join(' || ')}${pieces.some((p) => p.includes(x)) ? '' : ` || left(CAST(${x} AS VARCHAR), 0)`})`;
}

const literalOf = (arg: Argument | undefined): string | undefined =>
  arg?.kind === 'value' && typeof arg.literal?.value === 'string' ? arg.literal.value : undefined;

/** Flags and widths of C's strftime, which DuckDB's does not have. */
const HAS_FLAGS = /%[-_0^#\d]/u;

const format =
  (kind: MomentKind) =>
  ({ args }: TemplateCall): string => {
    const text = literalOf(args[0]);
    // The value is `$2`, but the zone's elements are written for `$1`.
    const moment = { DATE: '$2', DATETIME: '$2', TIME: "(DATE '1970-01-01' + $2)", TIMESTAMP: toZone('$2', args, 3) }[
      kind
    ];
    if (text === undefined || HAS_FLAGS.test(text)) {
      const offset = kind === 'TIMESTAMP' ? offsetMinutes('$2', '"local~"') : '0';
      const wall = `CAST(${moment} AS TIMESTAMP)`;
      return bound('"local~"', wall, `bq_format_moment('${kind}', $1, epoch_us("local~"), ${offset})`);
    }
    return printFormat(text, kind, moment).replaceAll('epoch_us($1)', 'epoch_us($2)');
  };

const DUCK: Readonly<Record<MomentKind, string>> = {
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
};

/** What is not read by these elements must be refused before the query runs: under `SAFE.` it would be a NULL. */
function checkReadable(format: string): void {
  const names = elementsOf(format).flatMap((element) => (element.kind === 'element' ? [element.name] : []));
  const iso = names.find((name) => /^[GgJV]$/u.test(name));
  if (iso !== undefined) throw notSupported(`parsing by the format element %${iso}`);
  if (names.some((name) => /^[UW]$/u.test(name)) && names.some((name) => /^[AauwW]$/u.test(name) && name !== 'W')) {
    throw notSupported('parsing a weekday beside the number of a week');
  }
}

/**
 * Most texts match a strict pattern and are read by strptime; those that a loose one lets through are read by the
 * JavaScript function, which takes every liberty BigQuery does; the others are no such text.
 */
const parse =
  (kind: MomentKind) =>
  ({ args, modifiers }: TemplateCall): string => {
    const text = literalOf(args[0]);
    const name = modifiers.safe ? 'bq_parse_moment_safe' : 'bq_parse_moment';
    const slow = `make_timestamp(${name}('${kind}', $1, $2))`;
    const finish = (moment: string): string =>
      kind === 'TIMESTAMP'
        ? fromZone(moment, args, 3)
        : kind === 'DATETIME'
          ? moment
          : `CAST(${moment} AS ${DUCK[kind]})`;
    if (text === undefined) return finish(slow);
    checkReadable(text);
    const hasZone = elementsOf(text).some((e) => e.kind === 'element' && /^(?:E?z|Z|s)$/u.test(e.name));
    if (kind === 'TIMESTAMP' && hasZone) return `(${slow} AT TIME ZONE 'UTC')`;
    const fast = fastParsing(text, kind);
    const loose = loosePattern(text, kind);
    const failure = `$e('Failed to parse input string "' || $2 || '"')`;
    const strptime = modifiers.safe ? 'try_strptime' : 'strptime';
    const quick = fast
      ? `WHEN regexp_full_match($2, ${templateString(fast.pattern)}) THEN ${strptime}($2, ${fast.formats
          .map((f) => templateString(f))
          .join(', ')
          .replace(/^(.*)$/su, fast.formats.length > 1 ? '[$1]' : '$1')}) `
      : '';
    const isMatch = `regexp_full_match($2, ${templateString(loose)})`;
    return finish(`CASE ${quick}WHEN ${isMatch} THEN ${slow} WHEN $2 IS NOT NULL THEN ${failure} END`);
  };

const both = (kind: MomentKind, zone: string): readonly Signature[] => [
  ...row(`FORMAT_${kind}(STRING, ${kind}${zone}) -> STRING`, format(kind)),
  ...row(`PARSE_${kind}(STRING, STRING${zone}) -> ${kind}`, parse(kind)),
];

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements */
export const FORMATS: readonly Signature[] = [
  both('DATE', ''),
  both('DATETIME', ''),
  both('TIME', ''),
  both('TIMESTAMP', '[, STRING]'),
  row('FORMAT_DATE(STRING, {DATETIME|TIMESTAMP}) -> STRING', format('DATETIME')),
  row('FORMAT_TIMESTAMP(STRING, {DATE|DATETIME}) -> STRING', format('DATETIME')),
  row('FORMAT_DATETIME(STRING, TIMESTAMP) -> STRING', format('DATETIME')),
].flat();
