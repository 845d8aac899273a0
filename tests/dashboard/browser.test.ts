import { downloadSpecs } from './browser/downloads.ts';
import { everyPageSpecs } from './browser/every-page.ts';
import { filterSpecs } from './browser/filters.ts';
import { modelsSpecs } from './browser/models.ts';
import { nextSpecs } from './browser/next.ts';
import { nowSpecs } from './browser/now.ts';
import { qualitySpecs } from './browser/quality.ts';
import { stateSpecs } from './browser/states.ts';
import { trendsSpecs } from './browser/trends.ts';
import { whenSpecs } from './browser/when.ts';
import { wherePageSpecs } from './browser/where.ts';
import { makeTestSite, type TestSite } from './site/test-site.ts';

// One file, so that one warehouse, its sites and one browser serve all specs; the specs are in browser/.
describe('the page in a browser', function () {
  this.timeout(180_000);
  let site: TestSite | undefined;
  const theSite = () => {
    if (site === undefined) throw new Error('The site is made before the specs run.');
    return site;
  };

  before(async () => {
    site = await makeTestSite();
  });

  after(async () => {
    await site?.stop();
  });

  everyPageSpecs(theSite);
  filterSpecs(theSite);
  downloadSpecs(theSite);
  stateSpecs(theSite);
  nowSpecs(theSite);
  trendsSpecs(theSite);
  whenSpecs(theSite);
  wherePageSpecs(theSite);
  nextSpecs(theSite);
  qualitySpecs(theSite);
  modelsSpecs(theSite);
});
