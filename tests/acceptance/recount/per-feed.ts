import type { Feed } from './feed.ts';

/** What `make` makes of a feed, made once. */
export function perFeed<Made>(make: (feed: Feed) => Made): (feed: Feed) => Made {
  const made = new WeakMap<Feed, { readonly value: Made }>();
  return (feed) => {
    const known = made.get(feed) ?? { value: make(feed) };
    made.set(feed, known);
    return known.value;
  };
}
