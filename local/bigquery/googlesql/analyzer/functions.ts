import type { Position } from '../ast.ts';
import { printCast } from '../casts.ts';
import { printCall } from '../signatures/print-call.ts';
import { resolveFunction } from '../signatures/resolve.ts';
import type { CallModifiers, WordArgument } from '../signatures/signature.ts';
import { duckType, type SqlType } from '../types.ts';
import { argumentOf } from './coerce.ts';
import { at, type Typed } from './typed.ts';

/** An argument of a call: a value, perhaps named, or a word. */
export type CallArgument = (Typed & { readonly name?: string | undefined }) | WordArgument;

/** A date part or another word. */
export const word = (text: string): WordArgument => ({ kind: 'word', text: text.toUpperCase() });

const isWord = (argument: CallArgument): argument is WordArgument => 'kind' in argument;

/** A function of the table of signatures, or an operator (`$add`), applied. */
export function call(
  name: string,
  args: readonly CallArgument[],
  position: Position,
  modifiers: CallModifiers = {},
): Typed {
  return at(position, () => {
    const given = args.map((arg) => (isWord(arg) ? arg : { ...argumentOf(arg), name: arg.name }));
    const resolved = resolveFunction(name, given);
    const texts = args.map((arg) => (isWord(arg) ? arg.text : arg.sql));
    const isVolatile =
      resolved.signature.flags.has('volatile') || args.some((arg) => !isWord(arg) && arg.isVolatile === true);
    const isError = resolved.name === 'ERROR';
    return { sql: printCall(resolved, texts, modifiers), type: resolved.resultType, isVolatile, isError };
  });
}

/** CAST, or SAFE_CAST. */
export function castTo(operand: Typed, type: SqlType, isSafe: boolean, position: Position): Typed {
  if (operand.literal?.value === null) return { sql: `CAST(NULL AS ${duckType(type)})`, type };
  const sql = at(position, () => printCast(operand.sql, operand.type, type, { safe: isSafe }));
  return { sql, type, isVolatile: operand.isVolatile };
}
