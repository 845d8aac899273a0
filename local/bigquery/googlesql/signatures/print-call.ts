import { printCoerced } from '../coercion.ts';
import { GoogleSqlError } from '../errors.ts';
import { BOOL, isGroupable, printType } from '../types.ts';
import type { CallModifiers, ResolvedCall, SignatureFlag } from './signature.ts';
import { fillTemplate, quoteString } from './template.ts';

/** What each flag allows, for the error where it is absent. */
const CLAUSES: readonly (readonly [SignatureFlag, (modifiers: CallModifiers) => boolean, string])[] = [
  ['distinct', ({ distinct }) => distinct === true, 'DISTINCT'],
  ['order', ({ orderBy }) => orderBy !== undefined, 'ORDER BY in its arguments'],
  ['limit', ({ limit }) => limit !== undefined, 'LIMIT in its arguments'],
  ['nulls', ({ nulls }) => nulls !== undefined, 'IGNORE NULLS or RESPECT NULLS'],
  ['having', ({ having }) => having !== undefined, 'HAVING MAX or HAVING MIN'],
];

function checkModifiers(call: ResolvedCall, modifiers: CallModifiers): void {
  const { name, kind, signature, argumentTypes } = call;
  const { flags } = signature;
  const function_ = name.toUpperCase();
  const ungroupable = argumentTypes.find((type) => type && !isGroupable(type));
  if (modifiers.distinct && ungroupable) {
    const type = printType(ungroupable);
    throw new GoogleSqlError(`Aggregate functions with DISTINCT cannot be used with arguments of type ${type}`);
  }
  if (kind === 'window' && modifiers.nulls !== undefined && !flags.has('nulls')) {
    throw new GoogleSqlError(
      `IGNORE NULLS and RESPECT NULLS are not allowed for analytic function ${function_.toLowerCase()}`,
    );
  }
  for (const [flag, isUsed, clause] of CLAUSES) {
    if (isUsed(modifiers) && !flags.has(flag)) {
      throw new GoogleSqlError(`Function ${function_} does not support ${clause}`);
    }
  }
  if (modifiers.safe && kind !== 'scalar') {
    throw new GoogleSqlError(`Function ${function_} does not support SAFE error mode`);
  }
  if (modifiers.over !== undefined) checkWindow(kind, flags, function_, modifiers);
  else if (kind === 'window') {
    throw new GoogleSqlError(`Analytic function ${function_} cannot be called without an OVER clause`);
  }
}

function checkWindow(
  kind: ResolvedCall['kind'],
  flags: ReadonlySet<SignatureFlag>,
  function_: string,
  { window, distinct, orderBy, limit }: CallModifiers,
): void {
  if (kind === 'scalar' || flags.has('no over')) {
    throw new GoogleSqlError(`Function ${function_} does not support an OVER clause`);
  }
  if (flags.has('needs order') && window?.isOrdered === false) {
    throw new GoogleSqlError(`Window ORDER BY is required for analytic function ${function_.toLowerCase()}`);
  }
  if (flags.has('no order') && window?.isOrdered === true) {
    throw new GoogleSqlError(`Window ORDER BY is not allowed for analytic function ${function_.toLowerCase()}`);
  }
  if (flags.has('no frame') && window?.hasFrame === true) {
    throw new GoogleSqlError(`Window framing clause is not allowed for analytic function ${function_.toLowerCase()}`);
  }
  if (kind === 'aggregate' && distinct && window?.isOrdered === true) {
    throw new GoogleSqlError('Window ORDER BY is not allowed if DISTINCT is specified');
  }
  if (kind === 'aggregate' && limit !== undefined) {
    throw new GoogleSqlError('LIMIT in arguments is not supported on analytic functions');
  }
  if (kind === 'aggregate' && orderBy !== undefined) {
    throw new GoogleSqlError(
      `not supported by the local warehouse: ORDER BY in the arguments of ${function_} with OVER`,
    );
  }
}

/**
 * The DuckDB text of a call. `printed[i]` is the text of argument i in its own type; a word's is not read. Throws
 * `GoogleSqlError` where the function does not take one of the modifiers.
 */
export function printCall(call: ResolvedCall, printed: readonly string[], modifiers: CallModifiers = {}): string {
  checkModifiers(call, modifiers);
  const { signature, args, kind } = call;
  const sql = args.map((arg, i) => {
    const type = call.argumentTypes[i];
    if (arg.kind === 'word') return arg.text;
    return type ? printCoerced(printed[i] ?? '', arg, type) : (printed[i] ?? '');
  });
  const { template } = signature;
  const types = call.argumentTypes.map((type) => type ?? BOOL);
  const safe = modifiers.safe === true && kind === 'scalar';
  const error = (message: string): string => (safe ? 'NULL' : `error(${quoteString(message)})`);
  const text =
    typeof template === 'string'
      ? template
      : template({ sql, args, types, resultType: call.resultType, modifiers, error });
  const ignoresNulls = modifiers.nulls === 'IGNORE';
  const isFilter = kind === 'aggregate' && ignoresNulls;
  const marks = {
    d: modifiers.distinct ? 'DISTINCT ' : '',
    o: modifiers.orderBy === undefined ? '' : ` ORDER BY ${modifiers.orderBy}`,
    n: kind === 'window' && ignoresNulls ? ' IGNORE NULLS' : '',
    w:
      (isFilter ? ` FILTER (WHERE ${sql[0] ?? ''} IS NOT NULL)` : '') +
      (modifiers.over ? ` OVER ${modifiers.over}` : ''),
  };
  return fillTemplate(text, { sql, safe, isAggregate: kind !== 'scalar', marks });
}
