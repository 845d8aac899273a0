import type { Loaded } from './page-context.ts';

/** Two things once both are there; the first that is not there tells why. */
export function bothLoaded<A, B>(first: Loaded<A>, second: Loaded<B>): Loaded<readonly [A, B]> {
  if (first.status !== 'ready') return first;
  if (second.status !== 'ready') return second;
  return { status: 'ready', value: [first.value, second.value] };
}
