import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { answerLines } from '../../cli/run/answers-text.ts';
import type { RunReport } from '../../cli/run/report.ts';
import type { BoundaryMap } from '../../dashboard/index.ts';
import { collection, feature } from '../ingest/boundaries/boundary-fixture.ts';
import { agreesWithRecount, type Recounted } from './agrees-with-recount.ts';
import { BuiltWarehouse } from './built-warehouse.ts';
import { crime, type CrimeProcess, type ProcessResult, startCrime } from './crime-process.ts';
import { documentedQueries } from './documented-queries.ts';
import { portalRows } from './portal-rows.ts';
import { feedOf } from './recount/feed.ts';
import { portalLoad } from './recount/loads.ts';

/** Days of the simulated portal: the last before its columns were renamed, and the one that the run ends with. */
const [beforeRenaming, present] = [-494, 0];

describe('crime run, without a source', function () {
  this.timeout(240_000);
  let dataDir: string;
  let first: ProcessResult;
  let report: RunReport;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'crime-run-'));
    const junit = join(dataDir, 'reports', 'run.xml');
    first = await crime(['run', '--data-dir', dataDir, '--no-serve', '--json', '--junit', junit]);
    expect(first.exitCode, first.stderr).to.equal(0);
    report = JSON.parse(first.stdout) as RunReport;
  });

  after(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says that the rows are simulated', () => {
    expect(report.isSimulated).to.equal(true);
    expect(report.answers?.overview.isSimulated).to.equal(true);
    expect(first.stderr).to.include('SIMULATED');
  });

  it('passes every unit test and assertion', () => {
    expect(report.unitTests.length).to.be.greaterThan(3);
    expect(report.unitTests.every(({ isPassed }) => isPassed)).to.equal(true);
    expect(report.assertions.length).to.be.greaterThan(20);
    expect(report.assertions.filter(({ status }) => status !== 'passed')).to.deep.equal([]);
  });

  it('keeps the result of every unit test, with the model it tests', async () => {
    const sql =
      "select count(*) as n, countif(status = 'passed' and model is not null) as passed from ops.unit_test_results";
    const { stdout } = await crime(['query', sql, '--json', '--data-dir', dataDir]);
    const all = report.unitTests.length;
    expect(JSON.parse(stdout)).to.deep.equal([{ n: all, passed: all }]);
  });

  it('writes JUnit XML with every model and assertion', () => {
    const xml = readFileSync(join(dataDir, 'reports', 'run.xml'), 'utf8');
    expect(xml.match(/<testcase classname="assertions"/g)?.length).to.equal(report.assertions.length);
    expect(xml).to.include('name="mart.mart_offenses_daily"');
  });

  it('has read both shapes of the feed', () => {
    expect(report.ingested.map(({ mode, isNew }) => [mode, isNew])).to.deep.equal([
      ['full', true],
      ['full', true],
    ]);
  });

  it('names the page that it made, which is not served with --no-serve', () => {
    expect(report.page).to.deep.equal({ directory: join(dataDir, 'page'), url: null });
    expect(existsSync(join(dataDir, 'page', 'index.html'))).to.equal(true);
  });

  describe('the warehouse that it builds', () => {
    let recounted: Recounted;

    before(async () => {
      const texts = await portalRows(dataDir, 20_000, [beforeRenaming, present]);
      const warehouse = await BuiltWarehouse.open(dataDir);
      const readings = await warehouse.query('select distinct snapshot_at from raw.spd_offenses order by snapshot_at');
      const loads = readings.map(({ snapshot_at }, index) =>
        portalLoad(texts[index] ?? '', Date.parse(String(snapshot_at))),
      );
      recounted = { warehouse, feed: feedOf(loads, true) };
      expect(recounted.feed.offenses.length).to.be.greaterThan(19_000);
    });

    after(() => recounted.warehouse.close());

    agreesWithRecount(() => recounted);

    it('keeps the result of every assertion', async () => {
      const [row] = await recounted.warehouse.query(
        "select count(*) as n, countif(status = 'passed') as passed from ops.assertion_results",
      );
      expect(row).to.deep.equal({ n: report.assertions.length, passed: report.assertions.length });
    });

    for (const [document, count] of [
      ['parity.md', 9],
      ['history.md', 2],
    ] as const) {
      it(`answers every query of docs/${document}`, async () => {
        const queries = documentedQueries(document);
        expect(queries).to.have.length(count);
        expect(queries.filter(({ columns }) => columns.length > 0)).to.have.length(
          document === 'parity.md' ? count : 0,
        );
        for (const { sql, columns } of queries) {
          // What an earlier model answered takes one mart, not a join of several.
          if (document === 'parity.md') expect(sql.match(/\b(?:mart|fact|staging|raw)\.\w+/g), sql).to.have.length(1);
          const found = await recounted.warehouse.shape(sql);
          expect(found.rows, sql).to.be.greaterThan(0);
          if (columns.length > 0) expect(found.columns, sql).to.deep.equal(columns);
        }
      });
    }
  });

  describe('left serving', () => {
    let served: CrimeProcess;
    let url: string;

    before(async () => {
      served = startCrime(['run', '--data-dir', dataDir]);
      await served.shown('until stopped');
      url = /^The page: (http:\S+) /m.exec(served.output())?.[1] ?? '';
    });

    after(async () => {
      served.child.kill('SIGKILL');
      await served.result;
    });

    it('adds nothing and gives the same answers', () => {
      const answers = (text: string) => text.slice(text.indexOf('Findings\n'), text.indexOf('This run\n'));
      expect(served.output()).to.include(': nothing new');
      expect(answers(served.output())).to.equal(answers(answerLines(report).join('\n')));
    });

    it('prints answers that nobody can take for real', () => {
      const lines = served.output().trim().split('\n');
      const banners = lines.filter((line) => line.startsWith('SIMULATED'));
      expect(lines[0]).to.equal(banners[0]);
      expect(banners.length).to.equal(2);
      for (const title of [
        'Findings',
        'Most reported offenses',
        'By category',
        'By precinct',
        'Data quality',
        'This run',
      ]) {
        expect(lines).to.include(title);
      }
    });

    it('serves the page at the address that it printed, labelled as simulated', async () => {
      const page = await fetch(url);
      expect(page.status).to.equal(200);
      expect(await page.text()).to.match(/simulated/i);
      const run = (await (await fetch(`${url}data/run.json`)).json()) as Record<string, unknown>;
      expect(run['is_simulated']).to.equal(true);
      expect(run['as_of']).to.equal(report.answers?.overview.asOf);
    });

    it('leaves the data to other commands meanwhile', async () => {
      expect(existsSync(join(dataDir, 'services.json'))).to.equal(false);
      const { exitCode, stdout, stderr } = await crime(['query', 'select 1 as one', '--json', '--data-dir', dataDir]);
      expect(exitCode, stderr).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal([{ one: 1 }]);
    });

    it('ends well when stopped', async () => {
      served.child.kill('SIGINT');
      const { exitCode, stderr } = await served.result;
      expect(exitCode).to.equal(0);
      expect(stderr).to.match(/Stopped\.\n$/);
      expect(await fetch(url).catch(() => 'nobody')).to.equal('nobody');
    });
  });

  describe('crime boundaries, afterwards', () => {
    const names = ['Fremont', 'Alki', 'BELLTOWN'];
    const boundaries = (...parameters: readonly string[]) =>
      crime(['boundaries', '--data-dir', dataDir, ...parameters]);

    it('has none at first', async () => {
      const { exitCode, stdout } = await boundaries('--json');
      expect(exitCode).to.equal(0);
      expect(JSON.parse(stdout)).to.equal(null);
    });

    it('refuses a file that names too few neighborhoods, and says what it has', async () => {
      const source = join(dataDir, 'few.geojson');
      writeFileSync(source, collection(names.map((name) => feature(name))));
      const { exitCode, stderr } = await boundaries('--source', source, '--origin', 'Us', '--licence', 'None');
      expect(exitCode).to.equal(3);
      expect(stderr).to.include('few.geojson').and.include('S_HOOD (Fremont)');
    });

    it('loads a file, which the next page draws with its origin and licence', async () => {
      const source = join(dataDir, 'all.geojson');
      const sql =
        "select neighborhood from fact.dim_neighborhoods where is_listed and neighborhood not in ('Unknown', 'OOJ')";
      const listed = await crime(['query', sql, '--json', '--data-dir', dataDir]);
      const known = (JSON.parse(listed.stdout) as { neighborhood: string }[]).map(({ neighborhood }) => neighborhood);
      writeFileSync(source, collection([...known, 'Atlantis'].map((name) => feature(name.toLowerCase()))));
      const loaded = await boundaries('--source', source, '--origin', 'Us', '--licence', 'None', '--json');
      expect(loaded.exitCode, loaded.stderr).to.equal(0);
      expect(JSON.parse(loaded.stdout)).to.deep.include({ is_new: true, unknown_names: ['atlantis'], origin: 'Us' });
      const shown = await boundaries();
      expect(shown.stdout).to.include('Licence: None').and.include(`${known.length} of `);
    });
  });

  describe('crime dashboard, afterwards', () => {
    const dashboard = (...parameters: readonly string[]) => crime(['dashboard', '--data-dir', dataDir, ...parameters]);

    it('makes the page anew into a folder of its own, and prints which', async () => {
      const output = join(dataDir, 'published', 'site');
      const made = await dashboard('--no-serve', '--output', output);
      expect(made.exitCode, made.stderr).to.equal(0);
      expect(made.stdout).to.equal(`${output}\n`);
      const drawn = JSON.parse(readFileSync(join(output, 'data', 'boundaries.json'), 'utf8')) as BoundaryMap;
      expect([drawn.origin, drawn.licence]).to.deep.equal(['Us', 'None']);
      expect(drawn.neighborhoods.find(({ neighborhood }) => neighborhood === 'FREMONT')?.rings[0]?.length).to.equal(5);
      const again = await dashboard('--no-serve', '--output', output);
      expect(again.exitCode, again.stderr).to.equal(0);
      expect(readdirSync(join(dataDir, 'published'))).to.deep.equal(['site']);
    });

    it('says that a port is taken', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { exitCode, stderr } = await dashboard('--port', String(port));
      other.close();
      expect(exitCode).to.equal(2);
      expect(stderr).to.include(`Port ${port} is taken`);
    });

    it('leaves nothing running', () => {
      expect(existsSync(join(dataDir, 'services.json'))).to.equal(false);
    });
  });
});
