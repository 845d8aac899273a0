import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** What a reader can take away from a chart. */
export function downloadSpecs(site: () => TestSite): void {
  describe('downloads of a chart', () => {
    it('are a CSV file with the numbers of its table, named as simulated', async () => {
      await site().visit('index.html', async (page) => {
        const file = await download(page, 'CSV: Day by day');
        expect(file.name).to.equal('SIMULATED-recent-days.csv');
        const [header, ...lines] = file.content.toString('utf8').trimEnd().split('\r\n');
        expect(header).to.equal(
          'date,offenses,is_provisional,completeness,nowcast,nowcast_low,nowcast_high,year_before',
        );
        await page.getByRole('button', { name: 'Table: Day by day' }).click();
        const rows = page.locator('#recent-days tbody tr');
        expect(lines.length).to.equal(await rows.count());
        const shown = await rows.first().locator('td').allTextContents();
        expect(shown[1]).to.equal(lines[0]?.split(',')[1]);
      });
    });

    it('are a PNG picture, twice as wide as the chart, with colours that are not those of an empty one', async () => {
      await site().visit('index.html', async (page) => {
        const { name, content } = await download(page, 'PNG: Day by day');
        expect(name).to.equal('SIMULATED-recent-days.png');
        expect(content.subarray(1, 4).toString('latin1')).to.equal('PNG');
        const width = await page
          .locator('#recent-days .drawing svg')
          .evaluate((svg) => svg.getBoundingClientRect().width);
        expect(content.readUInt32BE(16)).to.equal(Math.floor((width + 48) * 2));
        expect(await coloursOf(page, content)).to.be.greaterThan(20);
      });
    });

    it('say in a line of the picture what it counts', async () => {
      await site().visit('trends.html', async (page) => {
        const heightOf = async () => (await download(page, 'PNG: Month by month')).content.readUInt32BE(20);
        const before = await heightOf();
        await filterField(page, 'Precinct').selectOption('South');
        expect(await heightOf()).to.equal(before + 2 * 18);
      });
    });
  });
}

/** The file that a button gives. */
export async function download(
  page: Page,
  button: string,
): Promise<{ readonly name: string; readonly content: Buffer }> {
  const [given] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return { name: given.suggestedFilename(), content: await readFile(await given.path()) };
}

/** Distinct colours of a picture. */
function coloursOf(page: Page, picture: Buffer): Promise<number> {
  return page.evaluate(
    async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return new Set(new Uint32Array(Uint8Array.from(data).buffer)).size;
    },
    `data:image/png;base64,${picture.toString('base64')}`,
  );
}
