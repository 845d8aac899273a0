import type { LoadRequest, Manifest, PortalMode, Progress } from './manifest.ts';

/** How late the portal may show a change, in milliseconds: a load looks back so far behind the moment in which the last one began. */
export const OVERLAP = 600_000;

/** The mode asked for. */
export type RequestedMode = 'auto' | PortalMode;

/** All that a decision rests on. */
export interface DecisionInput {
  readonly requested: RequestedMode;
  /** The newest complete load of the dataset that is no window; undefined where there is none. */
  readonly newest: Manifest | undefined;
  /** An interrupted load, if there is one. */
  readonly interrupted: Progress | undefined;
  readonly dataset: string;
  readonly fingerprint: string;
  readonly isSimulated: boolean;
  readonly rowsUpdatedAt: Date;
  /** First day whose rows raw still keeps, `YYYY-MM-DD`; undefined where it keeps all. */
  readonly oldestDay: string | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Rows that the portal counts; undefined where they were not asked for yet. */
  readonly counts: { readonly all: number; readonly beyondWatermark: number } | undefined;
}

/** What to do. `count`: ask for the counts, then decide again. `refuse`: it cannot be had that way. */
export type Decision =
  | { readonly action: 'nothing' | 'refuse'; readonly reason: string }
  | { readonly action: 'count' }
  | {
      readonly action: 'load';
      readonly mode: PortalMode;
      readonly reason: string;
      readonly request: LoadRequest;
      /** The interrupted load to go on with. */
      readonly resumed: Progress | undefined;
      /** Why an interrupted load is not gone on with, where there is one. */
      readonly dropped: string | undefined;
    };

/** The portal tells changes to the second: one in the second in which it was asked may have come after. */
const AMBIGUOUS = 1000;

function isUnchanged({ newest, rowsUpdatedAt, fingerprint, counts }: DecisionInput): boolean {
  if (!newest?.portal || newest.schema_fingerprint !== fingerprint) return false;
  // Rows and the time of their last change may be answered by different machines.
  if ((counts?.beyondWatermark ?? 0) > 0 || (counts?.all ?? 0) !== (newest.portal_rows ?? 0)) return false;
  const { rows_updated_at: recorded, read_at: readAt } = newest.portal;
  return Date.parse(recorded) === rowsUpdatedAt.getTime() && Date.parse(readAt) - Date.parse(recorded) > AMBIGUOUS;
}

/**
 * When the changes begin that the next load asks for: behind the newest change seen, but no later than the overlap before
 * the load began to read. A change shown late that is dated earlier was shown, and read, by then.
 */
export const settledUntil = (newestChange: string, readFrom: string): string =>
  new Date(Math.min(Date.parse(newestChange), Date.parse(readFrom) - OVERLAP)).toISOString();

/** Takes the mode that the request or the state of things calls for. */
function chooseMode(input: DecisionInput): Decision | { readonly mode: PortalMode; readonly reason: string } {
  const { requested, newest, fingerprint, counts } = input;
  if (requested === 'incremental' && !(newest?.watermark && newest.settled)) {
    return { action: 'refuse', reason: 'there is no complete load to go on from; run with --mode full once' };
  }
  if (requested === 'incremental' && newest?.schema_fingerprint !== fingerprint) {
    return { action: 'refuse', reason: 'the columns changed since the last load; run with --mode full' };
  }
  if (requested === 'sweep' && !newest) {
    return { action: 'refuse', reason: 'there is no load to compare with; run with --mode full once' };
  }
  if (requested !== 'auto') return { mode: requested, reason: 'it was asked for' };
  if (!newest) return { mode: 'full', reason: 'there is no complete load yet' };
  if (newest.schema_fingerprint !== fingerprint) {
    return { mode: 'full', reason: 'the columns changed since the last load' };
  }
  if (!counts && newest.settled) return { action: 'count' };
  if (isUnchanged(input)) {
    return { action: 'nothing', reason: `no row changed since the last load (${newest.load_id})` };
  }
  if (!newest.watermark || !newest.settled) return { mode: 'full', reason: 'the last load held no rows' };
  if (!counts) return { action: 'count' };
  if (counts.beyondWatermark * 2 > counts.all) {
    const share = `${counts.beyondWatermark} of ${counts.all} rows`;
    return { mode: 'full', reason: `${share} changed since the last load: the dataset was published anew` };
  }
  return { mode: 'incremental', reason: `rows changed since the last load (${newest.load_id})` };
}

const requestOf = (mode: PortalMode, { newest, since, until }: DecisionInput): LoadRequest => ({
  after_load: newest?.load_id ?? null,
  changed_after: mode === 'incremental' ? (newest?.settled?.created_until ?? null) : null,
  since: mode === 'window' ? (since ?? null) : null,
  until: mode === 'window' ? (until ?? null) : null,
});

/** Why an interrupted load is not gone on with; undefined where it is. */
export function faultOfResuming(progress: Progress, mode: PortalMode, input: DecisionInput): string | undefined {
  const { manifest } = progress;
  const request = requestOf(mode, input);
  if (manifest.portal?.dataset !== input.dataset) return 'it is of another dataset';
  if (manifest.is_simulated !== input.isSimulated) return 'its rows are of the other kind, simulated or real';
  // Its parts carry the day it began: raw would drop them at once.
  if (input.oldestDay !== undefined && manifest.load_date < input.oldestDay) {
    return `raw keeps no rows of the day it began (${manifest.load_date}) any more`;
  }
  if (manifest.mode !== mode) return `it is of another mode (${manifest.mode})`;
  if (manifest.schema_fingerprint !== input.fingerprint) return 'the columns changed since';
  if (manifest.request?.since !== request.since || manifest.request.until !== request.until) {
    return 'it is of another window';
  }
  if (manifest.request.after_load !== request.after_load) return 'another load was completed since';
  return undefined;
}

/** Which load to make, and why. */
export function decideLoad(input: DecisionInput): Decision {
  const { interrupted, requested } = input;
  const started = interrupted?.manifest.mode;
  if (interrupted && requested === 'auto' && started !== undefined && started !== 'file' && started !== 'window') {
    if (faultOfResuming(interrupted, started, input) === undefined) {
      const reason = `load ${interrupted.manifest.load_id} was interrupted`;
      return {
        ...{ action: 'load', mode: started, reason, dropped: undefined },
        ...{ request: requestOf(started, input), resumed: interrupted },
      };
    }
  }
  const chosen = chooseMode(input);
  if ('action' in chosen) return chosen;
  const dropped = interrupted && faultOfResuming(interrupted, chosen.mode, input);
  const resumed = dropped === undefined ? interrupted : undefined;
  return { action: 'load', ...chosen, request: requestOf(chosen.mode, input), resumed, dropped };
}
