import { notSupported } from '../errors.ts';
import { aggregate, row } from './row.ts';
import type { FunctionKind, Signature } from './signature.ts';

/**
 * A signature BigQuery has and we do not: it must be known, or its arguments would be coerced to another's and give
 * another answer.
 */
export function refused(text: string, kind: FunctionKind = 'scalar'): readonly Signature[] {
  const template = (): never => {
    throw notSupported(text.replace(/ -> .*$/u, ''));
  };
  return kind === 'aggregate' ? aggregate(text, template) : row(text, template);
}
