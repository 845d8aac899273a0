/** An expression as it was written; `at` is its offset in the text. */
export type Expression =
  | { readonly kind: 'column'; readonly name: string; readonly at: number }
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly value: string; readonly at: number }
  /** A function or, named by its sign, an operator; `and` and `or` may have many operands. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly operands: readonly Expression[];
      /** `count(*)`. */
      readonly isStar?: boolean;
      readonly isDistinct?: boolean;
      readonly at: number;
    };

export type LiteralType = 'text' | 'number' | 'boolean' | 'null';

/** One of the things selected. */
export type Selection =
  /** `*`: the dataset's columns. */
  | { readonly kind: 'columns' }
  /** `:*`: the system fields. */
  | { readonly kind: 'system' }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias: string | undefined };

/** One of the things sorted by. */
export interface Ordering {
  readonly expression: Expression;
  readonly isDescending: boolean;
}

/** A clause with the text that its offsets refer to. */
export interface Clause<Content> {
  readonly text: string;
  readonly content: Content;
}

/** A SoQL query, whichever way it came. */
export interface SoqlQuery {
  readonly isDistinct: boolean;
  readonly select: Clause<readonly Selection[]> | undefined;
  readonly where: readonly Clause<Expression>[];
  readonly group: Clause<readonly Expression[]> | undefined;
  readonly having: Clause<Expression> | undefined;
  readonly order: Clause<readonly Ordering[]> | undefined;
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}
