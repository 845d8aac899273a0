/** A column of a table that a query names. */
export interface SourceColumn {
  /** The table's name as the caller's catalog gives it. */
  readonly table: string;
  readonly column: string;
}

/** What a value is made from. Every source column is one object, so that sets tell them apart. */
export interface Value {
  readonly columns: ReadonlySet<SourceColumn>;
  /** Tables whose rows are counted or numbered, with none of their columns (`COUNT(*)`). */
  readonly rowsOf: ReadonlySet<string>;
  /** Of a struct, or an array of them, built in the query or declared: each field's own, by lower-case name. */
  readonly fields?: ReadonlyMap<string, Value> | undefined;
}

/** A literal, or what is made of none but literals. */
export const CONSTANT: Value = { columns: new Set(), rowsOf: new Set() };

/** Made from all of these. Fields live on where all that are no constants have them (`IF(…, a_struct, NULL)`). */
export function union(values: readonly Value[]): Value {
  const [first, ...others] = values.filter((value) => value !== CONSTANT);
  if (!first) return CONSTANT;
  if (others.length === 0) return first;
  return {
    columns: new Set([first, ...others].flatMap(({ columns }) => [...columns])),
    rowsOf: new Set([first, ...others].flatMap(({ rowsOf }) => [...rowsOf])),
  };
}

/** Alternatives of one type, such as elements of an array: fields are united one by one. */
export function alternatives(values: readonly Value[]): Value {
  const made = values.filter((value) => value !== CONSTANT);
  const names = made[0]?.fields ? [...made[0].fields.keys()] : [];
  if (names.length === 0 || made.some(({ fields }) => !fields)) return union(made);
  const fields = names.map((name) => [name, union(made.map((value) => fieldOf(value, name)))] as const);
  return { ...union(made), fields: new Map(fields) };
}

/** A struct of these fields, or an array of such. */
export const record = (fields: readonly (readonly [string, Value])[]): Value => ({
  ...union(fields.map(([, value]) => value)),
  fields: new Map(fields.map(([name, value]) => [name.toLowerCase(), value])),
});

/** `value.name`: the field where it is known, else all that the value is made from. */
export const fieldOf = (value: Value, name: string): Value => value.fields?.get(name.toLowerCase()) ?? value;

/** The value beside others that decide it as well, its fields kept. */
export const alsoOf = (value: Value, others: readonly Value[]): Value =>
  others.every((other) => other === CONSTANT) ? value : { ...union([value, ...others]), fields: value.fields };
