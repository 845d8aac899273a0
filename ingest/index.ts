export { ingestFile } from './ingest-file.ts';
export { type IngestEffects, type IngestOptions, type IngestSummary, defaultEffects } from './options.ts';
export {
  IngestError,
  LakeError,
  MixedLakeError,
  MixedWarehouseError,
  type PortalAttempt,
  PortalError,
  SourceError,
  type SourceFault,
  WarehouseError,
} from './errors.ts';
export { type Manifest, type ManifestObject } from './core/manifest.ts';
export { type LakeAddress, parseLakeAddress } from './core/load-names.ts';
