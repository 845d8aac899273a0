/** Base of every failure that the ingester explains: what failed, where, and what to do. */
export class IngestError extends Error {
  override readonly name: string = 'IngestError';
}

/** Why a source is not taken. */
export type SourceFault =
  | 'missing'
  | 'unreadable'
  | 'not-a-file'
  | 'empty'
  | 'no-rows'
  | 'binary'
  | 'not-utf8'
  | 'truncated-gzip'
  | 'wrong-header'
  | 'malformed'
  | 'too-many-rejected'
  | 'no-report-time'
  | 'changed'
  | 'too-large'
  | 'wrong-geojson'
  | 'wrong-names'
  | 'not-told';

/** The source is not the feed, or cannot be read. Nothing was written anywhere. */
export class SourceError extends IngestError {
  override readonly name = 'SourceError';
  readonly fault: SourceFault;
  readonly source: string;

  constructor(fault: SourceFault, source: string, explanation: string, cause?: unknown) {
    super(`Cannot ingest ${source}: ${explanation}`, { cause });
    this.fault = fault;
    this.source = source;
  }
}

/** One request to a portal that did not succeed. */
export interface PortalAttempt {
  /** HTTP status, or undefined where no answer came. */
  readonly status: number | undefined;
  /** What was wrong with it, in words. */
  readonly fault: string;
  /** From sending to failing. */
  readonly milliseconds: number;
}

/** The portal refused, failed or answered what it should not. Nothing of the answer counts. */
export class PortalError extends IngestError {
  override readonly name = 'PortalError';
  /** Method and address, without the token. */
  readonly request: string;
  /** In their order; the last one is why this was thrown. Empty where the answers fit no request of ours. */
  readonly attempts: readonly PortalAttempt[];

  constructor(request: string, explanation: string, attempts: readonly PortalAttempt[] = [], cause?: unknown) {
    super(`${request}: ${explanation}`, { cause });
    this.request = request;
    this.attempts = attempts;
  }

  /** HTTP status of the last answer, or undefined where none came. */
  get status(): number | undefined {
    return this.attempts.at(-1)?.status;
  }
}

/** The lake refused or failed. What was written before is taken up by the next run. */
export class LakeError extends IngestError {
  override readonly name: string = 'LakeError';
  /** The `gs://` address concerned. */
  readonly address: string;

  constructor(address: string, explanation: string, cause?: unknown) {
    super(`${address}: ${explanation}`, { cause });
    this.address = address;
  }
}

/** Another process is ingesting into the same lake. */
export class LakeLockedError extends LakeError {
  override readonly name = 'LakeLockedError';
  /** Who holds it, in words. */
  readonly holder: string;

  constructor(address: string, holder: string) {
    super(address, `the lock is held by ${holder}; try again when that has finished (a dead holder's lock expires)`);
    this.holder = holder;
  }
}

/** What was held and what the portal counted did not come together. Nothing was published. */
export class ReconciliationError extends IngestError {
  override readonly name = 'ReconciliationError';
  readonly loadId: string;

  constructor(loadId: string, explanation: string) {
    super(`Load ${loadId} is not complete and was not published: ${explanation}`);
    this.loadId = loadId;
  }
}

/** The portal is not asked for what was wanted, because it cannot be had that way. */
export class PortalRequestError extends IngestError {
  override readonly name = 'PortalRequestError';
}

/** The warehouse refused or failed. The load is in the lake or can be repeated; the next run goes on. */
export class WarehouseError extends IngestError {
  override readonly name: string = 'WarehouseError';
  /** The dataset, table or job concerned. */
  readonly resource: string;

  constructor(resource: string, explanation: string, cause?: unknown) {
    super(`${resource}: ${explanation}`, { cause });
    this.resource = resource;
  }
}

const MIXING = (held: boolean): string =>
  `holds ${held ? 'simulated' : 'real'} rows, and ${held ? 'real' : 'simulated'} ones are never added to them; ` +
  'use another data directory, dataset or lake';

/** Simulated rows were about to join real ones in the lake, or the other way round. */
export class MixedLakeError extends LakeError {
  override readonly name = 'MixedLakeError';

  constructor(address: string, holdsSimulated: boolean) {
    super(address, MIXING(holdsSimulated));
  }
}

/** Simulated rows were about to join real ones in raw, or the other way round. */
export class MixedWarehouseError extends WarehouseError {
  override readonly name = 'MixedWarehouseError';

  constructor(table: string, holdsSimulated: boolean) {
    super(table, MIXING(holdsSimulated));
  }
}
