import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BigQuery } from '@google-cloud/bigquery';
import { expect } from 'chai';
import type { IngestedSource } from '../../cli/run/ingest-sources.ts';
import type { IngestStatus, ReloadedLoad } from '../../ingest/index.ts';
import { openEditableDataset } from '../../local/portal/editable-dataset.ts';
import { startPortalServer } from '../../local/portal/server.ts';
import { crime, type CrimeProcess, startCrime } from './crime-process.ts';

const token = 'an-app-token-that-nobody-may-see';
const rows = 1000;

describe('crime ingest, from a portal', function () {
  this.timeout(240_000);
  let directory: string;
  let tokenFile: string;
  let portal: CrimeProcess;
  let services: CrimeProcess;
  let url: string;
  let bigquery: BigQuery;
  let environmentBefore: readonly (readonly [string, string | undefined])[];
  /** What every process has printed. */
  const printed: string[] = [];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'crime-ingest-options-'));
    tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, `${token}\n`);
    const simulation = ['--simulated-rows', String(rows), '--data-dir', join(directory, 'made')];
    portal = startCrime(['portal', ...simulation, '--app-token-file', tokenFile, '--verbose']);
    services = startCrime(['local', '--data-dir', join(directory, 'data')]);
    await Promise.all([portal.shown('Ctrl-C stops'), services.shown('Serving')]);
    url = portal.output().trim().split('\n')[0] ?? '';
    const environment = [...services.output().matchAll(/^export (\w+)=(.*)$/gm)];
    environmentBefore = environment.map(([, name = '']) => [name, process.env[name]] as const);
    for (const [, name = '', value] of environment) process.env[name] = value;
    bigquery = new BigQuery({ projectId: 'seattle-crime-local', location: 'US' });
  });

  after(async () => {
    for (const [name, value] of environmentBefore) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    portal.child.kill('SIGTERM');
    services.child.kill('SIGTERM');
    const ends = await Promise.all([portal.result, services.result]);
    rmSync(directory, { recursive: true, force: true });
    expect(ends.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0]);
    for (const { stdout, stderr } of ends) expect(stdout + stderr).not.to.include(token);
  });

  const ingest = async (...parameters: readonly string[]) => {
    const result = await crime(['ingest', ...parameters, '--data-dir', join(directory, 'data')]);
    printed.push(result.stdout, result.stderr);
    return result;
  };

  const read = async <Result>(...parameters: readonly string[]): Promise<Result> => {
    const { exitCode, stdout, stderr } = await ingest(...parameters, '--json');
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as Result;
  };

  const fromPortal = async (...parameters: readonly string[]) => {
    const [ingested] = await read<readonly IngestedSource[]>(
      ...['--portal', url, '--dataset', 'tazs-3rd5', '--app-token-file', tokenFile],
      ...parameters,
    );
    return ingested ?? expect.fail('nothing was ingested');
  };

  const counted = async (where = ''): Promise<number> => {
    const condition = where === '' ? '' : `&$where=${encodeURIComponent(where)}`;
    const answer = await fetch(`${url}/resource/tazs-3rd5.json?$select=count(*)${condition}`);
    const [row] = (await answer.json()) as readonly Readonly<Record<string, string>>[];
    return Number(Object.values(row ?? {})[0]);
  };

  const query = async (sql: string) => (await bigquery.query({ query: sql, location: 'US' }))[0] as readonly unknown[];

  it('says by --dry-run what it would do, and does nothing', async () => {
    const plan = await fromPortal('--dry-run');
    expect(plan).to.include({ isPlan: true, isNew: false, mode: 'full', rows: await counted(), isSimulated: true });
    const status = await read<IngestStatus>('status');
    expect(status).to.deep.include({ loads: [], interrupted: [], rows: 0 });
  });

  it('loads the offenses of --since to --until, both days included', async () => {
    const window = await fromPortal('--since', '2024-03-01', '--until', '2024-04-30');
    const expected = await counted("offense_date >= '2024-03-01T00:00:00' and offense_date < '2024-05-01T00:00:00'");
    expect(expected).to.be.greaterThan(10);
    expect(window).to.include({ mode: 'window', rows: expected, isNew: true });
  });

  it('loads all by the newer interface, and tells of it by status --json', async () => {
    const load = await fromPortal();
    expect(load).to.include({ mode: 'full', rows: await counted(), isNew: true });
    const status = await read<IngestStatus>('status');
    expect(status.loads.map(({ mode }) => mode)).to.deep.equal(['window', 'full']);
    expect(status).to.include({ portalRows: load.rows, isSimulated: true });
    expect(status.lastWhole?.loadId).to.equal(load.loadId);
    expect(status.lastReconciliation).to.include({ loadId: load.loadId, is_audited: false });
    expect(await fromPortal()).to.include({ mode: 'none', isNew: false, loadId: load.loadId });
  });

  it('loads from the lake what raw has lost, by --load ID and --load all', async () => {
    const held = () => query('select load_id, count(*) as n from raw.spd_offenses group by load_id order by load_id');
    const whole = await held();
    const { loads } = await read<IngestStatus>('status');
    const lost = loads.find(({ mode }) => mode === 'window')?.loadId ?? '';
    await query(`delete from raw.spd_offenses where load_id = '${lost}'`);
    const reloaded = await read<readonly ReloadedLoad[]>('reload', '--load', lost);
    expect(reloaded.map(({ loadId, tables }) => [loadId, tables])).to.deep.equal([[lost, ['spd_offenses']]]);
    expect(await held()).to.deep.equal(whole);
    await query('drop table raw.spd_offenses');
    const all = await read<readonly ReloadedLoad[]>('reload', '--load', 'all');
    expect(all.map(({ tables }) => tables)).to.deep.equal([['spd_offenses'], ['spd_offenses']]);
    expect(await held()).to.deep.equal(whole);
  });

  it('reads a portal of other column names by --mapping, and without it says which are missing', async () => {
    const dataset = await openEditableDataset({
      rows: [{ offense_id: '1', report_number: '2026-1', nibrs_offense_code: '23F' }],
    });
    await dataset.renameColumn('offense_id', { name: 'Key', fieldName: 'their_key' });
    const server = await startPortalServer({ dataset });
    const mapping = join(directory, 'mapping.json');
    writeFileSync(mapping, JSON.stringify({ columns: { their_key: 'offense_id' } }));
    try {
      const elsewhere = ['--portal', server.url, '--lake', 'gs://seattle-crime-lake/elsewhere', '--dry-run'];
      const refused = await ingest(...elsewhere);
      expect(refused.exitCode, refused.stderr).to.equal(3);
      expect(refused.stderr).to.include('offense_id').and.to.include('their_key');
      const [plan] = await read<readonly IngestedSource[]>(...elsewhere, '--mapping', mapping);
      expect(plan).to.include({ isPlan: true, rows: 1 });
    } finally {
      await server.close();
      await dataset.close();
    }
  });

  it('stops at another dataset, a wrong token or a load that is not there, and says what to do', async () => {
    const stranger = join(directory, 'stranger');
    writeFileSync(stranger, 'another-secret-token');
    const [dataset, refused, load] = await Promise.all([
      ingest('--portal', url, '--dataset', 'aaaa-0000'),
      ingest('--portal', url, '--app-token-file', stranger, '--dry-run'),
      ingest('reload', '--load', 'full_20200101T000000000Z_0000'),
    ]);
    expect([dataset.exitCode, refused.exitCode, load.exitCode], refused.stderr).to.deep.equal([3, 3, 4]);
    expect(dataset.stderr).to.include('aaaa-0000');
    expect(refused.stderr).not.to.include('another-secret-token');
    expect(load.stderr).to.include('crime ingest status');
  });

  it('refuses options that do not go together, with exit code 2', async () => {
    const absent = join(directory, 'absent');
    const lines = [
      [['reload'], 'go together'],
      [['--load', 'all'], 'go together'],
      [['--source', 'export.csv', '--dry-run'], '--dry-run is for a portal'],
      [['--portal', url, '--since', '2024-02-30'], 'is no day'],
      [['--portal', url, '--since', '2024-02-01', '--mode', 'sweep'], 'load a window'],
      [['--portal', url, '--since', '2024-02-02', '--until', '2024-02-01'], 'lies before --since'],
      [['--portal', url, '--source', 'export.csv'], '--portal goes with no file'],
      [['--portal', url, '--mode', 'window'], 'mode'],
      [['--portal', url, '--app-token-file', absent], '--app-token-file'],
      [['--portal', url, '--app-token', token.slice(3)], 'app-token'],
    ] as const;
    for (const [parameters, message] of lines) {
      const { exitCode, stderr } = await ingest(...parameters);
      expect(exitCode, `${parameters.join(' ')}\n${stderr}`).to.equal(2);
      expect(stderr).to.include(message);
    }
  });

  it('refuses a file for a data directory in every command that serves from one', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    for (const command of ['local', 'portal', 'run']) {
      const { exitCode, stderr } = await crime([command, '--data-dir', file]);
      expect(exitCode, stderr).to.equal(2);
      expect(stderr).to.include('is a file, not a folder');
    }
  });

  it('never shows the token: not printed, not logged, not kept', () => {
    expect(printed.length).to.be.greaterThan(30);
    for (const text of [...printed, portal.output()]) expect(text).not.to.include(token);
    const folder = join(directory, 'data');
    const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
    const kept = files.filter((path) => statSync(path).isFile() && readFileSync(path).includes(token));
    expect(kept).to.deep.equal([]);
  });
});
