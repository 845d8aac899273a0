/** Quotes a string for DuckDB. */
export function quoteString(text: string): string {
  if (!text.includes('\0')) return `'${text.replaceAll("'", "''")}'`;
  // A NUL cannot stand in the text of a statement.
  return `(${text.split('\0').map(quoteString).join(' || chr(0) || ')})`;
}

/** Quotes a string to stand in a template, where a dollar sign would mean an argument. */
export const templateString = (text: string): string => quoteString(text).replaceAll('$', '$$$$');

const QUOTED = "'(?:[^']|'')*'";
const NAME = '(?:"(?:[^"]|"")*"|\\w+)';
/** A constant: DuckDB wants some arguments (patterns, formats) to be one. */
const CONSTANT = new RegExp(
  `^(?:\\(?-?\\d[\\d.]*(?:e[+-]?\\d+)?\\)?(?:::\\w+)?|(?:DATE |TIME |TIMESTAMP |TIMESTAMPTZ |INTERVAL )?${QUOTED}(?:::\\w+)?|` +
    `true|false|CAST\\((?:NULL|${QUOTED}) AS [\\w(),]+\\)|getvariable\\(${QUOTED}\\))$`,
  'u',
);
const COLUMN = new RegExp(`^${NAME}(?:\\.${NAME})*$`, 'u');

const isConstant = (sql: string): boolean => CONSTANT.test(sql);

/** Whether repeating the text computes nothing twice: a column, a variable, a literal. */
export const isCheap = (sql: string): boolean => isConstant(sql) || COLUMN.test(sql);

/** How a template is filled in. */
export interface Filling {
  /** Text for each `$n`. */
  readonly sql: readonly string[];
  /** Errors are NULL and the whole stands in TRY. */
  readonly safe?: boolean | undefined;
  /** Arguments of an aggregate are repeated as they are: a lambda cannot hold them. */
  readonly isAggregate?: boolean | undefined;
  /** Texts for `$d`, `$o`, `$n`, `$w`. */
  readonly marks?: Readonly<Record<string, string>> | undefined;
}

/** The end of the parenthesis that opens at `start`, which may hold quoted text. */
function closing(text: string, start: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let i = start; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (c === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (c === '(') depth += 1;
    if (c === ')') depth -= 1;
    if (depth === 0) return i;
  }
  throw new Error(`template is not closed: ${text}`);
}

function substitute(template: string, sql: readonly string[], filling: Filling): string {
  let text = '';
  let from = 0;
  for (let at = template.indexOf('$'); at >= 0; at = template.indexOf('$', from)) {
    text += template.slice(from, at);
    const key = /^(?:\d+|.)/u.exec(template.slice(at + 1))?.[0] ?? '';
    from = at + 1 + key.length;
    if (key === 'e') {
      const end = closing(template, from);
      text += filling.safe ? 'NULL' : `error(${substitute(template.slice(from + 1, end), sql, filling)})`;
      from = end + 1;
      continue;
    }
    if (key === 's') {
      text += filling.safe ? '_safe' : '';
      continue;
    }
    const value =
      key === '$' ? '$' : key === '*' ? sql.join(', ') : /\d/u.test(key) ? sql[Number(key) - 1] : filling.marks?.[key];
    if (value === undefined) throw new Error(`nothing for $${key} in ${template}`);
    text += value;
  }
  return text + template.slice(from);
}

/**
 * Fills `$1`, `$2` … `$*`, `$$` and `$e('message')` in. An argument that is used twice is bound by a lambda, so that it
 * is computed once and nested calls grow by addition; under `safe`, and where the template itself says TRY, every
 * argument is, so that only the call's own errors are caught (TRY takes no volatile function, no subquery and no window:
 * they stay outside). A call without arguments cannot fail, and one to a function whose `_safe` form `$s` chooses gives
 * NULL by itself.
 */
export function fillTemplate(template: string, filling: Filling): string {
  const { sql, safe = false } = filling;
  const whole = template.includes('$*') ? 1 : 0;
  const uses = (i: number): number => whole + template.split(new RegExp(`\\$${i + 1}(?!\\d)`, 'u')).length - 1;
  const isOwnSafe = template.includes('$s');
  const isTried = (safe && !isOwnSafe) || template.includes('TRY(');
  const needsBinding = !filling.isAggregate && sql.some((text, i) => !isCheap(text) && uses(i) > (isTried ? 0 : 1));
  const wrap = (body: string): string => (safe && !isOwnSafe && sql.length > 0 ? `TRY(${body})` : body);
  if (!needsBinding) return wrap(substitute(template, sql, filling));
  const name = freshName([...sql, template]);
  const inner = sql.map((text, i) => (isConstant(text) ? text : `${name}.a${i + 1}`));
  // What the template does not use may be no value at all: the word of a date part.
  const fields = sql.flatMap((text, i) => (isConstant(text) || uses(i) === 0 ? [] : [`a${i + 1}: ${text}`]));
  const body = wrap(substitute(template, inner, filling));
  return `list_transform([{${fields.join(', ')}}], lambda ${name}: ${body})[1]`;
}

/**
 * A lambda parameter's name that none of the texts uses. DuckDB takes `e.a` for a field of a column `e` before one of the
 * parameter `e`, so the name is one that no column of BigQuery's may have.
 */
function freshName(texts: readonly string[]): string {
  let n = 1;
  while (texts.some((text) => text.includes(`v~${n}"`))) n += 1;
  return `"v~${n}"`;
}
