import type { Position } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import type { Typed } from './typed.ts';

/** A column that FROM or a subquery gives; the name is `''` where the query gave none. */
export interface Column {
  readonly name: string;
  readonly value: Typed;
  /** A field of a value table's struct: an explicit column of that name hides it. */
  readonly isImplicit?: boolean | undefined;
}

/** A table's alias: it stands for a row (`t`, `t.a`, `t.*`). */
export interface RangeVariable {
  readonly name: string;
  /** What `name.*` gives, in order. */
  readonly columns: readonly Column[];
  /** Columns that can be named but are no part of `*`. */
  readonly hidden: readonly Column[];
  /** The row itself, in a value table (an UNNEST, a SELECT AS STRUCT). */
  readonly value: Typed | undefined;
}

/** What FROM gives: text, the columns of `*`, and the names to reach them by. */
export interface FromItem {
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly hidden: readonly Column[];
  readonly ranges: readonly RangeVariable[];
  /** Text of the row's place in its array, where the item is one UNNEST. */
  readonly offsetSql?: string | undefined;
  /**
   * INT64 texts whose order is the one the rows are written in: known where all stem from arrays and literal rows.
   * BigQuery promises no order there, and gives this one; joins in DuckDB do not.
   */
  readonly rowOrder?: readonly string[] | undefined;
}

/** What a name stands for. */
export type Target =
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'range'; readonly range: RangeVariable }
  | { readonly kind: 'ambiguous' };

/** What is left of a query's names once its rows are grouped. */
export interface Grouping {
  /** The grouped column that stands for an expression of this text, if it is a key. */
  find(sql: string): Typed | undefined;
  /** Called for a column that is no key: throws, or notes it when there may be no grouping after all. */
  reject(name: string, position: Position): void;
}

/**
 * The names of one level of a query. Names are found in any case. An alias of a table hides columns of the same name;
 * two columns of one name are ambiguous when named.
 */
export class Scope {
  readonly #names = new Map<string, Target>();

  constructor(
    readonly parent: Scope | undefined,
    readonly grouping?: Grouping,
  ) {}

  /** A scope of what `item` gives. */
  static of(item: FromItem, parent: Scope | undefined, grouping?: Grouping): Scope {
    const scope = new Scope(parent, grouping);
    for (const column of item.columns) scope.addColumn(column);
    for (const column of item.hidden) scope.addColumn(column);
    for (const range of item.ranges) scope.#names.set(range.name.toLowerCase(), { kind: 'range', range });
    return scope;
  }

  addColumn(column: Column): void {
    if (column.name === '') return;
    const key = column.name.toLowerCase();
    const known = this.#names.get(key);
    if (known === undefined) {
      this.#names.set(key, { kind: 'column', column });
    } else if (known.kind === 'column' && known.column.value.sql !== column.value.sql) {
      const [weaker, other] = known.column.isImplicit ? [known.column, column] : [column, known.column];
      if (weaker.isImplicit && !other.isImplicit) this.#names.set(key, { kind: 'column', column: other });
      else this.#names.set(key, { kind: 'ambiguous' });
    }
  }

  /** What the name stands for here or further out, and in which scope. */
  find(name: string): { readonly target: Target; readonly scope: Scope } | undefined {
    const target = this.#names.get(name.toLowerCase());
    return target ? { target, scope: this } : this.parent?.find(name);
  }

  /** What the name stands for at this level only. */
  findHere(name: string): Target | undefined {
    return this.#names.get(name.toLowerCase());
  }

  /** Every name that can be seen, nearest first. */
  visibleNames(): string[] {
    const inner = [...this.#names].map(([key, target]) =>
      target.kind === 'column' ? target.column.name : target.kind === 'range' ? target.range.name : key,
    );
    return [...inner, ...(this.parent?.visibleNames() ?? [])];
  }
}

/** Joins what several items give under one text. A table's alias may occur once. */
export function mergeRanges(left: readonly RangeVariable[], right: readonly RangeVariable[], position: Position) {
  const names = new Set(left.map((range) => range.name.toLowerCase()));
  const twice = right.find((range) => names.has(range.name.toLowerCase()));
  if (twice) throw new GoogleSqlError(`Duplicate table alias ${twice.name} in the same FROM clause`, position);
  return [...left, ...right];
}
