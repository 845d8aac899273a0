import { FAMILIES, TABLE } from '../../../../local/bigquery/googlesql/signatures/index.ts';
import { writtenForm } from '../../../../local/bigquery/googlesql/signatures/refused.ts';

/** Something of the language that recorded texts show. */
export interface Subject {
  readonly family: string;
  readonly name: string;
  /** Whether a text, its literals emptied and in lower case, shows it. */
  isIn(text: string): boolean;
}

/** Operators and what else stands in expressions without a name to call. */
const OPERATORS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['+', /\+/u],
  ['-', /-/u],
  ['*', /[\w)'] ?\* ?[\w(']/u],
  ['/', /\//u],
  ['\\|\\|', /\|\|/u],
  ['=', /[^=!<>]=[^=>]/u],
  ['!=, <>', /!=|<>/u],
  ['<, <=, >, >=', /[^<>]<[^<>a-z]|[^<>=]>[^<>=]|<=|>=/u],
  ['&, \\|, ^, ~', /&|[^|]\|[^|>]|\^|~/u],
  ['<<, >>', /<<|>> /u],
  ['[NOT] BETWEEN', /\bbetween\b/u],
  ['[NOT] LIKE', /\blike\b/u],
  ['LIKE ANY, LIKE ALL', /\blike (?:any|some|all)\b/u],
  ['[NOT] IN', /\bin ?\(/u],
  ['[NOT] IN UNNEST', /\bin unnest\b/u],
  ['IS [NOT] NULL', /\bis (?:not )?null\b/u],
  ['IS [NOT] TRUE, IS [NOT] FALSE', /\bis (?:not )?(?:true|false)\b/u],
  ['IS [NOT] DISTINCT FROM', /\bis (?:not )?distinct from\b/u],
  ['AND, OR, NOT', /\b(?:and|or|not)\b/u],
  ['[offset], [ordinal], [safe_offset], [safe_ordinal]', /\[(?:safe_)?(?:offset|ordinal)/u],
  ['value[index], json[key]', /[\w)]\[(?!safe_|offset|ordinal)/u],
  ['STRUCT(…), (a, b)', /\bstruct\b|\(\(/u],
  ['ARRAY[…], […]', /(?:^|[ (,>])\[|\barray</u],
  ['CASE', /\bcase\b/u],
  ['CAST', /(?<!safe_)cast\(/u],
  ['CAST … FORMAT', /\bas \w+ format\b/u],
  ['SAFE_CAST', /\bsafe_cast\(/u],
  ['SAFE. prefix', /\bsafe\.\w+\(/u],
  ['EXTRACT', /\bextract\(/u],
  ['EXTRACT … AT TIME ZONE', /\bextract\(.* at time zone\b/u],
  ['INTERVAL', /\binterval\b/u],
];

const PIPES = [
  ...['SELECT', 'EXTEND', 'SET', 'DROP', 'RENAME', 'AS', 'WHERE', 'AGGREGATE', 'DISTINCT', 'JOIN', 'CROSS JOIN'],
  ...['UNION ALL', 'INTERSECT DISTINCT', 'ORDER BY', 'LIMIT', 'PIVOT', 'UNPIVOT', 'TABLESAMPLE'],
];

/** Clauses of queries. */
const CLAUSES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['SELECT', /\bselect\b/u],
  ['SELECT DISTINCT', /\bselect distinct\b/u],
  ['SELECT * EXCEPT', /\* except\b/u],
  ['SELECT * REPLACE', /\* replace\b/u],
  ['SELECT AS STRUCT', /\bselect as struct\b/u],
  ['SELECT AS VALUE', /\bselect as value\b/u],
  ['WITH', /\bwith (?:recursive )?\w+ as\b/u],
  ['WITH RECURSIVE', /\bwith recursive\b/u],
  ['JOIN', /(?<!left |right |full |cross )\bjoin\b/u],
  ['LEFT JOIN, RIGHT JOIN, FULL JOIN', /\b(?:left|right|full) (?:outer )?join\b/u],
  ['CROSS JOIN and comma', /\bcross join\b|\bas \w+, \(/u],
  ['USING', /\busing ?\(/u],
  ['UNNEST', /\b(?:from|join|,) unnest\b/u],
  ['UNNEST … WITH OFFSET', /\bwith offset\b/u],
  ['WHERE', /\bwhere\b/u],
  ['GROUP BY', /\bgroup by\b/u],
  ['GROUP BY ALL', /\bgroup by all\b/u],
  ['ROLLUP, CUBE, GROUPING SETS', /\bgroup by (?:rollup|cube|grouping sets)\b/u],
  ['HAVING', /\bhaving\b(?! max| min)/u],
  ['HAVING MAX, HAVING MIN', /\bhaving (?:max|min)\b/u],
  ['QUALIFY', /\bqualify\b/u],
  ['OVER (…)', /\bover ?\(/u],
  ['WINDOW', /\bwindow \w+ as\b/u],
  ['ROWS, RANGE frames', /\b(?:rows|range) (?:between|unbounded|current|\d)/u],
  ['IGNORE NULLS, RESPECT NULLS', /\b(?:ignore|respect) nulls\b/u],
  ['ORDER BY', /\border by\b/u],
  ['NULLS FIRST, NULLS LAST', /\bnulls (?:first|last)\b/u],
  ['LIMIT, OFFSET', /\blimit \d/u],
  ['UNION ALL, UNION DISTINCT', /\bunion (?:all|distinct)\b/u],
  ['INTERSECT DISTINCT, EXCEPT DISTINCT', /\b(?:intersect|except) distinct\b/u],
  ['PIVOT', /\bpivot ?\(/u],
  ['UNPIVOT', /\bunpivot\b/u],
  ['TABLESAMPLE', /\btablesample\b/u],
  ['ARRAY(subquery)', /\barray\(select\b/u],
  ['EXISTS(subquery)', /\bexists ?\(/u],
  ['(scalar subquery)', /[=(,+-] ?\(select\b/u],
  ['IN (subquery)', /\bin \(select\b/u],
  ...PIPES.map((operator): readonly [string, RegExp] => [
    `|> ${operator}`,
    new RegExp(`\\|> ${operator.toLowerCase()}\\b`, 'u'),
  ]),
];

const byPattern =
  (family: string) =>
  ([name, pattern]: readonly [string, RegExp]): Subject => ({ family, name, isIn: (text) => pattern.test(text) });

const escaped = (name: string): string => name.replaceAll('.', '\\.');

/** A function by its name before a parenthesis; CURRENT_DATE and its kin go without. */
function functionSubject(family: string, name: string): Subject {
  const pattern = new RegExp(
    `(?<![\\w.])(?:safe\\.)?${escaped(name.toLowerCase())}${name.startsWith('CURRENT_') ? '\\b' : ' ?\\('}`,
    'u',
  );
  return { family, name, isIn: (text) => pattern.test(text) };
}

/** Every operator, function and clause, in the order of the table of signatures. */
export function subjects(): readonly Subject[] {
  const functions = Object.entries(FAMILIES).flatMap(([family, signatures]) => {
    const names = new Set(signatures.map(({ name }) => name).filter((name) => !name.startsWith('$')));
    return [...names].sort().map((name) => functionSubject(family, name));
  });
  return [...OPERATORS.map(byPattern('operators')), ...functions, ...CLAUSES.map(byPattern('query clauses'))];
}

/** Forms that the table of signatures holds only to refuse them by name. */
export const refusedForms = (name: string): readonly string[] => [
  ...new Set(
    (TABLE.get(name.toLowerCase()) ?? [])
      .filter(({ flags }) => flags.has('refused'))
      .map(({ text }) => writtenForm(text)),
  ),
];

/** A text as subjects look at it: lower case, with the contents of its quoted parts gone. */
export const skeleton = (text: string): string =>
  text.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gu, "''").toLowerCase();
