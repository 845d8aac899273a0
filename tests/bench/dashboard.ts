import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serveDashboard } from '../../dashboard/index.ts';
import { pages } from '../../dashboard/page/site.ts';
import { startBrowser } from '../dashboard/site/browser.ts';
import { settled } from '../dashboard/site/visit.ts';
import type { Measurement } from './measurement.ts';

const part = 'page';
/** An odd number of visits, of which the middle one counts. */
const visits = 5;
/** What the page is held to: bytes of a first view, milliseconds to its first chart, milliseconds of a filter. */
const bounds = { kilobytes: 300, firstChart: 1000, filter: 100 } as const;

/** A filter that is changed, on a page where another one made its biggest data file be fetched before. */
const filterChanges = [
  { address: 'index.html', name: 'precinct' },
  { address: 'trends.html', name: 'category' },
  { address: 'trends.html?precinct=North', name: 'offense' },
  { address: 'when.html', name: 'category' },
  { address: 'where.html', name: 'category' },
] as const;

/**
 * The page that a run made, in a browser: size of each first view, time to the first chart, time of a filter.
 * The floor is the bound that the page is held to: a ratio above 1 is a failure.
 */
export async function measureDashboard(dataDir: string, log: (line: string) => void): Promise<readonly Measurement[]> {
  const site = await serveDashboard({ directory: join(dataDir, 'page') });
  const browser = await startBrowser();
  try {
    const measurements: Measurement[] = [];
    for (const { file } of pages) {
      log(`${file} …`);
      const views: FirstView[] = [];
      for (let visit = 0; visit < visits; visit += 1) views.push(await firstView(browser, site.url + file));
      const value = median(views.map(({ bytes }) => bytes)) / 1000;
      measurements.push({ part, name: `${file}, first view`, unit: 'kB', value, floor: bounds.kilobytes });
      const times = views.flatMap(({ firstChart }) => firstChart ?? []);
      if (times.length === 0) continue;
      measurements.push({
        part,
        name: `${file}, first chart`,
        unit: 'ms',
        value: median(times),
        floor: bounds.firstChart,
      });
    }
    for (const { address, name } of filterChanges) {
      log(`${address}, ${name} …`);
      const value = await filterTime(browser, site.url + address, name);
      measurements.push({ part, name: `${address}, another ${name}`, unit: 'ms', value, floor: bounds.filter });
    }
    return measurements;
  } finally {
    await browser.close();
    await site.stop();
  }
}

interface FirstView {
  /** Of all that was sent until nothing more was asked for. */
  readonly bytes: number;
  /** Milliseconds from the navigation to the first drawing; undefined on a page without. */
  readonly firstChart: number | undefined;
}

async function firstView(browser: Browser, address: string): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    let bytes = 0;
    page.on('response', (response) => {
      bytes += Number(response.headers()['content-length'] ?? 0);
    });
    await page.addInitScript(noteFirstDrawing);
    await page.goto(address, { waitUntil: 'networkidle' });
    const firstChart = await page.evaluate(() => (globalThis as unknown as { firstDrawing?: number }).firstDrawing);
    return { bytes, firstChart };
  } finally {
    await context.close();
  }
}

/** Runs in the page before its scripts. */
function noteFirstDrawing(): void {
  const noted = globalThis as unknown as { firstDrawing?: number };
  const observer = new MutationObserver(() => {
    if (document.querySelector('.drawing svg') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      noted.firstDrawing = performance.now();
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Milliseconds from the choice to the frame that shows every drawing of it, the middle one of the filter's choices. */
async function filterTime(browser: Browser, address: string, name: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(address);
    await settled(page);
    const choices = await page
      .locator(`select[name=${name}] option`)
      .evaluateAll((options) =>
        options.map((option) => (option as HTMLOptionElement).value).filter((value) => value !== ''),
      );
    // The first choice fetches what later ones have: not their time.
    await changeFilter(page, name, choices[0] ?? '');
    await settled(page);
    const times: number[] = [];
    for (const choice of choices.slice(1, 1 + visits)) times.push(await changeFilter(page, name, choice));
    return median(times);
  } finally {
    await page.close();
  }
}

function changeFilter(page: Page, name: string, value: string): Promise<number> {
  return page.evaluate(
    ([field, choice]) =>
      new Promise<number>((resolve, reject) => {
        const select = document.querySelector<HTMLSelectElement>(`select[name=${field ?? ''}]`);
        if (select === null) throw new Error(`The page has no filter ${field ?? ''}.`);
        const drawing = document.querySelector('.drawing svg');
        const started = performance.now();
        select.value = choice ?? '';
        select.dispatchEvent(new Event('change', { bubbles: true }));
        // Preact renders before the next frame, and effects draw in it; the frame after has all of it on the screen.
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            if (document.querySelector('.drawing svg') === drawing) reject(new Error('Nothing was drawn anew.'));
            else resolve(performance.now() - started);
          });
        });
      }),
    [name, value],
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
