import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { pages } from '../../../dashboard/page/site.ts';
import { expectAccessible } from '../site/accessibility.ts';
import type { TestSite } from '../site/test-site.ts';

/** Bytes that a first view may take, compressed. */
const largestFirstView = 300_000;
/** Sum of layout shifts that nobody notices; 0.1 is what https://web.dev/articles/cls calls good. */
const largestShift = 0.02;

/** What holds of each page alike. */
export function everyPageSpecs(site: () => TestSite): void {
  for (const { file, title, label, hasFilters = true } of pages) {
    describe(file, () => {
      it('has its heading, says where it is and that the rows are simulated, and takes a first view below 300 kB', async () => {
        let bytes = 0;
        await site().visit(
          file,
          async (page) => {
            expect(await page.locator('h1').textContent()).to.equal(title);
            expect(await page.locator('nav [aria-current=page]').textContent()).to.equal(label);
            expect(await page.title()).to.include(label);
            expect(await page.locator('.simulated').textContent()).to.include('SIMULATED');
            expect(await page.locator('.site-header time').getAttribute('datetime')).to.match(/^\d{4}-\d\d-\d\d$/);
            await page.waitForLoadState('networkidle');
          },
          {
            scrolls: false,
            before: (page) => {
              page.on('response', (response) => {
                bytes += Number(response.headers()['content-length'] ?? 0);
              });
            },
          },
        );
        expect(bytes).to.be.within(10_000, largestFirstView);
      });

      it('moves nothing while it loads', async () => {
        for (const width of [1280, 390]) {
          const shift = await site().visit(file, measuredShift, {
            viewport: { width, height: 900 },
            before: (page) => page.addInitScript(observeShift),
          });
          expect(shift, `at ${width} px`).to.be.below(largestShift);
        }
      });

      it('leaves no room below a drawing that is lower than the place that was held free', async () => {
        await site().visit(file, async (page) => {
          const room = await page.locator('.chart-drawing').evaluateAll((boxes) =>
            boxes.map((box) => {
              const drawing = box.querySelector('.drawing > svg');
              return box.getBoundingClientRect().height - (drawing?.getBoundingClientRect().height ?? 0);
            }),
          );
          expect(Math.max(0, ...room)).to.be.below(2);
        });
      });

      it('breaks no rule of accessibility, light and dark, wide and narrow, as charts and as tables', async () => {
        await site().visit(file, expectAccessible);
        await site().visit(
          file,
          async (page) => {
            await expectFits(page, 360);
            if (hasFilters) await page.getByRole('button', { name: /^Filters/ }).click();
            for (const button of await page.getByRole('button', { name: /^Table: / }).all()) await button.click();
            await expectAccessible(page);
            await expectFits(page, 360);
          },
          { viewport: { width: 360, height: 740 } },
        );
      });

      it('prints in black on white, without what only a screen can use', async () => {
        await site().visit(
          file,
          async (page) => {
            await page.emulateMedia({ media: 'print' });
            expect(await page.locator('.site-header nav').isVisible()).to.equal(false);
            expect(await page.locator('.filters-fields').isVisible()).to.equal(false);
            expect(await page.locator('h1').isVisible()).to.equal(true);
            expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).to.equal('light');
          },
          { colorScheme: 'dark' },
        );
      });

      it('moves nothing by itself for a reader who asks for less motion', async () => {
        await site().visit(
          file,
          async (page) => {
            expect(await page.evaluate(() => document.getAnimations().length)).to.equal(0);
          },
          { reducedMotion: 'reduce' },
        );
      });
    });
  }
}

async function expectFits(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(width);
}

/** Runs in the page before its scripts. */
function observeShift(): void {
  const measured = globalThis as unknown as { shift: number };
  measured.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) measured.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

async function measuredShift(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle');
  return page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
}
