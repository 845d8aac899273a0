import type { Labels } from '../catalog/records.ts';

/** Labels after a change: those given are set, those given as null are taken away. Undefined where none are left. */
export function mergeLabels(
  present: Labels | undefined,
  given: Readonly<Record<string, string | null>> | undefined,
): Labels | undefined {
  const merged: Record<string, string> = { ...present };
  for (const [key, value] of Object.entries(given ?? {})) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = value;
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}
