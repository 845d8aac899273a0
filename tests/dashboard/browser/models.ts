import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ModelDetail, ModelList } from '../../../dashboard/catalogue.ts';
import { compileProject } from '../../definitions/compiled-graph.ts';
import type { TestSite } from '../site/test-site.ts';

/** The catalogue against the compiled project and the warehouse. */
export function modelsSpecs(site: () => TestSite): void {
  const json = async <T>(path: string) => JSON.parse(await readFile(join(site().directory, path), 'utf8')) as T;

  describe('models.html', () => {
    it('lists every model and source of the compiled project', async () => {
      const { tables, declarations } = await compileProject();
      const names = [...tables, ...declarations].map(({ target }) => target.name);
      await site().visit('models.html', async (page) => {
        expect(await page.locator('.model-list .model-link').allTextContents()).to.have.members(names);
      });
    });

    it('finds models by the name of a column', async () => {
      const { models } = await json<ModelList>('data/models.json');
      const expected = models.filter(({ columns }) => columns.includes('nowcast_low')).map(({ name }) => name);
      await site().visit('models.html', async (page) => {
        await page.getByLabel('Search models and columns').fill('nowcast_low');
        expect(await page.locator('.model-list .model-link').allTextContents()).to.have.members(expected);
        expect(expected).to.include('mart_offenses_daily');
      });
    });

    it('opens a model by its address, with rows, columns, tests and SQL as the warehouse has them', async () => {
      const [counted] = await site().query('select count(*) as n from mart.mart_forecast_backtest');
      const columns = await site().query(
        "select column_name, data_type from mart.INFORMATION_SCHEMA.COLUMNS where table_name = 'mart_forecast_backtest' order by ordinal_position",
      );
      await site().visit('models.html?model=mart_forecast_backtest', async (page) => {
        expect(await page.locator('#model-name').textContent()).to.equal('mart_forecast_backtest');
        const facts = await page.locator('.facts').first().textContent();
        expect(facts).to.include(`Rows${Number(counted?.['n']).toLocaleString('en-US')}`);
        expect(await page.locator('.columns .column-name').allTextContents()).to.deep.equal(
          columns.map((one) => one['column_name']),
        );
        expect(await page.locator('.columns .column-type').allTextContents()).to.deep.equal(
          columns.map((one) => one['data_type']),
        );
        expect(await page.locator('.checks .status').allTextContents()).to.satisfy(
          (texts: readonly string[]) => texts.length > 0 && texts.every((text) => text === 'passed'),
        );
        expect(await page.locator('pre.sql').textContent()).to.match(/^WITH[\s\S]+SELECT/);
      });
    });

    it('goes from model to model by links, and back', async () => {
      await site().visit('models.html?model=mart_forecast&precinct=North', async (page) => {
        await page.locator('.facts').getByRole('link', { name: 'mart_forecast_history' }).click();
        await page.getByRole('heading', { level: 2, name: 'mart_forecast_history' }).waitFor();
        expect(new URL(page.url()).search).to.equal('?model=mart_forecast_history&precinct=North');
        await page.goBack();
        await page.getByRole('heading', { level: 2, name: 'mart_forecast', exact: true }).waitFor();
        await page.getByRole('link', { name: 'All models' }).click();
        await page.getByRole('heading', { level: 2, name: 'How the models are made from one another' }).waitFor();
      });
    });

    it('says so where the address names a model that is not there', async () => {
      await site().visit('models.html?model=mart_nothing', async (page) => {
        await page.getByText('There is no model named mart_nothing.', { exact: true }).waitFor();
      });
    });

    it('draws what a model reads and what reads it, reached and opened by key', async () => {
      const { models } = await json<ModelList>('data/models.json');
      const reads = models.find(({ name }) => name === 'mart_forecast')?.reads ?? [];
      const readBy = models.filter((one) => one.reads.includes('mart_forecast')).map(({ name }) => name);
      await site().visit('models.html?model=mart_forecast', async (page) => {
        const boxes = page.locator('.lineage-box .lineage-name');
        expect(await boxes.allTextContents()).to.have.members(['mart_forecast', ...reads, ...readBy]);
        await page.locator('.lineage-box a', { hasText: 'mart_forecast_history' }).focus();
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 2, name: 'mart_forecast_history' }).waitFor();
      });
    });

    it('traces a column to the source, and forward', async () => {
      await site().visit('models.html?model=fct_offenses', async (page) => {
        await page.getByRole('button', { name: 'Trace reported_at', exact: true }).click();
        await page.getByRole('heading', { level: 3, name: 'Lineage of the column reported_at' }).waitFor();
        await page.locator('.lineage-box').first().waitFor();
        const boxes = await page.locator('.lineage-box .lineage-name').allTextContents();
        expect(boxes).to.include.members(['spd_offenses', 'stg_spd__offenses', 'fct_offenses', 'fct_reports']);
        expect(new URL(page.url()).search).to.equal('?model=fct_offenses&column=reported_at');
      });
    });

    it('says so where the columns’ lineage cannot be read, and tries again', async () => {
      await site().visit(
        'models.html?model=fct_offenses&column=reported_at',
        async (page) => {
          const failure = page.locator('.model-lineage .state-error');
          expect(await failure.textContent()).to.include('data/lineage.json could not be read');
          await page.unroute('**/data/lineage.json');
          await failure.getByRole('button', { name: 'Try again' }).click();
          await page.locator('.lineage-box').first().waitFor();
        },
        {
          expects: /503/,
          before: (page) => page.route('**/data/lineage.json', (route) => route.fulfill({ status: 503, body: '' })),
        },
      );
    });

    it('keeps the filters in every link to a model', async () => {
      await site().visit('models.html?model=mart_forecast&precinct=North', async (page) => {
        const links = await page.locator('main a[href^="models.html"]').all();
        const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
        expect(addresses).to.include('models.html?precinct=North');
        expect(addresses.filter((address) => address?.includes('precinct=North') !== true)).to.deep.equal([]);
      });
    });

    it('gives the rows as CSV and Parquet, named as simulated', async () => {
      const [counted] = await site().query('select count(*) as n from mart.mart_findings');
      await site().visit('models.html?model=mart_findings', async (page) => {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: /^CSV of mart_findings/ }).click(),
        ]);
        expect(download.suggestedFilename()).to.equal('SIMULATED-mart_findings.csv');
        const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
        expect(lines[0]).to.match(/^finding,position,sentence,/);
        expect(lines).to.have.length(Number(counted?.['n']) + 1);
        await page.getByRole('link', { name: /^Parquet of mart_findings/ }).waitFor();
      });
    });

    it('says how to get the rows of what is no file', async () => {
      const { downloads } = await json<ModelDetail>('data/models/stg_spd__observations.json');
      expect(downloads).to.deep.equal([]);
      await site().visit('models.html?model=stg_spd__observations', async (page) => {
        expect(await page.locator('.downloads code').textContent()).to.equal(
          'npx crime query --csv "select * from staging.stg_spd__observations" > stg_spd__observations.csv',
        );
      });
    });

    it('tells of every column of every model what it is made from', async () => {
      const { models } = await json<ModelList>('data/models.json');
      for (const { name, layer } of models) {
        const { lineageNote, columns } = await json<ModelDetail>(`data/models/${name}.json`);
        expect(lineageNote, name).to.equal(null);
        if (layer !== 'sources')
          expect(
            columns.filter(({ madeFrom }) => madeFrom === null),
            name,
          ).to.deep.equal([]);
      }
    });
  });
}
