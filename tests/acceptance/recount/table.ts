/** What a table must hold, by a computation of its own, and how that is compared with what it holds. */

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/** Every row that a table must have, with all of its columns. */
export interface Table {
  /** The columns of the grain. */
  readonly key: readonly string[];
  readonly rows: readonly Row[];
  /** Decimals that the table rounds a column to; a column not named here must be equal. */
  readonly decimals?: Readonly<Record<string, number>>;
  /** Columns that the feed does not tell; what checks them is said beside. */
  readonly ignored?: readonly string[];
}

/** Rows of a kind with their number, as a column `offenses`. */
export function countRows(rows: Iterable<Row>): readonly Row[] {
  const counts = new Map<string, { readonly row: Row; offenses: number }>();
  for (const row of rows) {
    const key = JSON.stringify(row);
    const count = counts.get(key);
    if (count) count.offenses += 1;
    else counts.set(key, { row, offenses: 1 });
  }
  return [...counts.values()].map(({ row, offenses }) => ({ ...row, offenses }));
}

/** Items by their key. */
export function groupBy<Item, Key>(items: Iterable<Item>, key: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** What differs between a table's rows and those expected: a sentence each, of a few examples; none where all agree. */
export function differences(rows: readonly Row[], expected: Table): readonly string[] {
  if (rows.length === 0 && expected.rows.length === 0) return ['Neither has a row: nothing is compared.'];
  const keyOf = (row: Row) => JSON.stringify(expected.key.map((name) => row[name]));
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  const wanted = new Map(expected.rows.map((row) => [keyOf(row), row]));
  const pairs = [...wanted].flatMap(([key, row]) => {
    const own = found.get(key);
    return own === undefined ? [] : [{ key, own, row }];
  });
  const columns = [...new Set([rows[0] ?? {}, expected.rows[0] ?? {}].flatMap((row) => Object.keys(row)))].filter(
    (column) => expected.ignored?.includes(column) !== true,
  );
  const changed = columns.flatMap((column) => {
    const tolerance = toleranceOf(expected.decimals?.[column]);
    const differing = pairs.filter(({ own, row }) => !isSame(own[column], row[column], tolerance));
    const told = differing.map(({ key, own, row }) => `${key} is ${text(own[column])}, not ${text(row[column])}`);
    return examples(`${column} differs`, told);
  });
  const [missing, surplus] = [
    [...wanted.keys()].filter((key) => !found.has(key)),
    [...found.keys()].filter((key) => !wanted.has(key)),
  ];
  return [
    ...examples('Found twice', found.size < rows.length ? repeated(rows.map(keyOf)) : []),
    ...examples('Expected twice', wanted.size < expected.rows.length ? repeated(expected.rows.map(keyOf)) : []),
    ...examples('Missing', missing),
    ...examples('Not expected', surplus),
    ...changed,
  ];
}

/** Half of the last decimal, and a little for what floating point adds. */
const toleranceOf = (decimals: number | undefined): number => (decimals === undefined ? 0 : 0.5001 * 10 ** -decimals);

function isSame(found: Value | undefined, wanted: Value | undefined, tolerance: number): boolean {
  if (typeof found === 'number' && typeof wanted === 'number') return Math.abs(found - wanted) <= tolerance;
  return found === wanted;
}

function repeated(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.has(key) || !seen.add(key));
}

const text = (value: Value | undefined): string => (value === undefined ? 'no column' : JSON.stringify(value));

const examples = (title: string, all: readonly string[]): readonly string[] =>
  all.length === 0 ? [] : [`${title} in ${all.length}: ${all.slice(0, 4).join('; ')}`];
