import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import type { Columnar } from '../../columnar.ts';
import type { DataFiles } from '../data/data-files.ts';
import type { Facts } from '../facts.ts';
import type { PageEntry } from '../site.ts';
import type { Filters } from './filters.ts';
import type { FiltersStore } from './filters-store.ts';

/** What every component of a page may ask for. */
export interface PageContextValue extends Facts {
  readonly page: PageEntry;
  readonly store: FiltersStore;
  readonly files: DataFiles;
}

/** Given by `App`. */
export const PageContext = createContext<PageContextValue | undefined>(undefined);

/** @throws Error outside `App`. */
export function usePage(): PageContextValue {
  const value = useContext(PageContext);
  if (value === undefined) throw new Error('A component of the page is used outside App.');
  return value;
}

/** The filters, now and after each change. */
export function useFilters(): Filters {
  const { store } = usePage();
  const [filters, setFilters] = useState(store.filters);
  useEffect(() => {
    const take = () => {
      setFilters(store.filters);
    };
    take();
    return store.subscribe(take);
  }, [store]);
  return filters;
}

/** Something that is under way, there, or not to be had. */
export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'error'; readonly message: string; readonly retry: () => void }
  | { readonly status: 'ready'; readonly value: T };

const loading = { status: 'loading' } as const;

/**
 * A data file as its loader wrote it; one that is there already, such as part of the page's HTML, at once.
 * Never the content of another file: while one is under way, what was loaded under another name is not it.
 * @param isWanted false: not yet fetched (big files wait until a chart needs them).
 */
export function useFile<T>(name: string, isWanted = true): Loaded<T> {
  const { files } = usePage();
  const known = files.known(name) as T | undefined;
  const [told, setTold] = useState<{ readonly name: string; readonly loaded: Loaded<T> }>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!isWanted || known !== undefined) return;
    let isCurrent = true;
    const tell = (loaded: Loaded<T>) => {
      if (isCurrent) setTold({ name, loaded });
    };
    const retry = () => {
      setTold({ name, loaded: loading });
      setAttempt(attempt + 1);
    };
    files.read(name).then(
      (value) => {
        tell({ status: 'ready', value: value as T });
      },
      (error: unknown) => {
        tell({ status: 'error', message: error instanceof Error ? error.message : String(error), retry });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [files, name, isWanted, attempt, known]);
  const current = known === undefined && told?.name === name ? told.loaded : loading;
  return useMemo(() => (known === undefined ? current : { status: 'ready', value: known }), [known, current]);
}

/** A data file that holds a table. */
export function useTable(name: string, isWanted = true): Loaded<Columnar> {
  return useFile<Columnar>(name, isWanted);
}

/** What is made of something loaded, once it is there. An error in making it is shown like one of loading. */
export function mapLoaded<T, U>(loaded: Loaded<T>, make: (value: T) => U): Loaded<U> {
  return loaded.status === 'ready' ? { status: 'ready', value: make(loaded.value) } : loaded;
}
