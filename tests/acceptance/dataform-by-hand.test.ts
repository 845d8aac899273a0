import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { crime, type CrimeProcess, dataform, startCrime } from './crime-process.ts';

/** Every table that the project builds, each with a fingerprint of its rows. */
type Fingerprints = Readonly<Record<string, string>>;

describe('npx dataform beside crime local', function () {
  this.timeout(240_000);
  let dataDir: string;
  let services: CrimeProcess;
  let environment: Record<string, string>;
  let built: Fingerprints;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'crime-by-hand-'));
    services = startCrime(['local', '--data-dir', dataDir]);
    await services.shown('Serving');
    environment = Object.fromEntries(
      [...services.output().matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    const ingested = await crime(['ingest', '--simulated-rows', '1000', '--data-dir', dataDir]);
    expect(ingested.exitCode, ingested.stderr).to.equal(0);
  });

  after(async () => {
    services.child.kill('SIGTERM');
    expect((await services.result).exitCode).to.equal(0);
    rmSync(dataDir, { recursive: true, force: true });
  });

  const run = async (...parameters: readonly string[]) => {
    const credentials = join(dataDir, 'dataform-credentials.json');
    const result = await dataform([...parameters, '--credentials', credentials], environment);
    return { ...result, text: `${result.stdout}\n${result.stderr}` };
  };

  const query = async (sql: string) => {
    const { exitCode, stdout, stderr } = await crime(['query', '--json', sql, '--data-dir', dataDir]);
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
  };

  const fingerprints = async (): Promise<Fingerprints> => {
    const listing = ['staging', 'fact', 'mart'].map(
      (dataset) => `select concat(table_schema, '.', table_name) as name from ${dataset}.INFORMATION_SCHEMA.TABLES`,
    );
    const names = (await query(listing.join(' union all '))).map(({ name }) => String(name));
    const prints = names.map(
      (name) =>
        `select '${name}' as name, count(*) as n, bit_xor(farm_fingerprint(to_json_string(t))) as print from ${name} as t`,
    );
    const rows = await query(prints.join(' union all '));
    return Object.fromEntries(rows.map(({ name, n, print }) => [String(name), `${String(n)} rows, ${String(print)}`]));
  };

  it('tells that all its variables are set', () => {
    expect(Object.keys(environment)).to.include.members([
      'BIGQUERY_EMULATOR_HOST',
      'STORAGE_EMULATOR_HOST',
      'GOOGLE_CLOUD_PROJECT',
      'METADATA_SERVER_DETECTION',
    ]);
  });

  it('passes the unit tests', async () => {
    const result = await run('test');
    expect(result.exitCode, result.text).to.equal(0);
  });

  it('builds every model', async () => {
    const first = await run('run', '--default-database', 'seattle-crime-local');
    expect(first.exitCode, first.text).to.equal(0);
    built = await fingerprints();
    expect(Object.keys(built)).to.include.members(['fact.fct_offenses', 'mart.mart_offenses_daily']);
  });

  for (const [how, parameters] of [
    ['again', []],
    ['with --full-refresh', ['--full-refresh']],
  ] as const) {
    it(`builds the same tables ${how}`, async () => {
      const repeated = await run('run', '--default-database', 'seattle-crime-local', ...parameters);
      expect(repeated.exitCode, repeated.text).to.equal(0);
      expect(await fingerprints()).to.deep.equal(built);
    });
  }

  it('checks the models of a tag without building them', async () => {
    const before = await fingerprints();
    const result = await run('run', '--dry-run', '--tags', 'mart');
    expect(result.exitCode, result.text).to.equal(0);
    expect(result.text).to.include('mart.mart_offenses_daily');
    expect(await fingerprints()).to.deep.equal(before);
  });
});
