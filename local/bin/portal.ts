import type { PortalChildOptions } from '../child-protocol.ts';
import { openPortalDataset } from '../portal/open-dataset.ts';
import { startPortalServer } from '../portal/server.ts';
import { isPortInUse, serveUntilOrphaned } from '../serve-until-orphaned.ts';

async function start(text: string) {
  const options = JSON.parse(text) as PortalChildOptions;
  const { PORTAL_CONTROL_KEY: controlKey, PORTAL_APP_TOKEN: token } = process.env;
  const dataset = await openPortalDataset(options);
  try {
    const server = await startPortalServer({
      ...options,
      dataset,
      ...(controlKey ? { controlKey } : {}),
      ...(token ? { token } : {}),
    });
    return {
      url: server.url,
      close: async () => {
        await server.close();
        await dataset.close();
      },
    };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

await serveUntilOrphaned(start, (error) => ({
  kind: 'failed',
  reason: isPortInUse(error) ? 'portInUse' : 'other',
  message: error instanceof Error ? error.message : String(error),
}));
