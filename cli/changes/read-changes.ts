import type { BigQuery } from '@google-cloud/bigquery';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { queryRows } from '../warehouse-query.ts';

/** What an offense version says, as far as a reader of changes asks. */
export interface ToldOffense {
  readonly offense: string;
  readonly offenseCategory: string;
  readonly precinct: string;
  readonly neighborhood: string;
  readonly blockAddress: string | null;
  readonly startedAt: string | null;
  readonly reportedAt: string | null;
}

/** One change of one offense. */
export interface OffenseChange {
  readonly offenseId: string;
  readonly reportNumber: string | null;
  readonly knownFrom: string;
  /** Null for an offense that is new. */
  readonly before: ToldOffense | null;
  readonly after: ToldOffense;
}

/**
 * What can happen to an offense. `history`: a load of the past told what was said earlier, with no effect on what is
 * said now.
 */
export const changeKinds = [
  'new',
  'reclassified',
  'moved',
  'retimed',
  'removed',
  'returned',
  'other',
  'history',
] as const;

/** How many offenses one kind of change happened to; one offense can count under several kinds. */
export interface ChangesOfKind {
  readonly kind: (typeof changeKinds)[number];
  readonly offenses: number;
  readonly examples: readonly OffenseChange[];
}

/** A run of the pipeline. */
export interface PastRun {
  readonly runId: string;
  readonly startedAt: string;
}

/** What the newest run that succeeded found changed. */
export interface Changes {
  readonly isSimulated: boolean;
  readonly run: PastRun;
  /** The run that succeeded before it; null for the first one, to which everything is new. */
  readonly previousRun: PastRun | null;
  /** Loads that the run was the first to build from. */
  readonly loads: readonly string[];
  /** Offenses that are new or changed, each counted once. */
  readonly offenses: number;
  /** In the order of `changeKinds`. */
  readonly kinds: readonly ChangesOfKind[];
}

/**
 * Reads what changed from `fact.fct_offense_versions` and the tables of `ops`.
 * @param examples how many changes to show of each kind, a whole number from 0.
 * @throws CliError where no run has succeeded.
 */
export async function readChanges(client: BigQuery, examples: number): Promise<Changes> {
  const [run, previousRun = null] = await readRuns(client);
  if (run === undefined) {
    throw new CliError('No run has succeeded here yet.', ExitCode.usage, 'Start with `crime run`.');
  }
  const params = { run_id: run.runId };
  const loads = await queryRows(client, {
    query: 'select load_id from ops.run_loads where run_id = @run_id order by load_id',
    params,
  });
  const rows = await queryRows(client, { query: changesQuery(examples), params });
  const found = new Map((rows as unknown as readonly FoundKind[]).map((row) => [row.kind, row]));
  return {
    isSimulated: run.isSimulated,
    run: { runId: run.runId, startedAt: run.startedAt },
    previousRun: previousRun && { runId: previousRun.runId, startedAt: previousRun.startedAt },
    loads: loads.map(({ load_id }) => load_id as string),
    offenses: found.get('any')?.offenses ?? 0,
    kinds: changeKinds.map((kind) => {
      const { offenses = 0, examples: changes = [] } = found.get(kind) ?? {};
      return {
        kind,
        offenses,
        examples: changes
          .slice(0, examples)
          .map(({ isNew, before, ...change }) => ({ ...change, before: isNew ? null : before })),
      };
    }),
  };
}

interface FoundKind {
  readonly kind: string;
  readonly offenses: number;
  readonly examples: readonly (Omit<OffenseChange, 'before'> & {
    readonly isNew: boolean;
    readonly before: ToldOffense;
  })[];
}

interface RunRow extends PastRun {
  readonly isSimulated: boolean;
}

async function readRuns(client: BigQuery): Promise<readonly RunRow[]> {
  const [exists] = await client.dataset('ops').table('run_loads').exists();
  if (!exists) return [];
  const rows = await queryRows(
    client,
    `select run_id as runId, started_at as startedAt, is_simulated as isSimulated
     from ops.runs where status = 'succeeded' order by started_at desc, run_id limit 2`,
  );
  return rows as unknown as readonly RunRow[];
}

const told = (prefix: string) =>
  `struct(${prefix}offense as offense, ${prefix}offense_category as offenseCategory, ${prefix}precinct as precinct,
    ${prefix}neighborhood as neighborhood, ${prefix}block_address as blockAddress,
    cast(${prefix}started_at as string) as startedAt, cast(${prefix}reported_at as string) as reportedAt)`;

/**
 * Versions that a load of the run told first. Where a load of an earlier run told the same version, or a later one, the
 * load came late: it tells of the past.
 */
const changesQuery = (examples: number) => `
with run_loads as (select load_id from ops.run_loads where run_id = @run_id),
versions as (
  select
    versions.*,
    first_loads.load_id is not null as is_told_first,
    last_loads.load_id is null as is_told_before
  from fact.fct_offense_versions as versions
  left join run_loads as first_loads on versions.first_load_id = first_loads.load_id
  left join run_loads as last_loads on versions.last_load_id = last_loads.load_id
),
look_ahead as (
  select
    *,
    coalesce(logical_or(is_told_before) over (
      partition by offense_id order by version_number rows between current row and unbounded following), false) as is_past
  from versions
)
select
  change.kind,
  count(distinct offense_id) as offenses,
  array_agg(
    struct(
      offense_id as offenseId, report_number as reportNumber, cast(known_from as string) as knownFrom, is_new as isNew,
      ${told('previous_')} as before, ${told('')} as after)
    order by offense_id, version_number limit ${Math.max(examples, 1)}) as examples
from look_ahead
cross join unnest(array<struct<kind string, holds bool>>[
  ('any', not is_past),
  ('new', is_new and not is_past),
  ('reclassified', is_reclassified and not is_past),
  ('moved', is_moved and not is_past),
  ('retimed', is_retimed and not is_past),
  ('removed', is_removed and not is_past),
  ('returned', is_returned and not is_past),
  ('other', is_changed_otherwise and not is_past),
  ('history', is_past)
]) as change
where is_told_first and change.holds
group by change.kind`;
