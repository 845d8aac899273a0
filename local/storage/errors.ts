/** An answer other than success, in the words and the JSON shape of Google's APIs. */
export class StorageApiError extends Error {
  override readonly name = 'StorageApiError';
  /** HTTP status. */
  readonly status: number;
  /** Google's word for the kind of error, such as `notFound` or `conditionNotMet`. */
  readonly reason: string;
  readonly location: { readonly locationType: string; readonly location: string } | undefined;

  constructor(
    status: number,
    reason: string,
    message: string,
    location?: { readonly locationType: string; readonly location: string },
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.location = location;
  }

  /** The body of the answer. @see https://cloud.google.com/storage/docs/json_api/v1/status-codes */
  toBody(): object {
    const { status: code, message, reason } = this;
    return { error: { code, message, errors: [{ message, domain: 'global', reason, ...this.location }] } };
  }
}

export const badRequest = (message: string, reason = 'invalid'): StorageApiError =>
  new StorageApiError(400, reason, message);

export const notSupported = (what: string): StorageApiError =>
  new StorageApiError(501, 'notImplemented', `not supported by the local storage: ${what}`);

export const noSuchBucket = (): StorageApiError =>
  new StorageApiError(404, 'notFound', 'The specified bucket does not exist.');

export const noSuchObject = (bucket: string, name: string): StorageApiError =>
  new StorageApiError(404, 'notFound', `No such object: ${bucket}/${name}`);

export const conflict = (message: string): StorageApiError => new StorageApiError(409, 'conflict', message);

export const conditionNotMet = (): StorageApiError =>
  new StorageApiError(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.', {
    locationType: 'header',
    location: 'If-Match',
  });
