import type { LocalPart } from '../clients/conversion.ts';
import type { Engine } from '../clients/duckdb.ts';
import type { LoadConstants } from '../core/convert-sql.ts';
import type { PortalPlan } from './portal-plan.ts';
import type { SpooledPage } from './portal.ts';

/** Pages as Parquet on this machine; `part.rows + quarantine.rows` are the rows of the pages, as are `keys.rows`. */
export interface ConvertedPages {
  /** The raw table's columns; undefined where no row is valid. */
  readonly part: LocalPart | undefined;
  /** `socrata_id`, `offense_id`, `socrata_created_at`, `socrata_updated_at` (all text) of every row, quarantined ones too. */
  readonly keys: LocalPart;
  /** The quarantine table's columns; undefined where every row is valid. */
  readonly quarantine: LocalPart | undefined;
}

/**
 * Turns spooled pages into one part, its keys and what is quarantined of it, as `part.parquet`, `keys.parquet` and
 * `quarantine.parquet` in `folder`, which exists. No row passes through JavaScript.
 */
export type ConvertPages = (
  engine: Engine,
  pages: readonly SpooledPage[],
  plan: PortalPlan,
  load: LoadConstants,
  folder: string,
) => Promise<ConvertedPages>;
