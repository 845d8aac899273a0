import type { Identifier, WindowSpecification } from '../ast.ts';
import type { CatalogColumn } from '../catalog.ts';
import type { SqlType } from '../types.ts';
import { CONSTANT, fieldOf, record, union, type SourceColumn, type Value } from './value.ts';

export interface NamedValue {
  /** `''` where the query gives none. */
  readonly name: string;
  readonly value: Value;
}

/** Rows: what each column is made from, and what decides which rows there are. */
export interface Rows {
  readonly columns: readonly NamedValue[];
  /** What counting the rows counts. */
  readonly counted: Value;
  /** What filters, joins and groups read. */
  readonly chosenBy: Value;
  /** SELECT AS STRUCT, AS VALUE: each row is one value. */
  readonly isValueTable: boolean;
}

/** What FROM gives: rows, and the aliases that stand for one. */
export interface Source extends Rows {
  readonly ranges: readonly { readonly name: string; readonly columns: readonly NamedValue[]; readonly value: Value }[];
}

/** A table as the catalog knows it. */
export interface LineageTable {
  /** The name that `SourceColumn.table` gets. */
  readonly name: string;
  readonly columns: readonly Pick<CatalogColumn, 'name' | 'type'>[];
}

/** What surrounds an expression. */
export interface Env {
  /** The rows of a table; the same ones whenever it is asked for, so that its columns are told apart by identity. */
  readonly findRows: (path: readonly string[]) => Rows | undefined;
  readonly commonTables: ReadonlyMap<string, Rows>;
  /** Values by lower-case name, nearest level first. */
  readonly names: Names | undefined;
  readonly windows: ReadonlyMap<string, WindowSpecification>;
  /** Told of what a subquery in an expression chooses its rows by. */
  readonly onChoice: (value: Value) => void;
  /** What COUNT(*) counts here. */
  readonly counted: Value;
}

export interface Names {
  readonly own: ReadonlyMap<string, Value>;
  readonly around: Names | undefined;
}

export function find(names: Names | undefined, name: string): Value | undefined {
  for (let level = names; level; level = level.around) {
    const value = level.own.get(name.toLowerCase());
    if (value) return value;
  }
  return undefined;
}

/** A level with these names; the first of a name counts. */
export function level(values: readonly NamedValue[], around: Names | undefined): Names {
  const own = new Map<string, Value>();
  for (const { name, value } of values) {
    const key = name.toLowerCase();
    if (key !== '' && !own.has(key)) own.set(key, value);
  }
  return { own, around };
}

/** The names that a FROM gives: an alias of a table hides a column of the same name. */
export const namesOf = (source: Source, around: Names | undefined): Names =>
  level([...source.ranges, ...source.columns], around);

/** `value.a.b`. */
export const followed = (value: Value, names: readonly Identifier[]): Value =>
  names.reduce((base, { name }) => fieldOf(base, name), value);

/** The rows under a name, or under none. */
export function sourceOf(rows: Rows, name: string | undefined): Source {
  const [first] = rows.columns;
  const columns = rows.isValueTable && first ? fieldsOf(first.value) : rows.columns;
  const value = rows.isValueTable && first ? first.value : record(columns.map((one) => [one.name, one.value]));
  return { ...rows, isValueTable: false, columns, ranges: name === undefined ? [] : [{ name, columns, value }] };
}

const fieldsOf = ({ fields }: Value): readonly NamedValue[] =>
  [...(fields ?? [])].map(([name, value]) => ({ name, value }));

/** Rows of the elements of an array. */
export function elementsOf(array: Value, name: string | undefined, offset: string | undefined): Source {
  const element = array.fields ? fieldsOf(array) : [{ name: name ?? '', value: array }];
  const columns = offset === undefined ? element : [...element, { name: offset, value: withoutFields(array) }];
  return {
    columns,
    counted: withoutFields(array),
    chosenBy: CONSTANT,
    isValueTable: false,
    ranges: name === undefined ? [] : [{ name, columns: element, value: array }],
  };
}

export const withoutFields = ({ columns, rowsOf }: Value): Value => ({ columns, rowsOf });

/** The rows of a table of the catalog. */
export function tableRows({ name: table, columns }: LineageTable): Rows {
  return {
    columns: columns.map(({ name, type }) => ({ name, value: columnValue({ table, column: name }, type) })),
    counted: { columns: new Set(), rowsOf: new Set([table]) },
    chosenBy: CONSTANT,
    isValueTable: false,
  };
}

function columnValue(column: SourceColumn, type: SqlType): Value {
  const base = { columns: new Set([column]), rowsOf: new Set<string>() };
  const element = type.kind === 'ARRAY' ? type.element : type;
  if (element.kind !== 'STRUCT') return base;
  // Lineage names columns, not their fields: a field is made from its column.
  return { ...base, fields: new Map(element.fields.map(({ name }) => [name.toLowerCase(), base])) };
}

/** What all of these rows are chosen by, and what decides it beside them. */
export const chosenTogether = (rows: readonly Pick<Rows, 'chosenBy'>[], ...others: readonly Value[]): Value =>
  union([...rows.map(({ chosenBy }) => chosenBy), ...others]);
