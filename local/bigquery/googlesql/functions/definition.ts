import { BIGINT, LIST, VARCHAR } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';

/** A value as JavaScript has it. */
export type Scalar = string | bigint | number | boolean | Uint8Array;
/** What the functions take and give: a value, or a list of values of which some are NULL. */
export type Plain = Scalar | readonly (Scalar | null)[];

/** A function that printed GoogleSQL calls. */
export interface Definition {
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  readonly run: (...args: never[]) => Plain | null;
}

/** The function `bq_NAME`: a NULL argument gives NULL, what `run` throws is the query's error. */
export const define = (
  name: string,
  parameters: readonly DuckDBType[],
  returns: DuckDBType,
  run: (...args: never[]) => Plain | null,
): Definition => ({ name: `bq_${name}`, parameters, returns, run });

/** ARRAY<INT64>. */
export const INTEGERS = LIST(BIGINT);
/** ARRAY<STRING>. */
export const TEXTS = LIST(VARCHAR);
