/** The warehouse did not give what a page needs. */
export class WarehouseReadError extends Error {
  override readonly name = 'WarehouseReadError';

  constructor(
    /** The data file that could not be made. */
    readonly file: string,
    /** `missing` where a table or dataset is not there: nothing was built yet, or not all of it. */
    readonly reason: 'missing' | 'failed',
    cause: unknown,
  ) {
    super(`Cannot make ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
