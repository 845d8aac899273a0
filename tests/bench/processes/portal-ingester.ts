import {
  type PortalIngestOptions,
  type PortalIngestSummary,
  defaultEffects,
  ingestPortal,
} from '../../../ingest/index.ts';
import { memoryLimitMegabytes } from '../engine-limits.ts';
import { peakMegabytes } from '../process-memory.ts';

/** What one ingest is told. */
export interface PortalIngesterRequest extends Pick<PortalIngestOptions, 'portal' | 'lake' | 'temporaryDirectory'> {
  /** Variables that point Google's clients at lake and warehouse. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What it took, Node's own start left out of the time. */
export interface PortalIngesterAnswer extends Pick<PortalIngestSummary, 'mode' | 'rows' | 'removals' | 'isAudited'> {
  readonly seconds: number;
  /** Of this process, which holds neither portal nor lake nor warehouse. */
  readonly peakMegabytes: number | undefined;
}

const { environment, ...places } = JSON.parse(process.argv[2] ?? '') as PortalIngesterRequest;
Object.assign(process.env, environment);
const started = performance.now();
const { mode, rows, removals, isAudited } = await ingestPortal(
  { ...places, dataset: 'tazs-3rd5', location: 'US', memoryLimitMegabytes },
  defaultEffects,
);
const seconds = (performance.now() - started) / 1000;
const answer = { mode, rows, removals, isAudited, seconds, peakMegabytes: await peakMegabytes() };
process.stdout.write(JSON.stringify(answer satisfies PortalIngesterAnswer));
