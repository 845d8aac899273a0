import { GoogleSqlError, notSupported } from '../errors.ts';
import { checkedRewrite, extractedGroup, patternShape } from '../functions/regexp-pattern.ts';
import { eitherText } from './bytes.ts';
import { row } from './row.ts';
import type { Argument, Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';

const literalText = (arg: Argument | undefined): string | undefined =>
  arg?.kind === 'value' && typeof arg.literal?.value === 'string' ? arg.literal.value : undefined;

/** Runs a check of a pattern that is known before the query runs. */
function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new GoogleSqlError((error as Error).message);
  }
}

/** A pattern with the gap before it as group 1 and the match as group 2. */
const withGap = (pattern: string): string => `((?s:.*?))(${pattern})`;

const gapPattern = (pattern: string | undefined): string =>
  pattern === undefined ? `'((?s:.*?))(' || $2 || ')'` : templateString(withGap(pattern));

/** All matches of the text, or what their group holds: NULL where it stands out. */
function allMatches(text: string, pattern: string | undefined, group: 0 | 1): string {
  if (pattern !== undefined && !patternShape(pattern).mayBeEmpty) return `regexp_extract_all(${text}, $2, ${group})`;
  const parts = [1, 2, group + 2].map((n) => `regexp_extract_all(${text}, ${gapPattern(pattern)}, ${n})`);
  return `bq_regexp_texts(${text}, ${parts.join(', ')})`;
}

/** What depends on whether the pattern has a group, which may be known by the row alone. */
function byGroup({ args }: TemplateCall, text: (pattern: string | undefined, group: 0 | 1) => string): string {
  const pattern = literalText(args[1]);
  if (pattern !== undefined) return text(pattern, checked(() => extractedGroup(pattern)) === 1n ? 1 : 0);
  return `CASE bq_regexp_group($2) WHEN 0 THEN ${text(undefined, 0)} WHEN 1 THEN ${text(undefined, 1)} END`;
}

/** NULL without a match, where DuckDB gives ''. */
const extract = (call: TemplateCall): string =>
  byGroup(call, (pattern, group) => {
    if (call.args.length > 2) return extractFrom(call, allMatches('substr($1, $3)', pattern, group));
    const shape = pattern === undefined ? undefined : patternShape(pattern);
    if (group === 0 && shape?.mayBeEmpty === false) return "nullif(regexp_extract($1, $2, 0), '')";
    // Only the list of all matches tells a group that stands out from one that matched ''.
    if (group === 1 && shape?.hasOptionalGroup !== false) return 'regexp_extract_all($1, $2, 1)[1]';
    return `CASE WHEN regexp_matches($1, $2) THEN regexp_extract($1, $2, ${group}) END`;
  });

const atLeastOne = (position: string, occurrence: string): string =>
  `WHEN $1 IS NULL OR $2 IS NULL OR ${position} IS NULL OR ${occurrence} IS NULL THEN NULL WHEN ${position} < 1 THEN $e('Position must be positive') WHEN ${occurrence} < 1 THEN $e('Occurrence must be positive') `;

/** With a position, and an occurrence perhaps. */
function extractFrom({ args }: TemplateCall, all: string): string {
  const occurrence = args.length > 3 ? '$4' : '1';
  return (
    `CASE ${atLeastOne('$3', occurrence)}` +
    `WHEN $3 > greatest(length($1), 1) THEN NULL ELSE (${all})[${occurrence}] END`
  );
}

/** A group that stands out of a match is '' in the list. */
const extractAll = (call: TemplateCall): string =>
  byGroup(call, (pattern, group) => {
    const all = allMatches('$1', pattern, group);
    return group === 0 ? all : `list_transform(${all}, lambda "m~": coalesce("m~", ''))`;
  });

/** The pattern with what comes before its group as a group of its own. */
function withBefore(pattern: string): string {
  const { groups, groupAt } = patternShape(pattern);
  if (groups === 0) return withGap(`()(${pattern})`);
  const [flags = ''] = /^(?:\(\?[imsU-]+\))*/u.exec(pattern) ?? [];
  const before = groupAt === undefined ? '' : pattern.slice(flags.length, groupAt);
  if (groupAt === undefined || /\(\?[imsU-]+\)/u.test(before)) {
    throw notSupported('REGEXP_INSTR with a group inside another, in alternatives or after a flag');
  }
  return withGap(`${flags}(${before})${pattern.slice(groupAt)}`);
}

function instr({ args, modifiers }: TemplateCall): string {
  const pattern = literalText(args[1]);
  // SAFE would make NULL of what is refused.
  if (pattern === undefined && modifiers.safe)
    throw notSupported('SAFE.REGEXP_INSTR with a pattern that is not a literal');
  const [position, occurrence, after] = [2, 3, 4].map((i) => (args.length > i ? `$${i + 1}` : i === 4 ? '0' : '1'));
  const text = position === '1' ? '$1' : `substr($1, ${position})`;
  if (pattern !== undefined) checked(() => extractedGroup(pattern));
  const whole = pattern === undefined ? `'((?s:.*?))(()(' || $2 || '))'` : templateString(withBefore(pattern));
  const parts = [1, 2, 3, 4].map((n) => `regexp_extract_all(${text}, ${whole}, ${n})`).join(', ');
  const place = `bq_regexp_place(${text}, ${parts}, ${occurrence}, ${after})`;
  const found =
    pattern === undefined
      ? `CASE bq_regexp_group($2) WHEN 1 THEN $e('not supported by the local warehouse: REGEXP_INSTR with a group in a pattern that is not a literal') WHEN 0 THEN ${place} END`
      : place;
  return (
    `CASE ${atLeastOne(position ?? '', occurrence ?? '')}` +
    `WHEN $2 = '' OR ${position} > length($1) THEN 0 ELSE coalesce(nullif(${found}, 0) + ${position} - 1, ${found}) END`
  );
}

/** The replacement's `\1` must be groups that the pattern has. */
function replace({ args, error }: TemplateCall): string {
  const [pattern, rewrite] = [literalText(args[1]), literalText(args[2])];
  if (pattern === undefined || rewrite === undefined) {
    return `regexp_replace($1, $2, bq_regexp_rewrite($2, $3), 'g')`;
  }
  try {
    checkedRewrite(pattern, rewrite);
  } catch (fault) {
    return `CASE WHEN $1 IS NOT NULL THEN ${error((fault as Error).message).replaceAll('$', '$$$$')} END`;
  }
  return `regexp_replace($1, $2, $3, 'g')`;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#regexp_contains */
export const regexpRows: readonly Signature[] = [
  row('REGEXP_CONTAINS({STRING|BYTES}, {STRING|BYTES}) -> BOOL', eitherText('regexp_matches($1, $2)')),
  ...['REGEXP_EXTRACT', 'REGEXP_SUBSTR'].map((name) =>
    row(`${name}({STRING|BYTES}, {STRING|BYTES}[, INT64, INT64]) -> {STRING|BYTES}`, eitherText(extract)),
  ),
  row('REGEXP_EXTRACT_ALL({STRING|BYTES}, {STRING|BYTES}) -> {ARRAY<STRING>|ARRAY<BYTES>}', eitherText(extractAll)),
  row('REGEXP_INSTR({STRING|BYTES}, {STRING|BYTES}[, INT64, INT64, INT64]) -> INT64', eitherText(instr)),
  row('REGEXP_REPLACE({STRING|BYTES}, {STRING|BYTES}, {STRING|BYTES}) -> {STRING|BYTES}', eitherText(replace)),
].flat();
