/** How names that are no words are escaped: `."a.b"` (JSON_QUERY, JSON_VALUE) or `['a.b']` (JSON_EXTRACT and its kin). */
export type PathDialect = 'standard' | 'legacy';

/** One step of a path: a member's name or an element's place; `[1]` and `.1` are told apart where a path creates. */
export interface PathStep {
  readonly name: string;
  readonly isIndex: boolean;
}

const KEY = String.raw`\.([\p{L}\p{N}_\-:\t\n\f\r ]+)`;
const STEPS: Readonly<Record<PathDialect, RegExp>> = {
  standard: new RegExp(String.raw`${KEY}|\[\s*([\p{N}_-]+)\s*\]|\."((?:[^\\"]|\\")*(?:\\[^"](?:[^\\"]|\\")*)*)"`, 'uy'),
  legacy: new RegExp(String.raw`${KEY}|\[\s*([\p{L}\p{N}_-]+)\s*\]|\[\s*'((?:[^\\']|\\.)*)'\s*\]`, 'suy'),
};
const QUOTES: Readonly<Record<PathDialect, string>> = { standard: '\\"', legacy: "\\'" };

/**
 * The steps of a JSONPath after its `$`. Throws where it is none.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#JSONPath_format
 */
function readPath(path: string, dialect: PathDialect): readonly PathStep[] {
  if (/^\s*(?:lax|strict)\b/u.test(path))
    throw new Error('not supported by the local warehouse: the mode of a JSONPath');
  if (!path.startsWith('$')) throw new Error("JSONPath must start with '$'");
  const steps: PathStep[] = [];
  const step = STEPS[dialect];
  let at = 1;
  for (;;) {
    step.lastIndex = at;
    const match: readonly (string | undefined)[] | null = step.exec(path);
    if (!match) break;
    const [whole = '', key, index, quoted] = match;
    steps.push({
      name: key ?? index ?? (quoted ?? '').replaceAll(QUOTES[dialect], QUOTES[dialect].charAt(1)),
      isIndex: index !== undefined,
    });
    at += whole.length;
  }
  const rest = path.slice(at);
  if (rest === '' || (rest === '.' && dialect === 'legacy')) return steps;
  const unsupported = /\*|\.\.|@/u.exec(rest)?.[0];
  if (unsupported !== undefined) throw new Error(`Unsupported operator in JSONPath: ${unsupported}`);
  throw new Error(`Invalid token in JSONPath at: ${rest}`);
}

const known = new Map<string, readonly PathStep[]>();

/** {@link readPath}, remembered: most calls have one path for all rows. */
export function pathSteps(path: string, dialect: PathDialect): readonly PathStep[] {
  const key = dialect + path;
  const found = known.get(key);
  if (found) return found;
  const steps = readPath(path, dialect);
  if (known.size > 1000) known.clear();
  known.set(key, steps);
  return steps;
}
