import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CURRENT_HEADER, currentLine } from '../ingest/feed-fixture.ts';
import { crime, type CrimeProcess, dataform, startCrime } from './crime-process.ts';

type Row = Readonly<Record<string, unknown>>;

/** One offense: a line of the present shape with some texts replaced. */
const line = (id: string, ...changes: readonly (readonly [string, string])[]) =>
  changes.reduce((text, [from, to]) => text.replace(from, to), currentLine(id));

const robbery: readonly [string, string] = ['Theft,23F', 'Robbery,120'];
const west: readonly [string, string] = ['B2,North,B,FREMONT', 'K1,West,K,PIONEER SQUARE'];
const earlier: readonly [string, string] = ['2026-04-17T18:42', '2026-04-17T17:00'];

/** What the feed said, export by export. */
const exports = [
  { snapshotAt: '2026-05-01T12:00:00Z', lines: [line('1'), line('2'), line('3')] },
  // The evening of 31 May in Seattle, though 1 June elsewhere.
  { snapshotAt: '2026-06-01T05:00:00Z', lines: [line('1', robbery, west), line('2', earlier), line('3'), line('4')] },
  { snapshotAt: '2026-06-10T12:00:00Z', lines: [line('1', robbery, west), line('2'), line('3', west), line('5')] },
];

describe('the state of a past day', function () {
  this.timeout(240_000);
  let directory: string;
  let services: CrimeProcess;
  let environment: Record<string, string>;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'crime-past-'));
    services = startCrime(['local', '--data-dir', directory]);
    await services.shown('Serving');
    environment = Object.fromEntries(
      [...services.output().matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    for (const [index, { snapshotAt, lines }] of exports.entries()) {
      const source = join(directory, `export_${index}.csv`);
      writeFileSync(source, [CURRENT_HEADER, ...lines, ''].join('\n'));
      const place = ['--source', source, '--snapshot-at', snapshotAt, '--data-dir', directory];
      const ingested = await crime(['ingest', ...place]);
      expect(ingested.exitCode, ingested.stderr).to.equal(0);
    }
    const present = await run();
    expect(present.exitCode, present.text).to.equal(0);
  });

  after(async () => {
    services.child.kill('SIGTERM');
    await services.result;
    rmSync(directory, { recursive: true, force: true });
  });

  const run = async (...parameters: readonly string[]) => {
    const target = ['--credentials', join(directory, 'dataform-credentials.json')];
    const project = ['--default-database', 'seattle-crime-local'];
    const models = ['--tags', 'staging', '--tags', 'fact'];
    const result = await dataform(['run', ...target, ...project, ...models, ...parameters], environment);
    return { ...result, text: `${result.stdout}\n${result.stderr}` };
  };

  const query = async (sql: string) => {
    const { exitCode, stdout, stderr } = await crime(['query', '--json', sql, '--data-dir', directory]);
    expect(exitCode, stderr).to.equal(0);
    return JSON.parse(stdout) as readonly Row[];
  };

  const state = (fact: string) =>
    query(
      `select offense_id, offense_code, precinct, cast(started_at as string) as started_at from ${fact} order by offense_id`,
    );

  it('is told by fct_offense_versions, version by version', async () => {
    const rows = await query(`
      select concat(offense_id, ' ', version_number, ' ', change_kind, ' ', cast(is_moved as string), ' ', cast(date(known_from) as string)) as told
      from fact.fct_offense_versions order by offense_id, version_number`);
    expect(rows.map(({ told }) => told)).to.deep.equal([
      '1 1 new false 2026-05-01',
      '1 2 reclassified true 2026-06-01',
      '2 1 new false 2026-05-01',
      '2 2 retimed false 2026-06-01',
      '2 3 retimed false 2026-06-10',
      '3 1 new false 2026-05-01',
      '3 2 moved true 2026-06-10',
      '4 1 new false 2026-06-01',
      '5 1 new false 2026-06-10',
    ]);
  });

  it('is built under a schema suffix with --full-refresh, and is what the versions say of that day', async () => {
    const built = await run('--vars', 'as_known_on=2026-05-31', '--schema-suffix', 'past', '--full-refresh');
    expect(built.exitCode, built.text).to.equal(0);
    const past = await state('fact_past.fct_offenses');
    expect(past.map(({ offense_id, offense_code, precinct }) => [offense_id, offense_code, precinct])).to.deep.equal([
      ['1', '120', 'West'],
      ['2', '23F', 'North'],
      ['3', '23F', 'North'],
      ['4', '23F', 'North'],
    ]);
    expect(past[1]?.['started_at']).to.equal('2026-04-17 17:00:00');
    const versions = `(select * from fact.fct_offense_versions
      where known_from < timestamp('2026-06-01', 'America/Los_Angeles')
        and (known_to is null or known_to >= timestamp('2026-06-01', 'America/Los_Angeles')))`;
    expect(await state(versions)).to.deep.equal(past);
    const [cover] = await query('select loads, offenses from fact_past.dim_run');
    expect(cover).to.deep.equal({ loads: 2, offenses: 4 });
  });

  it('leaves the present state alone', async () => {
    expect((await query('select count(*) as n from fact.fct_offenses'))[0]).to.deep.equal({ n: 5 });
  });

  it('is refused without a schema suffix', async () => {
    const refused = await run('--vars', 'as_known_on=2026-05-31', '--full-refresh');
    expect(refused.exitCode).not.to.equal(0);
    expect(refused.text).to.include('must not replace the present one: add --schema-suffix and --full-refresh');
  });

  it('is refused without --full-refresh where tables stand', async () => {
    const before = await state('fact_past.fct_offenses');
    const refused = await run('--vars', 'as_known_on=2026-05-02', '--schema-suffix', 'past');
    expect(refused.exitCode).not.to.equal(0);
    expect(refused.text).to.include('The variable as_known_on needs a full refresh');
    expect(await state('fact_past.fct_offenses')).to.deep.equal(before);
  });

  it('is followed up to the present by a run without the variable', async () => {
    const followed = await run('--schema-suffix', 'past');
    expect(followed.exitCode, followed.text).to.equal(0);
    expect(await state('fact_past.fct_offenses')).to.deep.equal(await state('fact.fct_offenses'));
  });
});
