import type { FaultPlan } from './portal/faults.ts';
import type { PortalDatasetOptions } from './portal/open-dataset.ts';

/** What a service's process tells the one that started it, over the channel between them. */
export type ChildMessage =
  /** It serves at `url`. */
  | { readonly kind: 'ready'; readonly url: string }
  /** It gives up. */
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly message: string; readonly holder?: number };

/** Why a service could not start: another process has its data (`holder` is its PID), its data is damaged, its port is taken, or else. */
export type FailureReason = 'dataInUse' | 'dataDamaged' | 'portInUse' | 'other';

/** What the warehouse's process is started with. */
export interface WarehouseChildOptions {
  readonly directory: string;
  readonly lakeDirectory: string;
  readonly port: number;
  readonly instance: string;
  /** Milliseconds that it waits for another process to let go of the data. */
  readonly lockPatience: number;
}

/** What the storage's process is started with. */
export interface StorageChildOptions {
  readonly directory: string;
  readonly port: number;
}

/** What the portal's process is started with; its key and its app token come by its environment. */
export interface PortalChildOptions extends PortalDatasetOptions {
  readonly port: number;
  readonly datasetId?: string;
  readonly requestsPerSecond?: number;
  readonly faults?: FaultPlan;
}
