import type { BigQuery } from '@google-cloud/bigquery';
import { planPortal } from '../../ingest/portal/portal-plan.ts';
import type { PortalDataset } from '../../local/portal/dataset.ts';

type Row = Readonly<Record<string, unknown>>;

/** What every row of a load has of the load, not of the portal. */
const OF_THE_LOAD = ['load_id', 'load_date', 'load_mode', 'snapshot_at', 'feed_shape', 'is_simulated'];

/** Cells by raw column as one text that compares; empty ones are left out. */
function lineOf(cells: Row): string {
  const filled = Object.entries(cells).filter(
    ([name, cell]) => !OF_THE_LOAD.includes(name) && cell && name !== '_extra',
  );
  const extra = typeof cells['_extra'] === 'string' ? Object.entries(JSON.parse(cells['_extra']) as Row) : [];
  const sorted = [...filled, ...extra.filter(([, cell]) => cell)].sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

/** The portal's present rows as it prints them, a line each, the newest of each offense, those without a valid id left out. */
export async function portalVersions(url: string, dataset: PortalDataset): Promise<readonly string[]> {
  const { columns } = dataset.describe();
  const plan = planPortal(
    columns.map(({ fieldName, name, dataTypeName }) => ({ fieldName, name, type: dataTypeName })),
  );
  if ('explanation' in plan) throw new Error(plan.explanation);
  const query = new URLSearchParams({ $select: plan.select.join(','), $order: ':updated_at,:id', $limit: '50000' });
  const answer = await fetch(`${url}/resource/tazs-3rd5.json?${query.toString()}`);
  if (answer.status !== 200) throw new Error(await answer.text());
  const names = new Map(plan.columns.map(({ name, rawColumn = name }) => [name, rawColumn]));
  const newest = new Map<string, string>();
  for (const row of (await answer.json()) as readonly Row[]) {
    const cells = Object.entries(row).map(([name, cell]) => [names.get(name) ?? name.replace(/^:/, 'socrata_'), cell]);
    const id = String(row['offense_id']);
    if (/^\d{1,18}$/.test(id)) newest.set(id, lineOf(Object.fromEntries(cells) as Row));
  }
  return [...newest.values()].sort();
}

/** Newest version of each offense in raw, less those removed since, a line each. */
export async function heldVersions(bigquery: BigQuery, loadIds: readonly string[]): Promise<readonly string[]> {
  const [rows] = await bigquery.query({
    location: 'US',
    params: { loads: loadIds },
    types: { loads: ['STRING'] },
    query: `
      with moments as (
        select offense_id, snapshot_at as told_at, socrata_updated_at, socrata_id, to_json_string(offenses) as version
        from raw.spd_offenses as offenses where load_id in unnest(@loads)
        union all
        select offense_id, noticed_at, null, null, null from raw.spd_removals where load_id in unnest(@loads)
      )
      select version from moments where true
      qualify row_number() over (partition by offense_id order by told_at desc, socrata_updated_at desc, socrata_id desc) = 1`,
  });
  const versions = (rows as readonly { readonly version: string | null }[]).flatMap(({ version }) => version ?? []);
  return versions.map((version) => lineOf(JSON.parse(version) as Row)).sort();
}
