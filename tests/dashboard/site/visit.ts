import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** How to open a page. */
export interface VisitOptions extends BrowserContextOptions {
  /** Console errors that belong to what is tested. */
  readonly expects?: RegExp;
  /** False: what the reader has not scrolled to may still be under way. */
  readonly scrolls?: boolean;
  /** What happens before the page is asked for, such as a request that will fail. */
  readonly before?: (page: Page) => unknown;
}

/**
 * Opens an address in a fresh context, waits until every chart is there, does what is to be done, and then
 * fails if the page logged an error, broke its Content-Security-Policy or asked another host for anything.
 */
export async function visit<T>(
  browser: Browser,
  address: string,
  { expects, before, scrolls = true, ...options }: VisitOptions,
  act: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    const problems = watch(page, new URL(address).origin);
    await before?.(page);
    await page.goto(address);
    await settled(page, scrolls);
    const result = await act(page);
    expect(problems.filter((problem) => expects?.test(problem) !== true)).to.deep.equal([]);
    return result;
  } finally {
    await context.close();
  }
}

/** Waits until the page has come to life and no chart is under way; with `scrolls`, the far ones too. */
export async function settled(page: Page, scrolls = true): Promise<void> {
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  if (!scrolls) return;
  for (const figure of await page.locator('figure').all()) await figure.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('.state-loading') === null);
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
}

function watch(page: Page, origin: string): readonly string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    // The browser's refusals by the Content-Security-Policy are console errors too.
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(origin) && !/^(?:data|blob):/.test(address)) problems.push(`asked for ${address}`);
  });
  return problems;
}
