import { coercionCost, commonSupertype } from '../coercion.ts';
import type { CoercionCost } from '../coercion.ts';
import { GoogleSqlError } from '../errors.ts';
import {
  BOOL,
  INT64,
  arrayOf,
  isComparable,
  isGroupable,
  isOrderable,
  printType,
  scalarTypeNamed,
  structOf,
} from '../types.ts';
import type { SqlType } from '../types.ts';
import { TABLE } from './index.ts';
import { splitTopLevel } from './row.ts';
import type { Argument, ArgumentShape, Parameter, ResolvedCall, Signature, ValueArgument } from './signature.ts';
import { noMatch, notDefinedFor, unknownFunction } from './wording.ts';

const WORDS = new Set(['PART', 'WORD', 'STEP']);
const VARIABLE = /^[TCGE]\d?$/u;

/** The signatures of a function or operator, or undefined. */
export const findFunction = (name: string): readonly Signature[] | undefined => TABLE.get(name.toLowerCase());

/** What stands at place `index` (from 0, INTERVAL counted once) of the arguments of `name`, in any of its signatures. */
export function argumentShape(name: string, index: number): ArgumentShape {
  for (const { parameters } of findFunction(name) ?? []) {
    let place = 0;
    for (let i = 0; i < parameters.length && place <= index; i += 1, place += 1) {
      const isStep = parameters[i + 1]?.type === 'STEP';
      if (place === index && isStep) return 'interval';
      if (place === index && WORDS.has(parameters[i]?.type ?? '')) return 'word';
      if (isStep) i += 1;
    }
  }
  return 'value';
}

/** One parameter per argument, or undefined where they cannot be matched up. */
function matchParameters(signature: Signature, args: readonly Argument[]): readonly Parameter[] | undefined {
  const { parameters } = signature;
  const positional = parameters.filter(({ name }) => name === undefined);
  const plain = args.filter((arg) => arg.kind === 'word' || arg.name === undefined).length;
  const repeated = positional.filter(({ repeated: r }) => r).length;
  const required = positional.filter((p) => !p.optional && !p.repeated).length;
  const spare = plain - required;
  const rounds = repeated > 0 && spare >= 0 ? Math.floor(spare / repeated) : 0;
  const extra = spare - rounds * repeated;
  if (spare < 0 || extra > positional.filter((p) => p.optional && !p.repeated).length) return undefined;
  const first = positional.findIndex(({ repeated: r }) => r);
  const expanded =
    repeated === 0
      ? positional
      : [
          ...positional.slice(0, first),
          ...Array.from({ length: rounds }, () => positional.slice(first, first + repeated)).flat(),
          ...positional.slice(first + repeated),
        ];
  let next = 0;
  const matched = args.map((arg) => {
    if (arg.kind === 'word' || arg.name === undefined) return expanded[next++];
    return parameters.find(({ name }) => name === arg.name?.toLowerCase());
  });
  return matched.every((parameter) => parameter !== undefined) ? matched : undefined;
}

/** What a variable's letter asks of its type. */
const CONSTRAINTS: Readonly<Record<string, (type: SqlType) => boolean>> = {
  C: isOrderable,
  E: isComparable,
  G: isGroupable,
};

type Bindings = ReadonlyMap<string, SqlType>;

/** The type that a row's notation means. */
function readType(text: string, bindings: Bindings): SqlType {
  const bound = bindings.get(text) ?? scalarTypeNamed(text);
  if (bound) return bound;
  const [, outer, inner = ''] = /^(ARRAY|STRUCT)<(.*)>$/u.exec(text) ?? [];
  if (outer === 'ARRAY') return arrayOf(readType(inner, bindings));
  if (outer !== 'STRUCT') throw new Error(`not a type of a row: ${text}`);
  const fields = splitTopLevel(inner).map((field): readonly [string, SqlType] => {
    const [name = '', ...type] = field.split(' ');
    return [name, readType(type.join(' '), bindings)];
  });
  return structOf(...fields);
}

/** What argument `arg` says about the variable in `notation`: of ARRAY<T>, its element. */
function evidence(arg: ValueArgument, notation: string): readonly ValueArgument[] {
  if (VARIABLE.test(notation)) return [arg];
  if (arg.type.kind !== 'ARRAY') return [];
  const elements = Array.isArray(arg.literal?.value)
    ? (arg.literal.value as readonly ValueArgument['literal'][])
    : [undefined];
  const { element } = arg.type;
  if (elements.length === 0) return [{ kind: 'value', type: element, literal: { value: null } }];
  return elements.map((literal) => ({ kind: 'value', type: element, literal }));
}

const variableOf = (notation: string): string | undefined => /^(?:ARRAY<)?([TCGE]\d?)>?$/u.exec(notation)?.[1];

function bindVariables(parameters: readonly Parameter[], args: readonly Argument[]): Bindings | undefined {
  const found = new Map<string, ValueArgument[]>();
  for (const [i, { type }] of parameters.entries()) {
    const variable = variableOf(type);
    const arg = args[i];
    if (variable === undefined || arg?.kind !== 'value') continue;
    const known = found.get(variable);
    if (known) known.push(...evidence(arg, type));
    else found.set(variable, [...evidence(arg, type)]);
  }
  const bindings = new Map<string, SqlType>();
  for (const [variable, values] of found) {
    // Of an untyped NULL nothing is known: it is the array of INT64 that it looks like.
    const type = values.length === 0 ? INT64 : commonSupertype(values);
    if (!type || CONSTRAINTS[variable.charAt(0)]?.(type) === false) return undefined;
    bindings.set(variable, type);
  }
  return bindings;
}

interface Match {
  readonly signature: Signature;
  readonly types: readonly (SqlType | undefined)[];
  readonly result: SqlType;
  readonly cost: CoercionCost;
}

function matchSignature(signature: Signature, args: readonly Argument[]): Match | undefined {
  const parameters = matchParameters(signature, args);
  const bindings = parameters && bindVariables(parameters, args);
  if (!bindings) return undefined;
  const types: (SqlType | undefined)[] = [];
  let cost: CoercionCost = [0, 0];
  for (const [i, { type: notation, literal }] of parameters.entries()) {
    const arg = args[i];
    const isWord = WORDS.has(notation);
    if (!arg || isWord !== (arg.kind === 'word')) return undefined;
    if (arg.kind === 'word') {
      types.push(undefined);
      continue;
    }
    if (literal && arg.literal === undefined) return undefined;
    const variable = variableOf(notation);
    if (notation.startsWith('ARRAY') && arg.type.kind !== 'ARRAY' && arg.literal?.value !== null) return undefined;
    if (variable !== undefined && !bindings.has(variable)) return undefined;
    const type = notation === 'ANY' ? arg.type : readType(notation, bindings);
    const one = coercionCost(arg, type);
    if (!one) return undefined;
    types.push(type);
    cost = [cost[0] + one[0], cost[1] + one[1]];
  }
  const [firstType] = types;
  // COALESCE() names no type: nothing says what it would give.
  const resultVariable = variableOf(signature.result);
  if (resultVariable !== undefined && !bindings.has(resultVariable)) return undefined;
  const result = signature.result === 'ANY' ? (firstType ?? BOOL) : readType(signature.result, bindings);
  return { signature, types, result, cost };
}

/** `EXTRACT(DATE FROM …)` gives no number, so it is a function apart. */
const functionName = (name: string, args: readonly Argument[]): string => {
  const [word] = args;
  const isPart = name.toLowerCase() === '$extract' && word?.kind === 'word';
  return isPart && /^(DATE|TIME|DATETIME)$/u.test(word.text)
    ? `$extract_${word.text.toLowerCase()}`
    : name.toLowerCase();
};

/**
 * Chooses the signature of `name` (in any case; operators start with `$`) for these arguments. Throws `GoogleSqlError`
 * without position, worded as BigQuery does, where there is no such function or none that takes them.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-reference
 */
export function resolveFunction(name: string, args: readonly Argument[]): ResolvedCall {
  const signatures = findFunction(functionName(name, args));
  if (!signatures) throw unknownFunction(name, TABLE.keys());
  let best: Match | undefined;
  for (const signature of signatures) {
    const match = matchSignature(signature, args);
    if (!match) continue;
    const isBetter =
      !best || match.cost[0] < best.cost[0] || (match.cost[0] === best.cost[0] && match.cost[1] < best.cost[1]);
    if (isBetter) best = match;
  }
  if (!best)
    throw literalNeeded(name, signatures, args) ?? unfitType(name, signatures, args) ?? noMatch(name, signatures, args);
  const { signature, types, result } = best;
  return { name: signature.name, signature, kind: signature.kind, args, argumentTypes: types, resultType: result };
}

/** The arguments agree on a type, but one that cannot be compared, sorted or grouped as the function has to. */
function unfitType(
  name: string,
  signatures: readonly Signature[],
  args: readonly Argument[],
): GoogleSqlError | undefined {
  for (const signature of signatures) {
    const parameters = matchParameters(signature, args) ?? [];
    const values = args.filter((arg, i) => arg.kind === 'value' && /^[CEG]/u.test(parameters[i]?.type ?? ''));
    const type = commonSupertype(values as readonly ValueArgument[]);
    if (values.length === 0 || !type) continue;
    const [variable = ''] = parameters.flatMap((parameter) => variableOf(parameter.type) ?? []);
    if (CONSTRAINTS[variable.charAt(0)]?.(type) === false) return notDefinedFor(name, printType(type));
  }
  return undefined;
}

/** BigQuery takes a column where these rows need a literal: that is ours to refuse, not a mismatch. */
function literalNeeded(
  name: string,
  signatures: readonly Signature[],
  args: readonly Argument[],
): GoogleSqlError | undefined {
  const loose = signatures.map((s) => ({ ...s, parameters: s.parameters.map((p) => ({ ...p, literal: false })) }));
  if (!loose.some((signature) => matchSignature(signature, args))) return undefined;
  return new GoogleSqlError(
    `not supported by the local warehouse: ${name.toUpperCase()} with an argument that must be a literal`,
  );
}
