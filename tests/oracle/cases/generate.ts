import { readFileSync, readdirSync } from 'node:fs';
import { Random } from '../../../local/portal/simulation/random.ts';
import { POOLS, SCALAR_TYPES } from './pools.ts';

/** Texts drawn from one template: as many as `count` are wanted of the candidates, in their order. */
export interface Draws {
  readonly count: number;
  readonly candidates: readonly string[];
}

/** What the recorded cases are drawn from. */
const SEED = 20_080_101;
/** How often a template is drawn that does not say. */
const COUNT = 6;

/** FNV-1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, c) => Math.imul(hash ^ (c.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5) >>> 0;

const isQuery = (text: string): boolean => /^(?:select|with)\b/u.test(text);

function pick(random: Random, pool: string): string {
  const values = POOLS[pool];
  if (!values) throw new Error(`no pool of cases is named ${pool}`);
  return values[random.below(values.length)] ?? '';
}

/**
 * One text of a template: `{pool}` is a value of that pool, and so is `{=pool}`, which stays a literal. As columns, the
 * values come from a row, since a literal is coerced further and may be computed by the analyzer itself.
 */
function draw(template: string, random: Random, asColumns: boolean): string {
  const columns: string[] = [];
  const text = template.replaceAll(/\{(=?)([^{}]+)\}/gu, (_placeholder, literal: string, pool: string) => {
    const value = pick(random, pool);
    if (!asColumns || literal !== '' || !SCALAR_TYPES.includes(pool.replace(/ array$/u, ''))) return value;
    columns.push(`${value} as c${columns.length + 1}`);
    return `c${columns.length}`;
  });
  return columns.length === 0 ? text : `select ${text} as x from (select ${columns.join(', ')})`;
}

/** A template's own source of chance, so that a new line changes no other's draws. */
const randomFor = (template: string, seed: number): Random => new Random(seed * 4096 + hashOf(template));

function drawsOf(line: string, seed: number): Draws {
  const [, count, template = ''] = /^(?:(\d+) )?(.*)$/su.exec(line) ?? [];
  const wanted = Number(count ?? COUNT);
  const random = randomFor(template, seed);
  const candidates = Array.from({ length: wanted * 3 }, (_, i) =>
    draw(template, random, i % 2 === 1 && !isQuery(template)),
  );
  return { count: wanted, candidates: [...new Set(candidates)] };
}

const cast = (value: string, type: string): string => `cast(${value} as ${type})`;

/** What text may mean in a type: pools of their own, since hardly any text is a date by chance. */
const TEXT_POOLS: Readonly<Record<string, string>> = {
  int64: 'int64 text',
  float64: 'float64 text',
  numeric: 'numeric text',
  bignumeric: 'numeric text',
  bool: 'bool text',
  bytes: 'bytes text',
  date: 'date cast text',
  time: 'time text',
  datetime: 'moment cast text',
  timestamp: 'moment cast text',
  interval: 'interval text',
};

/** Every pair of types, once by each operator. */
function pairs(
  seed: number,
  shape: (a: string, b: string, first: string, second: string) => readonly string[],
): readonly Draws[] {
  return SCALAR_TYPES.flatMap((first) =>
    SCALAR_TYPES.flatMap((second) => {
      return shape(`{${first}}`, `{${second}}`, first, second).map((template) => {
        const random = randomFor(template, seed);
        return { count: 1, candidates: [draw(template, random, random.chance(0.5))] };
      });
    }),
  );
}

const operators = (seed: number): readonly Draws[] =>
  pairs(seed, (a, b) => [
    ...['+', '-', '*', '/', '=', '<', '||'].map((operator) => `${a} ${operator} ${b}`),
    `coalesce(${a}, ${b})`,
    `${a} in (${b})`,
  ]);

const casts = (seed: number): readonly Draws[] => [
  ...pairs(seed, (a, _b, first, second) =>
    first === 'string'
      ? []
      : [cast(a, second), `safe_${cast(a, second)}`, cast(`array_concat([${a}])`, `array<${second}>`)],
  ),
  ...Object.entries(TEXT_POOLS).flatMap(([type, pool]) => [
    drawsOf(`16 ${cast(`{=${pool}}`, type)}`, seed),
    drawsOf(`12 safe_${cast(`concat({=${pool}}, '')`, type)}`, seed),
  ]),
];

const fromFile = (name: string, seed: number): readonly Draws[] =>
  readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => drawsOf(line, seed));

/** The sets of cases by name: the template files beside this one, casts, and operators over all pairs of types. */
export function caseSets(seed = SEED): ReadonlyMap<string, readonly Draws[]> {
  const files = readdirSync(new URL('.', import.meta.url)).flatMap((file) => /^(.*)\.txt$/u.exec(file)?.[1] ?? []);
  const sets = files.sort().map((name): [string, readonly Draws[]] => [name, fromFile(name, seed)]);
  return new Map([...sets, ['casts', casts(seed)], ['operators', operators(seed)]]);
}
