import { type PortalIngestOptions, defaultEffects, ingestPortal } from '../../ingest/index.ts';

// Run by kill.test.ts as a process of its own, made ready before it is needed: ingests once, as it is told to.
process.once('message', (options: PortalIngestOptions) => {
  const effects = { ...defaultEffects, sleep: () => Promise.resolve() };
  ingestPortal(options, effects).then(
    ({ outcome }) => process.send?.({ outcome }, () => process.exit()),
    (error: unknown) => process.send?.({ failure: String(error) }, () => process.exit(1)),
  );
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
