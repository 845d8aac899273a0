import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { pages } from '../../../dashboard/page/site.ts';
import { expectAccessible } from '../site/accessibility.ts';
import { filterField } from '../site/filter-field.ts';
import { hostileText, type TestSite } from '../site/test-site.ts';
import { settled } from '../site/visit.ts';

/** What is shown where there is nothing to show, or something bad. */
export function stateSpecs(site: () => TestSite): void {
  for (const { file, title, hasFilters = true } of pages) {
    describe(`${file}, in a bad state`, () => {
      it('says so where there are no rows', async () => {
        await site().visit(
          file,
          async (page) => {
            expect(await page.locator('h1').textContent()).to.equal(title);
            expect(await page.locator('main').textContent()).not.to.match(/undefined|NaN|Infinity|\[object/);
            await expectAccessible(page);
          },
          { site: 'empty' },
        );
      });

      it('takes text of the data for text alone, whatever it looks like', async () => {
        await site().visit(
          `${file}?precinct=${encodeURIComponent(hostileText)}`,
          async (page) => {
            expect(await page.title()).not.to.equal('taken over');
            expect(await page.locator('img, main script').count()).to.equal(0);
            if (!hasFilters) return;
            expect(await filterField(page, 'Precinct').inputValue()).to.equal(hostileText);
            expect(await page.locator('.filters-said').textContent()).to.include(hostileText);
          },
          { site: 'hostile' },
        );
      });

      it('names the file that cannot be read, is accessible still, and tries again', async () => {
        await site().visit(
          file,
          async (page) => {
            const failures = page.locator('.state-error');
            const count = await failures.count();
            if (count > 0) {
              expect(await failures.first().textContent()).to.match(
                /data\/[\w-]+\.json could not be read: the server answered 503/,
              );
              await expectAccessible(page);
              await page.unroute('**/data/**');
              // One file may be behind several failures, and one failure may hide another.
              for (let left = 2 * count; left > 0 && (await failures.count()) > 0; left -= 1) {
                await failures.first().getByRole('button', { name: 'Try again' }).click();
                await settled(page);
              }
            }
            await failures.first().waitFor({ state: 'detached' });
          },
          { before: (page) => refuseData(page), expects: /503|preload/ },
        );
      });
    });
  }

  describe('a file that is under way', () => {
    it('is not stood in for by the one of other filters, nor by that of another model', async () => {
      await site().visit('trends.html', async (page) => {
        const arrive = await heldBack(page, '**/data/monthly-started.json');
        await filterField(page, 'Time').selectOption('started');
        await page.locator('#months .state-loading').waitFor();
        expect(await page.getByRole('button', { name: 'CSV: Month by month' }).isDisabled()).to.equal(true);
        arrive();
        await page.locator('#months .drawing svg').waitFor();
        expect(await page.locator('#months .chart-subtitle').textContent()).to.include('by the time of their start');
        await filterField(page, 'Time').selectOption('reported');
        expect(await page.locator('#months .state-loading').count()).to.equal(0);
      });
      await site().visit('models.html?model=mart_forecast', async (page) => {
        const arrive = await heldBack(page, '**/data/models/mart_forecast_history.json');
        await page.locator('.facts').getByRole('link', { name: 'mart_forecast_history' }).click();
        await page.getByRole('heading', { level: 2, name: 'mart_forecast_history' }).waitFor();
        expect(await page.locator('.model-description').count()).to.equal(0);
        arrive();
        await page.locator('.model-description').waitFor();
      });
    });
  });

  describe('an address that the site does not have', () => {
    it('leads back to the first page', async () => {
      for (const address of ['nowhere.html', 'data/nothing.html', 'x/y/']) {
        const answer = await site().browser.newPage();
        const response = await answer.goto(`${site().url('warehouse')}${address}`);
        expect(response?.status()).to.equal(404);
        const rules = await answer.evaluate(() => document.styleSheets[0]?.cssRules.length ?? 0);
        expect(rules, address).to.be.greaterThan(0);
        await answer.getByRole('link', { name: 'Go to the first page' }).click();
        expect(await answer.locator('h1').textContent()).to.equal(pages[0]?.title);
        await answer.close();
      }
    });
  });
}

/** @returns lets the file through. */
async function heldBack(page: Page, address: string): Promise<() => void> {
  let arrive = (): void => undefined;
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(address, async (route) => {
    await arrival;
    await route.continue();
  });
  return arrive;
}

async function refuseData(page: Page): Promise<void> {
  await page.route('**/data/**', (route) => route.fulfill({ status: 503, body: '' }));
}
