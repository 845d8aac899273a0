import { printJson, printJsonString, readJson } from './canonical-json.ts';
import type { Json } from './canonical-json.ts';
import { pathSteps } from './json-path.ts';
import type { PathStep } from './json-path.ts';

type Members = ReadonlyMap<string, Json>;

const isMembers = (value: Json): value is Members => value instanceof Map;
const isElements = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The steps of a path that changes a value: places are whole numbers in brackets. */
function stepsOf(path: string, name: string): readonly PathStep[] {
  try {
    const steps = pathSteps(path, 'standard');
    const wrong = steps.find((step) => step.isIndex && !/^\d+$/u.test(step.name));
    if (wrong) throw new Error(`Invalid token in JSONPath at: [${wrong.name}]`);
    return steps;
  } catch (error) {
    throw new Error(`Invalid input to ${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** What stands at a place: undefined where nothing does. */
type Change = (value: Json | undefined) => Json | undefined;

const withMember = (members: Members, name: string, value: Json | undefined): Json => {
  const changed = new Map(members);
  if (value === undefined) changed.delete(name);
  else changed.set(name, value);
  return changed;
};

function withElement(elements: readonly Json[], index: number, value: Json | undefined): Json {
  if (value === undefined) return elements.filter((_, i) => i !== index);
  const padding = Array.from<Json>({ length: Math.max(0, index - elements.length) }).fill(null);
  return [...elements.slice(0, index), ...padding, value, ...elements.slice(index + 1)];
}

/** The value with a change at the end of the path; a step into nothing, or into null, makes what it needs if a value comes of it. */
function changeAt(value: Json | undefined, steps: readonly PathStep[], change: Change): Json | undefined {
  const [step, ...rest] = steps;
  if (!step) return change(value);
  const isNothing = value === undefined || value === null;
  const holder: Json = isNothing ? (step.isIndex ? [] : new Map<string, Json>()) : value;
  const index = Number(step.name);
  const isMember = isMembers(holder) && !step.isIndex;
  if (!isMember && !(isElements(holder) && step.isIndex)) return value;
  const inner = isMembers(holder) ? holder.get(step.name) : isElements(holder) ? holder[index] : undefined;
  const changed = changeAt(inner, rest, change);
  if (changed === inner) return value;
  return isMembers(holder)
    ? withMember(holder, step.name, changed)
    : withElement(isElements(holder) ? holder : [], index, changed);
}

const edited = (json: string, change: (value: Json) => Json | undefined): string =>
  printJson(change(readJson(json)) ?? null, 'round');

/** Every path with its value in turn, or NULL where a path is. */
function eachPair(
  json: string,
  paths: readonly (string | null)[],
  values: readonly (string | null)[],
  change: (value: Json, path: string, given: Json, i: number) => Json | undefined,
): string | null {
  if (paths.includes(null)) return null;
  return edited(json, (start) =>
    paths.reduce<Json>((value, path, i) => change(value, path ?? '$', readJson(values[i] ?? 'null'), i) ?? null, start),
  );
}

/** JSON_SET: `create` says whether what is not there is made. */
export const jsonSet = (
  json: string,
  paths: readonly (string | null)[],
  values: readonly (string | null)[],
  create: boolean,
): string | null =>
  eachPair(json, paths, values, (value, path, given) =>
    changeAt(value, stepsOf(path, 'JSON_SET'), (old) => (old === undefined && !create ? old : given)),
  );

/** JSON_REMOVE. */
export function jsonRemove(json: string, paths: readonly (string | null)[]): string | null {
  return eachPair(json, paths, [], (value, path) => {
    const steps = stepsOf(path, 'JSON_REMOVE');
    if (steps.length === 0) throw new Error("Invalid input to JSON_REMOVE: The JSONPath cannot be '$'");
    return changeAt(value, steps, () => undefined);
  });
}

/** An SQL array stands for its elements where `spread` says so. */
const spreadOf = (given: Json, spread: boolean): readonly Json[] => (spread && isElements(given) ? given : [given]);

/** JSON_ARRAY_APPEND: `spreads` says of each value whether its elements are appended one by one. */
export const jsonArrayAppend = (
  json: string,
  paths: readonly (string | null)[],
  values: readonly (string | null)[],
  spreads: readonly bigint[],
): string | null =>
  eachPair(json, paths, values, (value, path, given, i) =>
    changeAt(value, stepsOf(path, 'JSON_ARRAY_APPEND'), (old) => {
      const added = spreadOf(given, spreads[i] === 1n);
      return old === null ? added : old !== undefined && isElements(old) ? [...old, ...added] : old;
    }),
  );

/** JSON_ARRAY_INSERT: before the element at the path. */
export const jsonArrayInsert = (
  json: string,
  paths: readonly (string | null)[],
  values: readonly (string | null)[],
  spreads: readonly bigint[],
): string | null =>
  eachPair(json, paths, values, (value, path, given, i) => {
    const steps = stepsOf(path, 'JSON_ARRAY_INSERT');
    const last = steps.at(-1);
    if (!last?.isIndex) return value;
    const index = Number(last.name);
    return changeAt(value, steps.slice(0, -1), (old) => {
      if (old === undefined || (old !== null && !isElements(old))) return old;
      const elements = old ?? [];
      const padding = Array.from<Json>({ length: Math.max(0, index - elements.length) }).fill(null);
      return [...elements.slice(0, index), ...padding, ...spreadOf(given, spreads[i] === 1n), ...elements.slice(index)];
    });
  });

/** What JSON_STRIP_NULLS leaves out. */
interface Stripping {
  readonly arrays: boolean;
  readonly empty: boolean;
}

const isEmpty = (value: Json, { arrays }: Stripping): boolean =>
  (isMembers(value) && value.size === 0) || (arrays && isElements(value) && value.length === 0);

function stripped(value: Json, options: Stripping): Json {
  const isKept = (inner: Json): boolean => inner !== null && !(options.empty && isEmpty(inner, options));
  if (isMembers(value)) {
    const members = [...value].map(([name, member]) => [name, stripped(member, options)] as const);
    return new Map(members.filter(([, member]) => isKept(member)));
  }
  if (!isElements(value)) return value;
  const elements = value.map((element) => stripped(element, options));
  return options.arrays ? elements.filter(isKept) : elements;
}

/** JSON_STRIP_NULLS. */
export const jsonStripNulls = (json: string, path: string, arrays: boolean, empty: boolean): string =>
  edited(json, (value) =>
    changeAt(value, stepsOf(path, 'JSON_STRIP_NULLS'), (old) => {
      if (old === undefined) return old;
      const rest = stripped(old, { arrays, empty });
      return empty && isEmpty(rest, { arrays, empty }) ? null : rest;
    }),
  );

const MODES = ['strict', 'lax', 'lax recursive'];

/** JSON_KEYS: the paths of all members down to a depth, each once and in order; arrays are passed through by mode. */
export function jsonKeys(json: string, depth: bigint, mode: string): readonly string[] {
  if (depth < 1n) throw new Error('Invalid input to JSON_KEYS: max_depth must be positive');
  if (!MODES.includes(mode.toLowerCase())) throw new Error(`Invalid input to JSON_KEYS: invalid mode: ${mode}`);
  const keys = new Set<string>();
  const visit = (value: Json, prefix: string, left: bigint, isInArray: boolean): void => {
    if (isElements(value) && mode !== 'strict' && (!isInArray || mode === 'lax recursive')) {
      for (const element of value) visit(element, prefix, left, true);
    }
    if (!isMembers(value) || left === 0n) return;
    for (const [name, member] of value) {
      const key = prefix + (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : printJsonString(name));
      keys.add(key);
      visit(member, `${key}.`, left - 1n, false);
    }
  };
  visit(readJson(json), '', depth, false);
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** JSON_FLATTEN: what is no array, out of arrays within arrays. */
export function jsonFlatten(json: string): readonly string[] {
  const flat = (value: Json): readonly Json[] => (isElements(value) ? value.flatMap(flat) : [value]);
  return flat(readJson(json)).map((value) => printJson(value, 'round'));
}

/** JSON_OBJECT; the first of two members with one name counts. */
export function jsonObject(names: readonly (string | null)[], values: readonly (string | null)[]): string {
  if (names.length !== values.length) {
    throw new Error('Invalid input to JSON_OBJECT: The number of keys and values must match');
  }
  const members = new Map<string, Json>();
  for (const [i, name] of names.entries()) {
    if (name === null) throw new Error('Invalid input to JSON_OBJECT: A key cannot be NULL');
    if (!members.has(name)) members.set(name, readJson(values[i] ?? 'null'));
  }
  return printJson(members, 'round');
}

/** JSON text without white space, spread over lines, two spaces a level. */
export function prettyJson(text: string): string {
  let indent = '';
  let last = '';
  const spread = (token: string): string => {
    const before = last;
    last = token;
    if (token === '}' || token === ']') {
      indent = indent.slice(2);
      return before === '{' || before === '[' ? token : `\n${indent}${token}`;
    }
    const line = before === '{' || before === '[' || before === ',' ? `\n${indent}` : '';
    if (token === '{' || token === '[') indent += '  ';
    return line + (token === ':' ? ': ' : token);
  };
  return (text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^{}[\],:"]+/gu) ?? []).map(spread).join('');
}

/** What CONTAINS_SUBSTR searches in JSON, by its `json_scope`: the texts of values that are no objects or arrays, names. */
export function jsonTexts(json: string, scope: string): readonly string[] {
  const scopes: Readonly<Record<string, readonly [boolean, boolean]>> = {
    JSON_VALUES: [true, false],
    JSON_KEYS: [false, true],
    JSON_KEYS_AND_VALUES: [true, true],
  };
  const found = scopes[scope.toUpperCase()];
  if (!found) throw new Error(`Invalid json_scope in CONTAINS_SUBSTR: ${scope}`);
  const [hasValues, hasNames] = found;
  const textsOf = (value: Json): readonly string[] => {
    if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsOf);
    if (value instanceof Map) {
      return [...(value as ReadonlyMap<string, Json>)].flatMap(([name, member]) => [
        ...(hasNames ? [name] : []),
        ...textsOf(member),
      ]);
    }
    if (!hasValues || value === null) return [];
    return [typeof value === 'string' ? value : printJson(value, 'round')];
  };
  return textsOf(readJson(json));
}
