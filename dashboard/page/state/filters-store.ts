import type { FilterChoices } from '../facts.ts';
import { changeFilter, type FilterKey, type Filters, formatFilters, noFilters, parseFilters } from './filters.ts';

/** The part of a browser's window that keeps the filters: https://developer.mozilla.org/docs/Web/API/History. */
export interface AddressBar {
  readonly location: { readonly search: string; readonly pathname: string; readonly hash: string };
  readonly history: { pushState(data: unknown, unused: string, url: string): void };
  addEventListener(type: 'popstate', listener: () => void): void;
}

/** Keeps the filters in the page's address, and tells who listens when they change. */
export class FiltersStore {
  #filters: Filters = noFilters;
  #ignored: readonly string[] = [];
  readonly #listeners = new Set<() => void>();

  /** @param bar none while the page's HTML is made: then nothing is set. */
  constructor(
    readonly choices: FilterChoices,
    readonly bar?: AddressBar,
  ) {
    this.#read();
    bar?.addEventListener('popstate', () => {
      this.#read();
      this.#tell();
    });
  }

  get filters(): Filters {
    return this.#filters;
  }

  /** What the address asked for and the data does not have, as `key=value`. */
  get ignored(): readonly string[] {
    return this.#ignored;
  }

  /** Where a link leads that keeps the filters. */
  linkTo(file: string): string {
    return `${file}${formatFilters(this.#filters)}`;
  }

  set<K extends FilterKey>(key: K, value: Filters[K]): void {
    this.#become(changeFilter(this.#filters, key, value, this.choices));
  }

  reset(): void {
    this.#become(noFilters);
  }

  /** @returns ends the listening. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #read(): void {
    const { filters, ignored } = parseFilters(this.bar?.location.search ?? '', this.choices);
    this.#filters = filters;
    this.#ignored = ignored;
  }

  #become(filters: Filters): void {
    this.#filters = filters;
    this.#ignored = [];
    if (this.bar !== undefined) {
      const { search, pathname, hash } = this.bar.location;
      this.bar.history.pushState(null, '', `${pathname}${formatFilters(filters, search)}${hash}`);
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
