import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { realDataFile } from '../real-data.ts';
import { agreesWithRecount, type Recounted } from './agrees-with-recount.ts';
import { BuiltWarehouse } from './built-warehouse.ts';
import { crime } from './crime-process.ts';
import { writeOddExport } from './odd-export.ts';
import { copyProject, setVariables } from './project-copy.ts';
import { parseDay } from './recount/days.ts';
import { feedOf } from './recount/feed.ts';
import { exportLoad } from './recount/loads.ts';
import type { Row } from './recount/table.ts';

/** The day before the newest of the robberies: of the few other records, one is of 2026. */
const asOf = '2021-09-20';

describe('crime run on real records, with the variable as_of', function () {
  this.timeout(240_000);
  let directory: string | undefined;
  let recounted: Recounted | undefined;

  before(async function () {
    const [legacy, current] = ['legacy_robbery_2008_2021.csv', 'current_rows.csv'].map(realDataFile);
    if (legacy === undefined || current === undefined) {
      process.stderr.write('    skipped: no real records; CRIME_REAL_DATA names their folder\n');
      this.skip();
    }
    directory = mkdtempSync(join(tmpdir(), 'crime-real-'));
    const [project, dataDir, odd] = [join(directory, 'project'), join(directory, 'data'), join(directory, 'odd.csv')];
    copyProject(project);
    setVariables(project, { as_of: asOf });
    const torn = writeOddExport(current, odd);
    const run = await crime(['run', '--source', legacy, '--source', odd, '--data-dir', dataDir, '--no-serve'], project);
    expect(run.exitCode, run.stderr).to.equal(0);
    expect(run.stdout).not.to.include('SIMULATED');
    const feed = feedOf([exportLoad(legacy), exportLoad(odd, torn)], false, parseDay(asOf));
    recounted = { feed, warehouse: await BuiltWarehouse.open(dataDir) };
  });

  after(async () => {
    await recounted?.warehouse.close();
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  });

  agreesWithRecount(() => recounted as Recounted);

  describe('its forecasts of robberies', () => {
    let pooled: readonly Row[];

    before(async () => {
      pooled = await (recounted as Recounted).warehouse.query(
        "select * from mart.mart_forecast_scorecard where method = 'smoothing' and horizon_weeks is null",
      );
    });

    it('beat every rival, and the 4-week mean by at least 3 %, over at least 156 origins', () => {
      expect(pooled.map((row) => row['series'])).to.have.members(['City', 'VIOLENT CRIME']);
      for (const score of pooled) {
        expect(score['origins']).to.be.at.least(156);
        expect(score['error_rank']).to.equal(1);
        expect(score['change_from_4_week_mean']).to.be.at.most(-3);
      }
    });

    it('hold in their intervals about as often as they say', () => {
      for (const score of pooled) {
        expect(score['coverage_80']).to.be.within(0.75, 0.85);
        expect(score['coverage_95']).to.be.within(0.91, 0.98);
      }
    });
  });
});
