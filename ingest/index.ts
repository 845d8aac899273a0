export { ingestFile } from './ingest-file.ts';
export { ingestPortal } from './ingest-portal.ts';
export { type IngestStatus, ingestStatus } from './status.ts';
export { type ReloadedLoad, reloadFromLake } from './reload.ts';
export { connectPortal } from './portal/connect-portal.ts';
export { type RequestedMode } from './core/load-decision.ts';
export { LIVE_PORTAL, type PortalIngestOptions, type PortalIngestSummary } from './portal-options.ts';
export {
  type IngestEffects,
  type IngestOptions,
  type IngestProgress,
  type IngestSummary,
  defaultEffects,
} from './options.ts';
export {
  IngestError,
  LakeError,
  LakeLockedError,
  MixedLakeError,
  MixedWarehouseError,
  type PortalAttempt,
  PortalError,
  PortalRequestError,
  ReconciliationError,
  SourceError,
  type SourceFault,
  WarehouseError,
} from './errors.ts';
export { type Manifest, type ManifestObject } from './core/manifest.ts';
export { type LakeAddress, parseLakeAddress } from './core/load-names.ts';
export {
  type BoundaryOptions,
  type BoundarySummary,
  type LoadedBoundaries,
  loadBoundaries,
  loadedBoundaries,
} from './boundaries/lake-boundaries.ts';
export { type Naming, nameAreas } from './boundaries/name-areas.ts';
export { editDistance } from './core/nearest.ts';
