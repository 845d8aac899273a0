import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BigQuery } from '@google-cloud/bigquery';
import { Storage } from '@google-cloud/storage';
import { expect } from 'chai';
import { type PortalIngestSummary, defaultEffects, ingestPortal } from '../../ingest/index.ts';
import type { TimedDataset } from '../../local/portal/dataset.ts';
import { type PortalServer, startPortalServer } from '../../local/portal/server.ts';
import { openSimulatedDataset } from '../../local/portal/simulated-dataset.ts';
import { type LocalServices, startLocalServices } from '../../local/services.ts';
import { dataform } from './crime-process.ts';
import { copyProject } from './project-copy.ts';
import { feedOf, type Load } from './recount/feed.ts';
import { recounts } from './recount/index.ts';
import { portalLoad } from './recount/loads.ts';
import { differences, type Row as TableRow } from './recount/table.ts';
import { ToldHistory, type ToldVersion } from './told-history.ts';
import { type ToldOffense, toldOffenses } from './told-offense.ts';

const project = 'seattle-crime-local';
const lake = 'seattle-crime-lake';

/** Thirty days, 25 February to 26 March: on 10 March the columns are renamed, on 20 March all rows are published anew. */
const simulation = { rows: 6000, from: '2024-11-01', to: '2025-03-31', legacyExportedOn: '2025-03-10' };
const days = Array.from({ length: 30 }, (_, index) => index - 35);
const [renamedOn, republishedOn] = ['2025-03-10', '2025-03-20'];
/** On these days all keys are compared, in place of the load of the changes. */
const sweptOn = ['2025-03-06', '2025-03-16', '2025-03-26'];

type Row = Readonly<Record<string, unknown>>;

/** What one day came to. */
interface Lived {
  readonly date: string;
  readonly summary: PortalIngestSummary;
}

describe('thirty days of a portal’s life', function () {
  this.timeout(900_000);
  let directory: string;
  let services: LocalServices;
  let dataset: TimedDataset;
  let portal: PortalServer;
  let bigquery: BigQuery;
  let environmentBefore: readonly (readonly [string, string | undefined])[];
  const history = new ToldHistory();
  const lived: Lived[] = [];
  const readings: Load[] = [];
  let lateReports = 0;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'crime-thirty-days-'));
    services = await startLocalServices({ dataDir: join(directory, 'data'), log: () => undefined });
    environmentBefore = Object.keys(services.environment).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, services.environment);
    await new Storage({ projectId: project }).bucket(lake).create();
    bigquery = new BigQuery({ projectId: project, location: 'US' });
    writeFileSync(join(directory, 'credentials.json'), JSON.stringify({ projectId: project, location: 'US' }));
    // Its staging alone compiles faster; the last day builds the whole.
    copyProject(join(directory, 'project'));
    for (const models of ['assertions', 'fact', 'mart', 'tests']) {
      rmSync(join(directory, 'project', 'definitions', models), { recursive: true });
    }
    dataset = await openSimulatedDataset({ directory: join(directory, 'portal'), ...simulation, day: days[0] ?? 0 });
    portal = await startPortalServer({ dataset });
  });

  after(async () => {
    await portal.close();
    await dataset.close();
    for (const [name, value] of environmentBefore) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await services.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const ingest = (mode: 'auto' | 'sweep') =>
    ingestPortal(
      {
        ...{ portal: portal.url, dataset: 'tazs-3rd5', mode, lake: `gs://${lake}`, projectId: project, location: 'US' },
        ...{ memoryLimitMegabytes: 128, temporaryDirectory: join(directory, 'temporary') },
      },
      { ...defaultEffects, log: () => undefined },
    );

  const build = async (isWhole: boolean) => {
    const target = ['--credentials', join(directory, 'credentials.json'), '--default-database', project];
    const parameters = ['run', ...target, ...(isWhole ? [] : ['--disable-assertions'])];
    const folder = isWhole ? undefined : join(directory, 'project');
    const { exitCode, stdout, stderr } = await dataform(parameters, services.environment, folder);
    expect(exitCode, `${stdout}\n${stderr}`).to.equal(0);
  };

  const query = async (sql: string) => (await bigquery.query({ query: sql, location: 'US' }))[0] as readonly Row[];

  const portalText = async () => {
    const answer = await fetch(`${portal.url}/resource/tazs-3rd5.csv?$limit=50000&$order=:updated_at,:id`);
    expect(answer.status).to.equal(200);
    return answer.text();
  };

  for (const [index, day] of days.entries()) {
    it(`day ${index + 1}: staging is what the portal says, and its versions what it has said`, async () => {
      await dataset.setDay(day);
      const date = dataset.now().toISOString().slice(0, 10);
      const text = await portalText();
      const told = toldOffenses(text);
      readings.push(portalLoad(text, dataset.now().getTime()));
      if (index > 0) {
        const unknown = [...told.values()].filter(({ offenseId }) => !history.versions.has(offenseId));
        lateReports += unknown.filter((offense) => isLate(offense, date)).length;
      }
      history.add(date, told);
      lived.push({ date, summary: await ingest(sweptOn.includes(date) ? 'sweep' : 'auto') });
      await build(index === days.length - 1);
      expectSame(await query(presentSql), [...told.values()].map(presentLine));
      expectSame(await query(versionsSql), versionLines(history));
    });
  }

  it('has seen all that can happen to an offense', () => {
    for (const change of ['new', 'reclassified', 'moved', 'removed', 'returned'] as const) {
      expect(history.changes[change], change).to.be.greaterThan(0);
    }
    expect(lateReports).to.be.greaterThan(0);
  });

  it('loaded everything when the columns were renamed and when all was published anew, else what had changed', () => {
    const isRenewed = (date: string | undefined) => date === renamedOn || date === republishedOn;
    for (const [index, { date, summary }] of lived.entries()) {
      const ofChanges = sweptOn.includes(date) ? 'sweep' : 'incremental';
      expect(summary.mode, date).to.equal(index === 0 || isRenewed(date) ? 'full' : ofChanges);
      if (summary.mode === 'full') continue;
      expect(summary.rows, date).to.be.lessThan((summary.portalRows ?? 0) / 10);
    }
  });

  it('noticed removals in sweeps and in loads of changes', () => {
    const noticed = (mode: string) =>
      lived.reduce((sum, { summary }) => sum + (summary.mode === mode ? summary.removals : 0), 0);
    expect(noticed('sweep')).to.be.greaterThan(0);
    expect(noticed('incremental')).to.be.greaterThan(0);
  });

  // Only here is the portal read so often that the readings tell when an offense became known.
  for (const name of ['fct_offense_delays', 'fct_nowcasts', 'mart_reporting_lag', 'mart_offenses_daily'] as const) {
    it(`holds in ${name} what became known by the readings`, async () => {
      const table = `${name.startsWith('mart_') ? 'mart' : 'fact'}.${name}`;
      const rows = await query(`select to_json_string(it) as row_text from ${table} as it`);
      const held = rows.map((row) => JSON.parse(String(row['row_text'])) as TableRow);
      expect(differences(held, recounts[name](feedOf(readings, true)))).to.deep.equal([]);
    });
  }

  it('made no version of a renaming or a republish', () => {
    for (const date of [renamedOn, republishedOn]) {
      const known = [...history.versions.values()].filter(([first]) => (first?.knownFrom ?? date) < date);
      const changed = known.filter((versions) => versions.some(({ knownFrom }) => knownFrom === date));
      expect(known.length).to.be.greaterThan(3000);
      expect(changed.length, date).to.be.lessThan(known.length / 50);
    }
  });
});

/** Reported two days ago or longer. */
function isLate({ shared }: ToldOffense, date: string): boolean {
  const reportedAt = shared['reported_at'];
  return typeof reportedAt === 'number' && Date.parse(date) - reportedAt > 2 * 86_400_000;
}

const sharedNames = [
  ...['report_number', 'offense_code', 'precinct', 'sector', 'beat', 'neighborhood', 'block_address'],
  ...['longitude', 'latitude', 'started_at', 'reported_at'],
];
/** Names and groups that staging fills in from the code are compared in the versions only. */
const versionNames = [...sharedNames, 'nibrs_group', 'crime_against'];
const currentNames = ['offense_category', 'offense_sub_category', 'reporting_area', 'shooting_type'];

/** SQL for a column as text: degrees in millionths, times in milliseconds. */
function textOf(name: string): string {
  if (name.endsWith('tude')) return `cast(cast(round(${name} * 1000000) as int64) as string)`;
  if (name.endsWith('_at')) return `cast(unix_millis(timestamp(${name})) as string)`;
  return name;
}

/** SQL for columns as one line. */
const lineOf = (expressions: readonly string[]) =>
  `array_to_string([${expressions.join(', ')}], '|', '(null)') as line`;

const line = (values: readonly (string | number | boolean | null | undefined)[]) =>
  values.map((value) => String(value ?? '(null)')).join('|');

const presentSql = `select ${lineOf(['offense_id', ...sharedNames.map(textOf)])} from staging.stg_spd__offenses where not is_removed`;

const presentLine = ({ offenseId, shared }: ToldOffense) =>
  line([
    offenseId,
    ...sharedNames.map((name) => (name === 'offense_code' ? (shared[name] ?? 'Unknown') : shared[name])),
  ]);

const versionsSql = `select ${lineOf([
  'offense_id',
  'cast(version_number as string)',
  'cast(date(known_from) as string)',
  'cast(date(known_to) as string)',
  'cast(is_removed as string)',
  ...[...versionNames, 'ended_at', ...currentNames].map(textOf),
])} from staging.stg_spd__offense_versions`;

const versionLines = ({ versions }: ToldHistory) =>
  [...versions].flatMap(([offenseId, each]) =>
    each.map((version, index) => versionLine(offenseId, index + 1, version)),
  );

function versionLine(offenseId: string, number: number, version: ToldVersion): string {
  const { knownFrom, knownTo, isRemoved, shared, endedAt, current } = version;
  const content = [
    ...versionNames.map((name) => shared[name]),
    endedAt,
    ...currentNames.map((name) => current?.[name]),
  ];
  return line([offenseId, number, knownFrom, knownTo, isRemoved, ...content]);
}

function expectSame(rows: readonly Row[], truth: readonly string[]): void {
  const held = rows.map((row) => String(row['line']));
  const [here, there] = [new Set(held), new Set(truth)];
  expect(held.filter((each) => !there.has(each)).sort(), 'held, not told').to.deep.equal([]);
  expect(truth.filter((each) => !here.has(each)).sort(), 'told, not held').to.deep.equal([]);
  expect(held.length).to.equal(truth.length);
}
