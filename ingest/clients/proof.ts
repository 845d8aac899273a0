import type { Manifest, Reconciliation } from '../core/manifest.ts';
import type { IngestEffects } from '../options.ts';
import type { Portal, PortalMetadata } from '../portal/portal.ts';
import type { Audit } from './audit.ts';
import type { OpenLoad, Workshop } from './open-load.ts';
import type { Search } from './removal-search.ts';

/** What a load rests on. */
export interface PortalLoadInput {
  readonly workshop: Workshop;
  readonly portal: Portal;
  /** As it was before the first row was read. */
  readonly metadata: PortalMetadata;
  readonly load: OpenLoad;
  /** The newest complete load of the dataset that is no window. */
  readonly previous: Manifest | undefined;
  readonly effects: IngestEffects;
  /** Throws where the lock is lost. */
  readonly assertHeld: () => void;
  /** Answers of the portal so far. */
  readonly requests: () => number;
}

/** What has been proven. */
export interface Proof {
  readonly reconciliation: Omit<Reconciliation, 'is_behind'>;
  /** Where all keys were listed. */
  readonly audit: Audit | undefined;
  /** Where removed rows were found without. */
  readonly search: Search | undefined;
  /** The portal's clock, after the last row. */
  readonly readAt: Date;
}
