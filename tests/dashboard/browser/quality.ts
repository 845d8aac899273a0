import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** What is told of the data's quality against the marts and the recorded results. */
export function qualitySpecs(site: () => TestSite): void {
  describe('quality.html, against the marts', () => {
    it('shows the share of each field and year, of the years that are filtered', async () => {
      const [first] = await site().query('select min(year) as year from mart.mart_data_quality');
      const year = String(Number(first?.['year']) + 1);
      const rows = await site().query(
        `select field, checked, affected from mart.mart_data_quality where year = ${year} order by field`,
      );
      await site().visit(`quality.html?from=${year}&to=${year}`, async (page) => {
        await page.getByRole('button', { name: 'Table: What is unknown, masked or implausible' }).click();
        const cells = await page.locator('#fields tbody td').allTextContents();
        const shown = Array.from({ length: cells.length / 5 }, (_, row) => cells.slice(5 * row, 5 * row + 4));
        const text = (value: unknown) => Number(value).toLocaleString('en-US');
        expect(shown).to.deep.equal(
          rows.map(({ field, checked, affected }) => [field, year, text(checked), text(affected)]),
        );
      });
    });

    it('shows how much is known by days since the offense', async () => {
      const rows = await site().query(
        "select format('%.1f %%', 100 * completeness) as share from mart.mart_reporting_lag where offense_sub_category = 'LARCENY-THEFT' and days_since_offense = 7",
      );
      await site().visit('quality.html?offense=LARCENY-THEFT', async (page) => {
        await page.getByRole('button', { name: /^Table: How much is known/ }).click();
        const row = page
          .locator('#completeness tbody tr')
          .filter({ has: page.locator('td:nth-child(2)', { hasText: /^7$/ }) });
        expect(await row.locator('td:nth-child(4)').textContent()).to.equal(rows[0]?.['share']);
      });
    });

    it('lists the loads and where each row went', async () => {
      const [{ loads, steps, out } = {}] = await site().query(
        `select (select count(*) from mart.mart_loads) as loads, count(*) as steps, sum(rows_out) as out
        from mart.mart_reconciliation where is_reconciled`,
      );
      await site().visit('quality.html', async (page) => {
        const section = (name: string) => page.locator('section', { has: page.locator(`#${name}`) });
        await section('loads').locator('tbody tr').first().waitFor();
        expect(await section('loads').locator('tbody tr').count()).to.equal(Number(loads));
        expect(await section('reconciliation').locator('p').textContent()).to.equal(
          `All ${String(steps)} steps from the source to the marts add up.`,
        );
        const cells = await section('reconciliation').locator('tbody tr td:nth-child(5)').allTextContents();
        const shown = cells.map((cell) => Number(cell.replaceAll(',', '')));
        expect(shown.reduce((sum, rows) => sum + rows, 0)).to.equal(Number(out));
      });
    });

    it('counts the assertions of the last run, and lists those that passed on request', async () => {
      const [run] = await site().query(
        'select assertions_passed as passed, assertions_failed as failed from ops.runs order by ended_at desc limit 1',
      );
      await site().visit('quality.html', async (page) => {
        expect(Number(run?.['failed'])).to.equal(0);
        expect(await page.locator('.quality-section p').first().textContent()).to.include(
          `No claim is broken: ${String(run?.['passed'])} of`,
        );
        await page.getByRole('button', { name: 'Show those that passed' }).click();
        expect(await page.locator('.checks > li .status.is-passed').count()).to.equal(Number(run?.['passed']));
      });
    });

    it('keeps the filters in the links to the models that a claim is about', async () => {
      await site().visit('quality.html', async (page) => {
        await filterField(page, 'Precinct').selectOption('North');
        await page.getByRole('button', { name: 'Show those that passed' }).click();
        const links = page.locator('.checks a');
        expect(await links.first().getAttribute('href')).to.match(/^models\.html\?precinct=North&model=\w+$/);
      });
    });

    it('shows a broken claim with its rows', async () => {
      const path = join(site().directory, 'data/assertions.json');
      const file = JSON.parse(await readFile(path, 'utf8')) as { assertions: Record<string, unknown>[] };
      const [first, ...others] = file.assertions;
      const broken = { ...first, status: 'failed', failing_rows: 1, rows: ['{"offense_id":"<b>1</b>"}'] };
      await site().visit(
        'quality.html',
        async (page) => {
          expect(await page.locator('.quality-section p').first().textContent()).to.match(/^1 claim is broken/);
          expect(await page.locator('.checks .status.is-failed').textContent()).to.equal('failed');
          expect(await page.locator('.failing-rows').first().textContent()).to.equal('{"offense_id":"<b>1</b>"}');
        },
        {
          before: (page) =>
            page.route('**/data/assertions.json', (route) =>
              route.fulfill({ json: { assertions: [broken, ...others] } }),
            ),
        },
      );
    });

    it('lists the checks that found something', async () => {
      const found = await site().query(
        'select check_name from mart.mart_quality_checks where is_finding order by severity desc, check_name',
      );
      await site().visit('quality.html', async (page) => {
        const names = await page.locator('[aria-labelledby=worth-a-look] > .checks strong').allTextContents();
        expect(names).to.deep.equal(found.map((one) => one['check_name']));
      });
    });
  });
}
