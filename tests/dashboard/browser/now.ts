import { expect } from 'chai';
import { typeset } from '../../../dashboard/page/format.ts';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** Days of a span that ends with as_of, by the reported basis. */
const countOf = (days: number, condition: string) => `
select sum(offenses) as offenses
from mart.mart_offenses_daily
where time_basis = 'reported' and offense_date between
  (select date_sub(as_of, interval ${days - 1} day) from fact.dim_run) and (select as_of from fact.dim_run)
  and ${condition}`;

/** The numbers of the first page against the marts. */
export function nowSpecs(site: () => TestSite): void {
  const number = async (sql: string) => Number((await site().query(sql))[0]?.['offenses']).toLocaleString('en-US');

  describe('index.html, against the marts', () => {
    it('counts the last 7 and 28 days, all and filtered', async () => {
      await site().visit('index.html', async (page) => {
        const shown = (days: number) => page.locator(`#last-${days}-days .key-number`).textContent();
        expect(await shown(7)).to.equal(await number(countOf(7, 'true')));
        expect(await shown(28)).to.equal(await number(countOf(28, 'true')));
        await filterField(page, 'Precinct').selectOption('West');
        await filterField(page, 'Category').selectOption('PROPERTY CRIME');
        const condition = "precinct = 'West' and offense_category = 'PROPERTY CRIME'";
        expect(await shown(28)).to.equal(await number(countOf(28, condition)));
      });
    });

    it('says that reports of the newest days may still come in, and compares them with nothing', async () => {
      const before = countOf(7, 'true').replace('sum(offenses)', 'sum(previous_year_offenses)');
      await site().visit('index.html', async (page) => {
        const said = page.locator('#last-7-days');
        expect(await said.locator('.key-change').textContent()).to.equal(
          `${await number(before)} on the same days a year before, of which all reports are in`,
        );
        expect(await said.locator('.key-sure').textContent()).to.include('may still come in');
      });
    });

    it('says which filters the key counts do not apply, and that the short findings apply none', async () => {
      await site().visit('index.html?precinct=West&offense=BURGLARY', async (page) => {
        expect(await page.locator('.key-counts .chart-unapplied').textContent()).to.equal('Not filtered by: offense.');
        expect(await page.locator('.highlights').textContent()).to.include('whatever the filters');
        await page.getByRole('button', { name: 'Reset' }).click();
        expect(await page.locator('.key-counts .chart-unapplied').count()).to.equal(0);
      });
    });

    it('says every finding, with its caveat behind a disclosure', async () => {
      const findings = await site().query('select sentence, caveat from mart.mart_findings order by position');
      await site().visit('index.html', async (page) => {
        const items = page.locator('.finding');
        expect(await items.locator('> p').allTextContents()).to.deep.equal(
          findings.map(({ sentence }) => typeset(String(sentence))),
        );
        const first = items.first();
        expect(await first.locator('details p').isVisible()).to.equal(false);
        await first.locator('summary').click();
        expect(await first.locator('details p').textContent()).to.equal(typeset(String(findings[0]?.['caveat'])));
        expect(await first.locator('details p').isVisible()).to.equal(true);
      });
    });

    it('shows each day’s count in the table of the chart', async () => {
      const days = await site().query(`${countOf(28, 'true')} group by offense_date order by offense_date`);
      await site().visit('index.html', async (page) => {
        await page.getByRole('button', { name: 'Table: Day by day' }).click();
        const shown = await page.locator('#recent-days tbody td:nth-child(2)').allTextContents();
        expect(shown).to.deep.equal(days.map(({ offenses }) => String(offenses)));
      });
    });
  });
}
