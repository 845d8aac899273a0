import type { Locator, Page } from 'playwright-core';

/** A field of the filter bar by its label: charts may have the same words in their names. */
export function filterField(page: Page, label: string): Locator {
  return page.getByRole('combobox', { name: label, exact: true });
}
