import { expect } from 'chai';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** How readers narrow what they see, and share it. */
export function filterSpecs(site: () => TestSite): void {
  describe('filters', () => {
    it('are kept in the address, said in words, and carried by every link', async () => {
      await site().visit('index.html', async (page) => {
        await filterField(page, 'Category').selectOption('PROPERTY CRIME');
        await filterField(page, 'Precinct').selectOption('North');
        expect(new URL(page.url()).search).to.equal('?category=PROPERTY+CRIME&precinct=North');
        expect(await page.locator('.filters-said').textContent()).to.equal(
          'Property crime in the North precinct, all years, by the time of the report.',
        );
        for (const link of await page.locator('nav a').all()) {
          expect(await link.getAttribute('href')).to.include('?category=PROPERTY+CRIME&precinct=North');
        }
      });
    });

    it('are read from an address that somebody shared', async () => {
      await site().visit('index.html?category=VIOLENT+CRIME&basis=started', async (page) => {
        expect(await filterField(page, 'Category').inputValue()).to.equal('VIOLENT CRIME');
        expect(await filterField(page, 'Time').inputValue()).to.equal('started');
      });
    });

    it('say what the address asks for and the data does not have', async () => {
      await site().visit('index.html?precinct=Atlantis&from=1066', async (page) => {
        expect(await page.locator('.filters-said').textContent()).to.include(
          'Not in this data, so not applied: from=1066, precinct=Atlantis.',
        );
        expect(await filterField(page, 'Precinct').inputValue()).to.equal('');
      });
    });

    it('go back with the browser, and all at once by one button', async () => {
      await site().visit('index.html', async (page) => {
        await filterField(page, 'Category').selectOption('ALL OTHER');
        await filterField(page, 'Precinct').selectOption('East');
        await page.goBack();
        expect(await filterField(page, 'Precinct').inputValue()).to.equal('');
        expect(await filterField(page, 'Category').inputValue()).to.equal('ALL OTHER');
        await page.getByRole('button', { name: 'Reset' }).click();
        expect(new URL(page.url()).search).to.equal('');
        expect(await filterField(page, 'Category').inputValue()).to.equal('');
      });
    });

    it('offer the offenses of the chosen category only', async () => {
      await site().visit('index.html', async (page) => {
        const offered = () => filterField(page, 'Offense').locator('option').count();
        const all = await offered();
        await filterField(page, 'Category').selectOption('VIOLENT CRIME');
        expect(await offered()).to.be.within(2, all - 1);
      });
    });

    it('are told in the subtitle of each chart that applies them', async () => {
      const what = 'violent crime, the South precinct';
      const told = {
        'index.html': ['recent-days', 'year-pairs', 'unusual-weeks'],
        'trends.html': ['months', 'year-changes', 'categories', 'offenses'],
        'when.html': ['week-hours', 'hour-strips', 'peak-hours'],
      };
      for (const [file, ids] of Object.entries(told)) {
        await site().visit(`${file}?category=VIOLENT+CRIME&precinct=South`, async (page) => {
          for (const id of ids) {
            expect(await page.locator(`#${id} .chart-subtitle`).textContent(), id).to.include(`, ${what}, `);
          }
        });
      }
      await site().visit('next.html?category=VIOLENT+CRIME', async (page) => {
        for (const id of ['errors', 'coverage', 'past-forecasts']) {
          const subtitle = page.locator(`#${id} .chart-subtitle`);
          expect(await subtitle.textContent(), id).to.match(/^Violent crime: /);
        }
      });
    });
  });

  describe('the keyboard alone', () => {
    it('skips to the content, and reaches pages, theme, filters and the first chart’s tools in that order', async () => {
      await site().visit('index.html', async (page) => {
        const reached: string[] = [];
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press('Tab');
          reached.push(await page.evaluate(nameOfFocus));
        }
        expect(reached[0]).to.equal('Skip to content');
        const order = ['Skip to content', 'Now', 'Dark theme', 'category', 'Table'].map((name) =>
          reached.findIndex((each) => each === name || each.startsWith(`${name}: `)),
        );
        expect(
          order.every((place) => place >= 0),
          reached.join(' | '),
        ).to.equal(true);
        expect([...order].sort((left, right) => left - right)).to.deep.equal(order);
      });
    });

    it('follows the skip link into the content', async () => {
      await site().visit('index.html', async (page) => {
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        expect(await page.evaluate(() => document.activeElement?.id)).to.equal('content');
      });
    });

    it('turns the theme, which the next visit remembers', async () => {
      await site().visit('index.html', async (page) => {
        const toggle = page.getByRole('button', { name: 'Dark theme' });
        await toggle.focus();
        await page.keyboard.press('Enter');
        const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
        expect(await scheme()).to.equal('dark');
        await page.reload();
        expect(await scheme()).to.equal('dark');
        expect(await toggle.getAttribute('aria-pressed')).to.equal('true');
      });
    });
  });
}

/** Runs in the page. */
function nameOfFocus(): string {
  const focused = document.activeElement;
  return focused?.getAttribute('name') ?? focused?.getAttribute('aria-label') ?? focused?.textContent.trim() ?? '';
}
