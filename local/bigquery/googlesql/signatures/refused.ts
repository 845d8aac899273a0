import { notSupported } from '../errors.ts';
import { aggregate, row } from './row.ts';
import type { FunctionKind, Signature } from './signature.ts';
import { SYMBOLS } from './wording.ts';

/** A row's form as an analyst writes it: `F(A, B)`, `A * B`. */
export function writtenForm(text: string): string {
  const form = text.replace(/ -> .*$/u, '');
  const [, name = '', first = '', second = ''] = /^(\$\w+)\((.*), (.*)\)$/u.exec(form) ?? [];
  const symbol = SYMBOLS[name];
  return symbol === undefined ? form : `${first} ${symbol} ${second}`;
}

/**
 * A signature BigQuery has and we do not: it must be known, or its arguments would be coerced to another's and give
 * another answer.
 */
export function refused(text: string, kind: FunctionKind = 'scalar'): readonly Signature[] {
  const template = (): never => {
    throw notSupported(writtenForm(text));
  };
  return kind === 'aggregate' ? aggregate(text, template, 'refused') : row(text, template, 'refused');
}
