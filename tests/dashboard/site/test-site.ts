import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildSite } from '../../../dashboard/build/build-site.ts';
import { serveDashboard, type ServedSite } from '../../../dashboard/index.ts';
import { startBrowser } from './browser.ts';
import { type DataFiles, emptied, readDataFiles, withText } from './data-files.ts';
import { visit, type VisitOptions } from './visit.ts';
import { makeWarehouseSite, type WarehouseSite } from './warehouse-site.ts';

/** Text that would be a script if any of it were taken for markup. */
export const hostileText = '<img src=x onerror="document.title=\'taken over\'">"\'&</script><script>alert(1)</script>';

/** The sites: of the simulated warehouse; of the same files without rows; with hostile text for an offense and a precinct. */
export type SiteName = 'warehouse' | 'empty' | 'hostile';

/** Sites and a browser, made once for all specs. */
export interface TestSite {
  readonly browser: Browser;
  readonly url: (site: SiteName) => string;
  /** Rows of a query on the warehouse that the site was made from. */
  readonly query: WarehouseSite['query'];
  /** Folder of the warehouse's site. */
  readonly directory: string;
  /** See `visit`: fails on console errors, refusals by policy and foreign requests. */
  readonly visit: <T>(path: string, act: (page: Page) => Promise<T>, options?: SiteVisit) => Promise<T>;
  readonly stop: () => Promise<void>;
}

export interface SiteVisit extends VisitOptions {
  /** By default that of the warehouse. */
  readonly site?: SiteName;
}

/** Makes all of it; takes about as long as a run of the pipeline. */
export async function makeTestSite(): Promise<TestSite> {
  const folder = await mkdtemp(join(tmpdir(), 'crime-page-'));
  const [browser, warehouse] = await Promise.all([startBrowser(), makeWarehouseSite(folder)]);
  const files = await readDataFiles(warehouse.directory);
  const made: Readonly<Record<Exclude<SiteName, 'warehouse'>, DataFiles>> = {
    empty: emptied(files),
    hostile: withText(withText(files, 'North', hostileText), 'All Other Offenses', hostileText),
  };
  const served: Record<string, ServedSite> = {
    warehouse: await serveDashboard({ directory: warehouse.directory }),
  };
  for (const [name, data] of Object.entries(made)) {
    const { directory } = await buildSite(join(folder, `${name}-site`), data);
    served[name] = await serveDashboard({ directory });
  }
  const url = (site: SiteName) => served[site]?.url ?? '';
  return {
    browser,
    url,
    query: warehouse.query,
    directory: warehouse.directory,
    visit: (path, act, { site = 'warehouse', ...options } = {}) => visit(browser, `${url(site)}${path}`, options, act),
    stop: async () => {
      await browser.close();
      await Promise.all(Object.values(served).map((each) => each.stop()));
      await warehouse.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    },
  };
}
