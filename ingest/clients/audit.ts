import { MISSING_COUNT_SQL, makeMissingSql, vanishedSql } from '../core/keys-sql.ts';
import type { Comparison } from '../core/manifest.ts';
import { isBeyondRepair } from '../core/reconciliation.ts';
import { ReconciliationError } from '../errors.ts';
import type { LocalPart } from './conversion.ts';
import { type Listing, fetchMissing, listKeys } from './list-keys.ts';

/** Times that all keys are listed before a load is given up: rows may move meanwhile. */
const MOST_ROUNDS = 4;

/** What comparing all keys came to. */
export interface Audit {
  /** Every key that the portal has. */
  readonly listing: readonly LocalPart[];
  readonly comparisons: readonly Comparison[];
  readonly missingFetched: number;
  readonly vanished: number;
}

/** What an audit compares. */
export interface AuditInput extends Listing {
  /** The rows in question; undefined for all. */
  readonly where: string | undefined;
  /** Files of keys held by earlier loads that the load builds upon. */
  readonly earlier: readonly string[];
  /** Whether a load that lacks most rows is given up, since a full one is the better way. */
  readonly isRepair: boolean;
}

/**
 * Lists all keys of the portal, fetches the rows that are missing here or older, and lists again until the portal's
 * keys, its count and the rows held are the same.
 * @throws ReconciliationError where they do not come together
 */
export async function audit(input: AuditInput): Promise<Audit> {
  const { workshop, portal, fetching, where, earlier } = input;
  const { engine } = workshop;
  const { load } = fetching;
  const loadId = load.manifest.load_id;
  let missingFetched = 0;
  let difference = '';
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = await portal.metadata();
    const listing = await listKeys(input, where, `keys-${round}`);
    const files = listing.map(({ path }) => path);
    await engine.rows(makeMissingSql(files, earlier, load.keyFiles));
    const [count] = await engine.rows(MISSING_COUNT_SQL);
    const missing = Number(count?.[0]);
    const [found] = await engine.rows(vanishedSql(files, [...earlier, ...load.keyFiles]));
    const [vanished, listed] = [Number(found?.[0]), Number(found?.[1])];
    fetching.effects.log(`Compared all keys: ${listed} listed, ${missing} of them missing here, ${vanished} vanished`);
    if (input.isRepair && isBeyondRepair(missing, listed)) {
      const explanation = `${missing} of ${listed} rows are missing or older here; a full load is the way (--mode full)`;
      throw new ReconciliationError(loadId, explanation);
    }
    if (missing > 0) {
      await fetchMissing(input);
      missingFetched += missing;
      await engine.rows(makeMissingSql(files, earlier, load.keyFiles));
    }
    const [left] = await engine.rows(MISSING_COUNT_SQL);
    const lacking = Number(left?.[0]);
    const comparison = { where: where ?? '', portal: await portal.count(where), held: listed - lacking };
    const after = await portal.metadata();
    // A row that came behind the listing can stand for one that went: the portal must have stood still, if ever it does.
    const stoodStill = before.rowsUpdatedAt.getTime() === after.rowsUpdatedAt.getTime();
    const isEqual = lacking === 0 && comparison.portal === comparison.held;
    if (isEqual && (stoodStill || round === MOST_ROUNDS - 1)) {
      return { listing, comparisons: [comparison], missingFetched, vanished };
    }
    difference = `the portal counts ${comparison.portal} rows and lists ${listed}, of which ${comparison.held} could be had`;
  }
  throw new ReconciliationError(loadId, `after comparing all keys ${MOST_ROUNDS} times, ${difference}`);
}
