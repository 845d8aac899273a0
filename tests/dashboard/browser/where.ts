import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** A small outline, as `crime boundaries` would give it. */
const boundaries = {
  origin: 'Made up for this test',
  licence: 'Nobody’s',
  loadedAt: '2026-06-30T00:00:00.000Z',
  neighborhoods: [
    {
      neighborhood: 'FREMONT',
      rings: [
        [
          [-122.36, 47.65],
          [-122.34, 47.65],
          [-122.34, 47.66],
          [-122.36, 47.65],
        ],
      ],
    },
  ],
};

/** The page of places against the marts. */
export function wherePageSpecs(site: () => TestSite): void {
  const count = async (sql: string) => Number((await site().query(sql))[0]?.['offenses']);
  const text = async (page: Page, selector: string) => (await page.locator(selector).textContent()) ?? '';
  const shownRows = async (page: Page, id: string, title: string) => {
    await page.getByRole('button', { name: `Table: ${title}` }).click();
    const more = page.locator(`#${id} .table-more`);
    if ((await more.count()) > 0) await more.click();
    return page
      .locator(`#${id} tbody tr`)
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
  };
  const numberOf = (shown: string | null | undefined) => Number((shown ?? '').replaceAll(',', ''));

  describe('where.html, against the marts', () => {
    it('maps what has a place, and says in words what has none', async () => {
      const mapped = await count(
        "select sum(offenses) as offenses from mart.mart_hotspots where area_kind = 'cell' and is_mapped",
      );
      const masked = await count("select sum(offenses) as offenses from mart.mart_hotspots where area = 'masked'");
      const all = await count("select sum(offenses) as offenses from mart.mart_hotspots where area_kind = 'cell'");
      await site().visit('where.html', async (page) => {
        const said = await text(page, '#where-map-summary');
        expect(said).to.include(` of ${all.toLocaleString('en-US')} are on the map`);
        expect(said).to.include(`${masked.toLocaleString('en-US')} have a place that the city masks`);
        const rows = await shownRows(page, 'where-map', 'On the map');
        expect(rows.reduce((sum, row) => sum + numberOf(row[2]), 0)).to.equal(mapped);
        expect(await page.locator('#where-map .drawing path').count()).to.be.within(rows.length - 60, rows.length);
      });
    });

    it('narrows the map to years and a category, and names the filters that it cannot apply', async () => {
      const expected = await count(
        "select sum(offenses) as offenses from mart.mart_hotspots where area_kind = 'cell' and is_mapped and year = 2025 and offense_category = 'VIOLENT CRIME'",
      );
      await site().visit('where.html?from=2025&to=2025&category=VIOLENT+CRIME&precinct=West', async (page) => {
        expect(await text(page, '#where-map .chart-subtitle')).to.include('violent crime, 2025');
        expect(await text(page, '#where-map .chart-unapplied')).to.equal('Not filtered by: precinct.');
        const rows = await shownRows(page, 'where-map', 'On the map');
        expect(rows.reduce((sum, row) => sum + numberOf(row[2]), 0)).to.equal(expected);
      });
    });

    it('counts the neighborhoods, by the small table and by the cube alike', async () => {
      const expected = async (condition: string) =>
        (
          await site().query(
            `select neighborhood, sum(offenses) as offenses from mart.mart_offense_cube where ${condition} group by neighborhood`,
          )
        ).map((row) => Number(row['offenses']));
      const sorted = (counts: readonly number[]) => [...counts].sort((left, right) => left - right);
      await site().visit('where.html', async (page) => {
        const rows = await shownRows(page, 'where-neighborhoods', 'By neighborhood');
        expect(sorted(rows.map((row) => numberOf(row[1])))).to.deep.equal(
          sorted(await expected("time_basis = 'reported'")),
        );
        await filterField(page, 'Precinct').selectOption('North');
        await filterField(page, 'Time').selectOption('started');
        await page.waitForFunction(() => document.querySelector('#where-neighborhoods .state-loading') === null);
        const narrowed = page.locator('#where-neighborhoods tbody tr td:nth-child(2)');
        expect(sorted((await narrowed.allTextContents()).map(numberOf))).to.deep.equal(
          sorted(await expected("time_basis = 'started' and precinct = 'North'")),
        );
      });
    });

    it('follows each precinct by month', async () => {
      const west = await count(
        `select sum(offenses) as offenses from mart.mart_offenses_monthly
        where time_basis = 'reported' and is_complete and precinct = 'West' and offense_month = date '2025-03-01'`,
      );
      await site().visit('where.html?precinct=West', async (page) => {
        const rows = await shownRows(page, 'where-precincts', 'By precinct, month by month');
        expect(new Set(rows.map(([precinct]) => precinct))).to.deep.equal(new Set(['West']));
        expect(numberOf(rows.find(([, month]) => month === 'Mar 2025')?.[2])).to.equal(west);
      });
    });
  });

  describe('where.html, with outlines loaded', () => {
    const withOutlines = (page: Page) =>
      page.route('**/data/boundaries.json', (route) => route.fulfill({ json: boundaries }));

    it('draws them with their origin and licence, and the chosen one apart', async () => {
      await site().visit(
        'where.html?neighborhood=FREMONT',
        async (page) => {
          expect(await text(page, '#where-map .chart-note')).to.include('Made up for this test (Nobody’s)');
          const outline = page.locator('#where-map .drawing path[stroke="var(--series-2)"]');
          expect(await outline.count()).to.equal(1);
          expect(await outline.getAttribute('d')).to.match(/^M[\d.]+,[\d.]+(?:L[\d.]+,[\d.]+){3}Z$/);
        },
        { before: withOutlines },
      );
    });

    it('draws none where none were loaded', async () => {
      await site().visit('where.html', async (page) => {
        expect(await text(page, '#where-map .chart-note')).not.to.include('Outlines');
        expect(await page.locator('#where-map .drawing g[stroke] path').count()).to.equal(0);
      });
    });
  });
}
