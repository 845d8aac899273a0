import type { Position } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import type { Literal } from '../signatures/signature.ts';
import { INT64, type SqlType } from '../types.ts';

/** An expression whose names are resolved: its DuckDB text, safe to put anywhere, and its GoogleSQL type. */
export interface Typed {
  readonly sql: string;
  readonly type: SqlType;
  /** Set for literals (of arrays too), which coerce further than other expressions. */
  readonly literal?: Literal | undefined;
  readonly isParameter?: boolean | undefined;
  /** Set for ERROR(…), which stands where any type is wanted. */
  readonly isError?: boolean | undefined;
  /** The values a STRUCT, or an ARRAY of STRUCTs of literals, was just made of: each coerces on its own, as literals do. */
  readonly parts?: readonly Typed[] | undefined;
  /** Gives another value each time (`RAND()`), so its text must not be repeated. */
  readonly isVolatile?: boolean | undefined;
}

/** NULL without a type of its own, which coerces to any. */
export const UNTYPED_NULL: Typed = { sql: 'CAST(NULL AS BIGINT)', type: INT64, literal: { value: null } };

/** Runs `work`; an error of it that names no position gets this one. */
export function at<T>(position: Position, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GoogleSqlError && error.position === undefined) {
      throw new GoogleSqlError(error.bareMessage, position, error.reason);
    }
    throw error;
  }
}
