import { useEffect, useState } from 'preact/hooks';
import { formatFilters } from '../../state/filters.ts';
import { useFilters } from '../../state/page-context.ts';

/** Which model the page shows, and which of its columns is traced. */
export interface Choice {
  readonly model: string | null;
  readonly column: string | null;
}

const nothing: Choice = { model: null, column: null };

/** The choice that an address makes. @param query with or without `?`. */
export function choiceOf(query: string): Choice {
  const given = new URLSearchParams(query);
  const model = given.get('model');
  return model === null || model === '' ? nothing : { model, column: given.get('column') };
}

/** The link to a choice; other keys of `query`, such as the filters, stay. */
export function linkTo({ model, column }: Choice, query = ''): string {
  const given = new URLSearchParams(query);
  for (const [key, value] of [['model', model] as const, ['column', column] as const]) {
    if (value === null) given.delete(key);
    else given.set(key, value);
  }
  const text = given.toString();
  return text === '' ? 'models.html' : `models.html?${text}`;
}

/** Makes links to choices that keep the filters. */
export function useModelLinks(): (choice: Choice) => string {
  const query = formatFilters(useFilters());
  return (choice) => linkTo(choice, query);
}

/** The choice in the page's address, and a way to change it that the back button undoes. */
export function useChoice(): readonly [Choice, (choice: Choice) => void] {
  const [choice, setChoice] = useState(nothing);
  useEffect(() => {
    const read = () => {
      setChoice(choiceOf(window.location.search));
    };
    read();
    window.addEventListener('popstate', read);
    return () => {
      window.removeEventListener('popstate', read);
    };
  }, []);
  const choose = (next: Choice) => {
    const link = linkTo(next, window.location.search);
    window.history.pushState(null, '', `${window.location.pathname}${link.slice('models.html'.length)}`);
    setChoice(next);
  };
  return [choice, choose];
}
