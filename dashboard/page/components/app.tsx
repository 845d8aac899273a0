import type { ComponentType } from 'preact';
import { DataFiles } from '../data/data-files.ts';
import type { Facts } from '../facts.ts';
import type { PageEntry } from '../site.ts';
import { FiltersStore } from '../state/filters-store.ts';
import { PageContext } from '../state/page-context.ts';
import { Shell } from './shell.tsx';

/** What a page is shown with. */
export interface AppProps {
  readonly page: PageEntry;
  readonly facts: Facts;
  readonly content: ComponentType;
  /** None while the page's HTML is made. */
  readonly store?: FiltersStore;
  /** None while the page's HTML is made. */
  readonly files?: DataFiles;
}

/** A whole page. It renders without a browser too: that is the HTML which is sent. */
export function App({ page, facts, content: Content, store, files }: AppProps) {
  const value = {
    ...facts,
    page,
    store: store ?? new FiltersStore(facts.choices),
    files: files ?? new DataFiles(),
  };
  return (
    <PageContext.Provider value={value}>
      <Shell>
        <Content />
      </Shell>
    </PageContext.Provider>
  );
}
