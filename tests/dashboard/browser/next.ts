import { expect } from 'chai';
import type { TestSite } from '../site/test-site.ts';

/** The forecasts and their scorecard against the marts. */
export function nextSpecs(site: () => TestSite): void {
  describe('next.html, against the marts', () => {
    it('shows the forecasts of the city, and of what is filtered', async () => {
      const forecasts = (series: string) =>
        site().query(
          `select format('%.1f', forecast) as forecast, format('%.1f', upper_95) as upper_95 from mart.mart_forecast where series = '${series}' order by horizon_weeks`,
        );
      await site().visit('next.html', async (page) => {
        await page.getByRole('button', { name: 'Table: The city: the weeks ahead' }).click();
        const expected = async (series: string) =>
          (await forecasts(series)).map((one) => [one['forecast'], one['upper_95']]);
        const shown = async () => {
          const rows = page.locator('#forecast tbody tr', { hasText: 'expected' });
          const cells = await rows.locator('td').allTextContents();
          return Array.from({ length: cells.length / 8 }, (_, row) => [cells[8 * row + 3], cells[8 * row + 7]]);
        };
        expect(await shown()).to.deep.equal(await expected('City'));
        await page.getByRole('combobox', { name: 'Category' }).selectOption('PROPERTY CRIME');
        expect(await page.locator('#forecast-title').textContent()).to.equal('Property crime: the weeks ahead');
        expect(await shown()).to.deep.equal(await expected('PROPERTY CRIME'));
      });
    });

    it('says in words where there is no point forecast', async () => {
      const [small] = await site().query(
        "select precinct_or_all, category_or_all from mart.mart_forecast where status = 'mean below 20' and series_kind = 'precinct and category' limit 1",
      );
      const query = new URLSearchParams({
        precinct: String(small?.['precinct_or_all']),
        category: String(small?.['category_or_all']),
      });
      await site().visit(`next.html?${query.toString()}`, async (page) => {
        expect(await page.locator('#forecast-summary').textContent()).to.match(
          /^No point forecast: with fewer than 20 offenses a week/,
        );
        expect(await page.locator('.scorecard .notice').textContent()).to.include('not judged');
      });
    });

    it('shows the scorecard with its rivals, and that simulated rows are no evidence', async () => {
      const scores = await site().query(
        "select method, format('%.1f', mean_absolute_error) as error from mart.mart_forecast_scorecard where series = 'City' and horizon_weeks is null order by error_rank, method",
      );
      await site().visit('next.html', async (page) => {
        const rows = page.locator('.scorecard > .table-scroll tbody tr');
        const texts = await rows.locator('td:nth-child(2), td:nth-child(3)').allTextContents();
        expect(texts).to.deep.equal(
          scores.flatMap(({ method, error }) => [method === 'smoothing' ? 'smoothing (ours)' : method, error]),
        );
        expect(await page.locator('.scorecard').textContent()).to.include('no evidence of anything');
      });
    });

    it('names the filters that it cannot apply', async () => {
      await site().visit('next.html?from=2025&precinct=West', async (page) => {
        expect(await page.locator('#forecast .chart-unapplied').textContent()).to.equal('Not filtered by: from year.');
      });
    });
  });
}
