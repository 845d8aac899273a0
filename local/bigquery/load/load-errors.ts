import { WarehouseError } from '../errors.ts';

/** An address that no object has. */
export const uriNotFound = (uri: string): WarehouseError =>
  new WarehouseError('notFound', `Not found: URI ${uri}`, uri);

/** An address that is not one of Cloud Storage. */
export const notSupportedUri = (uri: string): WarehouseError =>
  new WarehouseError('invalid', `Source URI must be a Google Cloud Storage location: ${uri}`);

/** What makes a file unreadable as what it is said to be. */
export function unreadable(message: string, cause?: unknown): WarehouseError {
  return new WarehouseError('invalid', `Error while reading data, error message: ${message}`, undefined, { cause });
}
