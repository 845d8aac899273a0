import { GoogleSqlError, notSupported } from '../errors.ts';
import { row } from './row.ts';
import type { Argument, Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';

/** A pattern's capturing groups, each as the text between its parentheses. */
function capturingGroups(pattern: string): readonly string[] {
  const groups: string[] = [];
  const open: (number | undefined)[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const c = pattern.charAt(i);
    if (c === '\\') i += 1;
    else if (c === '[') i = classEnd(pattern, i);
    else if (c === '(') {
      const isCapturing = pattern.charAt(i + 1) !== '?' || /^\(\?P?<[^=!]/u.test(pattern.slice(i));
      open.push(isCapturing ? groups.push('') - 1 : undefined);
    } else if (c === ')') {
      const index = open.pop();
      if (index !== undefined) groups[index] = pattern.slice(pattern.lastIndexOf('(', i) + 1, i);
    }
  }
  return groups;
}

/** Where a character class that starts at `start` ends. */
function classEnd(pattern: string, start: number): number {
  let i = pattern.charAt(start + 1) === '^' ? start + 2 : start + 1;
  // A bracket that comes first stands for itself.
  if (pattern.charAt(i) === ']') i += 1;
  for (; i < pattern.length && pattern.charAt(i) !== ']'; i += 1) {
    if (pattern.charAt(i) === '\\') i += 1;
    else if (pattern.startsWith('[:', i)) i = Math.max(i, pattern.indexOf(':]', i) + 1);
  }
  return i;
}

const literalText = (arg: Argument | undefined): string | undefined =>
  arg?.kind === 'value' && typeof arg.literal?.value === 'string' ? arg.literal.value : undefined;

/** 1 where the pattern has a capturing group, 0 where it has none. */
function groupOf(call: TemplateCall, name: string): 0 | 1 {
  const pattern = literalText(call.args[1]);
  if (pattern === undefined) throw notSupported(`${name} with a pattern that is not a literal`);
  const groups = capturingGroups(pattern);
  if (groups.length > 1) {
    throw new GoogleSqlError(
      'Regular expressions passed into extraction functions must not have more than 1 capturing group',
    );
  }
  return groups.length === 1 ? 1 : 0;
}

/** Whether the group can stand out of a match: there DuckDB gives '', as it does for a group that matched nothing. */
const isOptionalGroup = (pattern: string): boolean => /\||\)(?:[?*]|\{0)/u.test(pattern);

/** NULL without a match, where DuckDB gives ''. */
function extract(call: TemplateCall): string {
  const group = groupOf(call, 'REGEXP_EXTRACT');
  const found = `regexp_extract($1, $2, ${group})`;
  const pattern = literalText(call.args[1]) ?? '';
  if (call.args.length > 2) return extractFrom(call, group);
  const isAmbiguous = group === 1 && isOptionalGroup(pattern);
  // Most patterns cannot match '' and then '' means no match.
  const value = isAmbiguous ? `nullif(${found}, '')` : found;
  return `CASE WHEN regexp_matches($1, $2) THEN ${value} END`;
}

/** With a position, and an occurrence perhaps. */
function extractFrom(call: TemplateCall, group: 0 | 1): string {
  const occurrence = call.args.length > 3 ? '$4' : '1';
  return (
    `CASE WHEN $3 < 1 OR ${occurrence} < 1 THEN $e('Position and occurrence of REGEXP_EXTRACT must be at least 1') ` +
    `WHEN $3 > length($1) + 1 THEN NULL ELSE regexp_extract_all(substr($1, $3), $2, ${group})[${occurrence}] END`
  );
}

/** DuckDB lets an empty match stand at the end of the text, BigQuery only in a text that is empty. */
function extractAll(call: TemplateCall): string {
  const all = `regexp_extract_all($1, $2, ${groupOf(call, 'REGEXP_EXTRACT_ALL')})`;
  return `CASE WHEN regexp_full_match('', $2) AND $1 <> '' THEN list_slice(${all}, 1, len(${all}) - 1) ELSE ${all} END`;
}

/** The replacement's `\1` must be groups that the pattern has. */
function replace(call: TemplateCall): string {
  const rewrite = literalText(call.args[2]);
  const pattern = literalText(call.args[1]);
  const highest = Math.max(0, ...[...(rewrite ?? '').matchAll(/\\(\d)/gu)].map(([, digit]) => Number(digit)));
  const groups = pattern === undefined ? highest : capturingGroups(pattern).length;
  if (highest > groups) {
    const message =
      `Invalid REGEXP_REPLACE pattern: Rewrite schema requests ${highest} matches, ` +
      `but the regexp only has ${groups} parenthesized subexpressions.`;
    return `$e(${templateString(message)})`;
  }
  return `regexp_replace($1, $2, $3, 'g')`;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#regexp_contains */
export const regexpRows: readonly Signature[] = [
  row('REGEXP_CONTAINS(STRING, STRING) -> BOOL', 'regexp_matches($1, $2)'),
  row('REGEXP_EXTRACT(STRING, STRING[, INT64, INT64]) -> STRING', extract),
  row('REGEXP_SUBSTR(STRING, STRING[, INT64, INT64]) -> STRING', extract),
  row('REGEXP_EXTRACT_ALL(STRING, STRING) -> ARRAY<STRING>', extractAll),
  row('REGEXP_REPLACE(STRING, STRING, STRING) -> STRING', replace),
].flat();
