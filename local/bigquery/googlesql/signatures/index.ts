import { AGGREGATES, WINDOWS } from './aggregates.ts';
import { ARRAYS } from './arrays.ts';
import { BUCKETS } from './buckets.ts';
import { CAST_FORMATS } from './cast-formats.ts';
import { DATES } from './dates.ts';
import { FORMATS } from './formats.ts';
import { GEOGRAPHIES } from './geography.ts';
import { HASHES } from './hashes.ts';
import { INTERVALS } from './intervals.ts';
import { JSONS } from './json.ts';
import { MATH } from './math.ts';
import { CONDITIONALS, OPERATORS } from './operators.ts';
import { MOMENT_OPERATORS } from './moment-operators.ts';
import { NETS } from './net.ts';
import { STRINGS } from './strings.ts';
import type { Signature } from './signature.ts';

/** Every function and operator by family, for the table and for the documentation. */
export const FAMILIES: Readonly<Record<string, readonly Signature[]>> = {
  operators: [...OPERATORS, ...MOMENT_OPERATORS],
  conditional: CONDITIONALS,
  math: MATH,
  strings: STRINGS,
  'dates and times': [...DATES, ...INTERVALS, ...FORMATS, ...CAST_FORMATS, ...BUCKETS],
  arrays: ARRAYS,
  json: JSONS,
  'hashes and others': HASHES,
  'network addresses': NETS,
  geography: GEOGRAPHIES,
  aggregates: AGGREGATES,
  windows: WINDOWS,
};

/** Signatures by lower-case name. */
export const TABLE: ReadonlyMap<string, readonly Signature[]> = (() => {
  const table = new Map<string, Signature[]>();
  for (const signature of Object.values(FAMILIES).flat()) {
    const name = signature.name.toLowerCase();
    const known = table.get(name);
    if (known) known.push(signature);
    else table.set(name, [signature]);
  }
  return table;
})();
