import type { FunctionKind, Parameter, Signature, SignatureFlag, Template } from './signature.ts';

/** `N` in a row stands for each numeric type in turn. */
const NUMERIC_TYPES = '{INT64|FLOAT64|NUMERIC|BIGNUMERIC}';

/** Splits at commas outside brackets. */
export function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if ('<('.includes(c)) depth += 1;
    if ('>)'.includes(c) && text.charAt(i - 1) !== '=') depth -= 1;
    if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function parseParameters(text: string): readonly Parameter[] {
  const optionalFrom = text.indexOf('[');
  const required = optionalFrom < 0 ? text : text.slice(0, optionalFrom);
  const optional = optionalFrom < 0 ? '' : text.slice(optionalFrom).replaceAll(/[[\]]/gu, '');
  const parse =
    (isOptional: boolean) =>
    (part: string): readonly Parameter[] => {
      const words = part
        .replace(/\.\.\.$/u, '')
        .replace(/^INTERVAL (?=INT64 PART)/u, '')
        .split(' ');
      const named = words[1] === '=>' ? words.shift()?.toLowerCase() : undefined;
      if (named !== undefined) words.shift();
      const literal = words[0] === 'literal';
      if (literal) words.shift();
      const repeated = part.endsWith('...');
      // `INT64 PART` after INTERVAL is a value and its word.
      const types = words.join(' ') === 'INT64 PART' ? ['INT64', 'STEP'] : [words.join(' ')];
      return types.map((type) => ({ type, name: named, optional: isOptional, repeated, literal }));
    };
  return [...splitTopLevel(required).flatMap(parse(false)), ...splitTopLevel(optional).flatMap(parse(true))];
}

/** One text per choice: `F({A|B}) -> {A|B}` is `F(A) -> A` and `F(B) -> B`. */
function expandChoices(text: string): readonly string[] {
  const whole = text.replaceAll(/(?<![\w$])N(?!\w)/gu, NUMERIC_TYPES);
  const first = /\{([^}]*)\}/u.exec(whole)?.[1];
  if (first === undefined) return [whole];
  return first
    .split('|')
    .map((_, i) => whole.replaceAll(/\{([^}]*)\}/gu, (_whole, list: string) => list.split('|')[i] ?? ''));
}

function parseRow(
  text: string,
  kind: FunctionKind,
  template: Template,
  flags: readonly SignatureFlag[],
): readonly Signature[] {
  return expandChoices(text).map((one) => {
    const match = /^(\$?[\w.]+)\((.*)\) -> (.+)$/u.exec(one);
    if (!match) throw new Error(`not a row: ${one}`);
    const [, name = '', parameters = '', result = ''] = match;
    return { name, kind, parameters: parseParameters(parameters), result, template, flags: new Set(flags), text };
  });
}

/**
 * Rows of the table, as many as the text has choices. The text is `NAME(parameters) -> RESULT`:
 * `[, INT64]` optional, `STRING...` repeated, `literal STRING` known at compile time, `name => TYPE` named,
 * `T` any type (`C` one with an order, `E` with `=`, `G` that groups; `T1`, `T2` apart), `PART` and `WORD` words,
 * `INTERVAL INT64 PART`, `{A|B}` a choice made alike throughout, `N` the numeric types.
 */
export const row = (text: string, template: Template, ...flags: readonly SignatureFlag[]): readonly Signature[] =>
  parseRow(text, 'scalar', template, flags);

/** Rows of an aggregate function; see {@link row}. */
export const aggregate = (text: string, template: Template, ...flags: readonly SignatureFlag[]): readonly Signature[] =>
  parseRow(text, 'aggregate', template, flags);

/** Rows of a function that needs OVER; see {@link row}. */
export const window = (text: string, template: Template, ...flags: readonly SignatureFlag[]): readonly Signature[] =>
  parseRow(text, 'window', template, flags);
