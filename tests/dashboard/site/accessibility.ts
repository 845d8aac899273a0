import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

/** What WCAG 2.2 asks at the levels A and AA, and axe's own good practices. https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with each rule that the page breaks, and where. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values } }),
    rules,
  );
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect(found).to.deep.equal([]);
}
