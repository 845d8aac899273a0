import type { SqlType } from '../types.ts';
import type { Literal } from '../signatures/signature.ts';

/** A column of a query's answer; the name is `''` where the query gives none. */
export interface RelationColumn {
  readonly name: string;
  readonly type: SqlType;
  /** Set where every row has this literal, which coerces further than a column. */
  readonly literal?: Literal | undefined;
}

/** A query as text: a SELECT whose columns are called `c1`, `c2` … in order, or by their final names. */
export interface Relation {
  readonly sql: string;
  readonly columns: readonly RelationColumn[];
  /** The rows are values (SELECT AS STRUCT, AS VALUE): one column. */
  readonly isValueTable: boolean;
  readonly isOrdered: boolean;
  /** Where asked for: the rows' order, as ORDER BY keys; `column` qualifies the name of one of the relation's columns. */
  readonly order?: ((column: (name: string) => string) => string) | undefined;
  /** Where asked for and known: further columns, whose order is the one the rows are written in. */
  readonly rowOrder?: readonly string[] | undefined;
}

/** How a query is to be printed. */
export interface Shape {
  /** Names of the printed columns; `c1`, `c2` … unless given. */
  readonly names?: ((columns: readonly RelationColumn[]) => readonly string[]) | undefined;
  /** Columns keep the rows' order and `order` tells it, for a list to be built in that order. */
  readonly exposeOrder?: boolean | undefined;
  /** `rowOrder` is told where it is known, for joins of these rows to keep it. */
  readonly keepsRowOrder?: boolean | undefined;
}
