import type { StorageChildOptions } from '../child-protocol.ts';
import { isPortInUse, serveUntilOrphaned } from '../serve-until-orphaned.ts';
import { startStorageServer } from '../storage/server.ts';

await serveUntilOrphaned(
  (text) => startStorageServer(JSON.parse(text) as StorageChildOptions),
  (error) => ({
    kind: 'failed',
    reason: isPortInUse(error) ? 'portInUse' : 'other',
    message: error instanceof Error ? error.message : String(error),
  }),
);
