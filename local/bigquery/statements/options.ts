import type { Labels } from '../catalog/records.ts';
import { WarehouseError } from '../errors.ts';
import type { Session } from '../engine/session.ts';
import type { CompiledOption } from '../googlesql/compile.ts';
import { type Cell, cellEncoder } from '../results/encode.ts';

/** Values of `OPTIONS (…)` by lower-case name, as cells of the REST API; null where set to NULL. */
export type OptionValues = ReadonlyMap<string, Cell>;

/** Evaluates options: their expressions are constant. */
export async function evaluateOptions(session: Session, options: readonly CompiledOption[]): Promise<OptionValues> {
  const values = new Map<string, Cell>();
  if (options.length === 0) return values;
  const rows = await session.rows(`SELECT ${options.map(({ sql }) => sql).join(', ')}`);
  options.forEach(({ name, type }, index) => {
    values.set(name.toLowerCase(), cellEncoder(type)(rows[0]?.[index] ?? null));
  });
  return values;
}

/** Options that BigQuery has and that would change what a laptop can't: they are refused by name. */
const unsupported = new Set(['kms_key_name', 'default_kms_key_name', 'is_case_insensitive', 'default_collation']);

/** Refuses options that nothing here understands, by name. */
export function refuseUnknownOptions(values: OptionValues, known: readonly string[]): void {
  for (const [name, value] of values) {
    if (unsupported.has(name) && value !== null && value !== 'false' && value !== '') {
      throw new WarehouseError('invalidQuery', `not supported by the local warehouse: option ${name}`, 'query');
    }
    if (!known.includes(name)) throw new WarehouseError('invalidQuery', `Unknown option: ${name}`, 'query');
  }
}

/** The text of an option; undefined where absent or NULL. */
export function optionText(values: OptionValues, name: string): string | undefined {
  const value = values.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw new WarehouseError('invalidQuery', `Option ${name} must be a single value`, 'query');
  return value;
}

/** Labels: an array of pairs, `[('team', 'x')]`. */
export function optionLabels(values: OptionValues): Labels | undefined {
  const value = values.get('labels');
  if (value === undefined || value === null) return undefined;
  const wrong = () => new WarehouseError('invalidQuery', 'Option labels must be an array of pairs of strings', 'query');
  if (!Array.isArray(value)) throw wrong();
  const pairs = (value as readonly { readonly v: Cell }[]).map(({ v }) => {
    if (v === null || typeof v === 'string' || !('f' in v)) throw wrong();
    const [key, label] = v.f.map((field) => field.v);
    if (typeof key !== 'string' || typeof label !== 'string') throw wrong();
    return [key, label] as const;
  });
  return Object.fromEntries(pairs);
}

const millisecondsPerDay = 86_400_000;

/** An option that counts days, as milliseconds in text. */
export function optionDays(values: OptionValues, name: string): string | undefined {
  const text = optionText(values, name);
  return text === undefined ? undefined : String(Math.round(Number(text) * millisecondsPerDay));
}
