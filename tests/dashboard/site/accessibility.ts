import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

/** What WCAG 2.2 asks at the levels A and AA, and axe's own good practices. https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with each rule that the page breaks, and where: all rules, then those of contrast in the other theme too. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  await expectNoViolation(page, { type: 'tag', values: rules });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolation(page, { type: 'rule', values: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNoViolation(page: Page, runOnly: axe.RunOnly): Promise<void> {
  const { violations } = await page.evaluate(
    (only) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: only }),
    runOnly,
  );
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect(found).to.deep.equal([]);
}
