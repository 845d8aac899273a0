import { StorageApiError, badRequest, conditionNotMet } from './errors.ts';

/** What a request demands of the object as it stands; decimal text as in the query. Generation 0 means "no object". */
export interface Preconditions {
  readonly ifGenerationMatch?: string;
  readonly ifGenerationNotMatch?: string;
  readonly ifMetagenerationMatch?: string;
  readonly ifMetagenerationNotMatch?: string;
}

const NAMES = ['GenerationMatch', 'GenerationNotMatch', 'MetagenerationMatch', 'MetagenerationNotMatch'] as const;

/**
 * The preconditions in a query: `ifGenerationMatch` and its kin or, for a copy's source, `ifSourceGenerationMatch`.
 * @throws StorageApiError 400 where a value is no number
 */
export function preconditionsOf(query: URLSearchParams, prefix: 'if' | 'ifSource' = 'if'): Preconditions {
  const entries = NAMES.map((name) => [`if${name}`, query.get(prefix + name)] as const).filter(
    ([, value]) => value !== null,
  );
  for (const [name, value] of entries) {
    if (!/^\d+$/.test(value ?? '')) throw badRequest(`Invalid value for ${name}: '${value ?? ''}'`, 'invalidParameter');
  }
  return Object.fromEntries(entries);
}

interface Counters {
  readonly generation: string;
  readonly metageneration: string;
}

/**
 * Refuses a request whose preconditions the current object (undefined: none) does not meet.
 * @throws StorageApiError 412, or 304 where a read asks only for something newer
 * @see https://cloud.google.com/storage/docs/request-preconditions
 */
export function checkPreconditions(
  conditions: Preconditions,
  current: Counters | undefined,
  purpose: 'read' | 'write',
): void {
  const generation = current?.generation ?? '0';
  const { ifGenerationMatch, ifGenerationNotMatch, ifMetagenerationMatch, ifMetagenerationNotMatch } = conditions;
  if (ifGenerationMatch !== undefined && BigInt(ifGenerationMatch) !== BigInt(generation)) throw conditionNotMet();
  if (ifMetagenerationMatch !== undefined && ifMetagenerationMatch !== current?.metageneration) throw conditionNotMet();
  const isUnchanged =
    (ifGenerationNotMatch !== undefined && BigInt(ifGenerationNotMatch) === BigInt(generation)) ||
    (ifMetagenerationNotMatch !== undefined && ifMetagenerationNotMatch === current?.metageneration);
  if (isUnchanged)
    throw purpose === 'read' ? new StorageApiError(304, 'notModified', 'Not Modified') : conditionNotMet();
}
