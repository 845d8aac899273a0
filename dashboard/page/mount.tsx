import { type ComponentType, render } from 'preact';
import { App } from './components/app.tsx';
import { DataFiles } from './data/data-files.ts';
import type { Facts } from './facts.ts';
import { pages } from './site.ts';
import { FiltersStore } from './state/filters-store.ts';

/** Brings the page's HTML to life. Rendering over it changes only what differs, such as filters from the address. */
export function mount(id: string, content: ComponentType): void {
  const page = pages.find((each) => each.id === id);
  const root = document.getElementById('app');
  const text = document.getElementById('facts')?.textContent;
  if (page === undefined || root === null || text === undefined) throw new Error(`The page ${id} is not whole.`);
  const facts = JSON.parse(text) as Facts;
  const store = new FiltersStore(facts.choices, window);
  const files = new DataFiles(embeddedFiles(), (address) => fetch(address));
  render(<App page={page} facts={facts} content={content} store={store} files={files} />, root);
  document.documentElement.dataset['ready'] = '';
}

function embeddedFiles(): ReadonlyMap<string, unknown> {
  const scripts = document.querySelectorAll<HTMLScriptElement>('script[data-file]');
  return new Map(
    [...scripts].map(({ dataset, textContent }) => [dataset['file'] ?? '', JSON.parse(textContent) as unknown]),
  );
}
