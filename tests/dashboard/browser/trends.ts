import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** The trends against the marts. */
export function trendsSpecs(site: () => TestSite): void {
  /** Texts of a column of a chart's table, newest month first. */
  const column = async (page: Page, title: string, id: string, number: number) => {
    await page.getByRole('button', { name: `Table: ${title}` }).click();
    const cells = await page.locator(`#${id} tbody td:nth-child(${number})`).allTextContents();
    await page.getByRole('button', { name: `Chart: ${title}` }).click();
    return cells;
  };
  const texts = async (sql: string, name: string) =>
    (await site().query(sql)).map((row) => (row[name] === null ? '–' : Number(row[name]).toLocaleString('en-US')));

  describe('trends.html, against the marts', () => {
    it('counts each month and its twelve months, all and filtered', async () => {
      const query = (condition: string) => `
        select offense_month, sum(offenses) as offenses,
          if(countif(rolling_12_month_offenses is null) > 0, null, sum(rolling_12_month_offenses)) as rolling
        from mart.mart_offenses_monthly
        where time_basis = 'reported' and is_in_span and ${condition}
        group by offense_month order by offense_month desc`;
      await site().visit('trends.html', async (page) => {
        expect(await column(page, 'Month by month', 'months', 2)).to.deep.equal(await texts(query('true'), 'offenses'));
        expect(await column(page, 'Month by month', 'months', 3)).to.deep.equal(await texts(query('true'), 'rolling'));
        await filterField(page, 'Precinct').selectOption('South');
        await filterField(page, 'From year').selectOption('2024');
        const condition = "precinct = 'South' and year >= 2024";
        expect(await column(page, 'Month by month', 'months', 2)).to.deep.equal(
          await texts(query(condition), 'offenses'),
        );
      });
    });

    it('counts an offense in a neighborhood from the cube, fetched only then', async () => {
      const cubes: string[] = [];
      const [busiest] = await site().query(`
        select neighborhood from mart.mart_offense_cube
        where time_basis = 'reported' and offense_sub_category = 'BURGLARY' and neighborhood != 'Unknown'
        group by neighborhood order by sum(offenses) desc limit 1`);
      const neighborhood = String(busiest?.['neighborhood']);
      await site().visit(
        'trends.html',
        async (page) => {
          expect(cubes).to.deep.equal([]);
          await filterField(page, 'Offense').selectOption('BURGLARY');
          await filterField(page, 'Neighborhood').selectOption(neighborhood);
          await page.locator('#months .drawing svg').waitFor();
          const shown = await column(page, 'Month by month', 'months', 2);
          const total = shown.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
          const [told] = await site().query(`
            select sum(offenses) as offenses from mart.mart_offense_cube
            where time_basis = 'reported' and offense_month is not null
              and offense_sub_category = 'BURGLARY' and neighborhood = '${neighborhood}'`);
          expect(total).to.equal(Number(told?.['offenses']));
          expect(await page.locator('#year-changes .chart-unapplied').textContent()).to.equal(
            'Not filtered by: offense, neighborhood.',
          );
          expect(cubes.length).to.equal(1);
        },
        {
          scrolls: false,
          before: (page) => {
            page.on('request', (request) => {
              if (request.url().includes('/data/cube-')) cubes.push(request.url());
            });
          },
        },
      );
    });

    it('compares each month with a year before at equal age', async () => {
      const rows = await site().query(`
        select offense_month, if(countif(year_on_year_change is null) > 0, null, sum(year_on_year_change)) as change
        from mart.mart_offenses_monthly where time_basis = 'started' and is_in_span
        group by offense_month order by offense_month desc`);
      const told = rows.flatMap(({ change }) => (change === null ? [] : [Number(change)]));
      await site().visit('trends.html?basis=started', async (page) => {
        const shown = await column(page, 'Against a year before', 'year-changes', 3);
        expect(shown.map((text) => Number(text.replaceAll(',', '').replace('−', '-')))).to.deep.equal(told);
      });
    });

    it('adds up twelve months of each offense, and marks where the data itself changed', async () => {
      const told = await site().query(`
        select offense_sub_category, sum(offenses) as offenses from mart.mart_offense_cube
        where time_basis = 'reported' and offense_month > date_sub(
          (select max(offense_month) from mart.mart_offenses_monthly where is_complete), interval 12 month)
          and offense_month <= (select max(offense_month) from mart.mart_offenses_monthly where is_complete)
        group by offense_sub_category order by offenses desc, offense_sub_category`);
      await site().visit('trends.html', async (page) => {
        const shown = await column(page, 'Offense by offense', 'offenses', 2);
        expect(shown.filter((text) => text !== '0')).to.deep.equal(
          told.map(({ offenses }) => Number(offenses).toLocaleString('en-US')),
        );
        expect(await page.locator('.breaks li').allTextContents()).to.satisfy((items: readonly string[]) =>
          items.some((text) => text.includes('renamed the columns')),
        );
      });
    });
  });
}
