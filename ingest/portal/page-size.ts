/** What a page took. */
export interface PageTiming {
  readonly rows: number;
  readonly milliseconds: number;
}

/** Bounds of a page's rows and the time, in milliseconds, that one should take. */
export interface PageBounds {
  readonly fewest: number;
  readonly most: number;
  readonly time: number;
}

/** Factor by which pages grow or shrink at most from one to the next. */
const STEP = 4;

/** Rows to ask for next, in hundreds. A page that was not full tells nothing: its size stays. */
export function nextPageRows(asked: number, { rows, milliseconds }: PageTiming, bounds: PageBounds): number {
  const clamp = (size: number): number => Math.min(Math.max(size, bounds.fewest), bounds.most);
  if (rows < asked) return clamp(asked);
  const wanted = (asked * bounds.time) / Math.max(milliseconds, 1);
  const stepped = Math.min(Math.max(wanted, asked / STEP), asked * STEP);
  return clamp(Math.max(Math.round(stepped / 100) * 100, 1));
}

/** Rows to ask for after a page that failed for a reason its size may have: half as many. */
export const smallerPageRows = (asked: number, bounds: PageBounds): number =>
  Math.max(Math.round(asked / 2), bounds.fewest);
