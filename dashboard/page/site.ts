/** A page of the site. */
export interface PageEntry {
  /** Name of its module in `pages/`. */
  readonly id: PageId;
  /** Its file beside the others; all links are relative, so the site may lie in any folder of a host. */
  readonly file: string;
  /** In the navigation. */
  readonly label: string;
  /** Its heading: the question that it answers. */
  readonly title: string;
  /** One or two sentences under the heading. */
  readonly lead: string;
  /** Data files that its first charts need, without folder and ending: fetched while the scripts load. */
  readonly preload: readonly string[];
}

/** Each has its content in `contents.ts`. */
export type PageId = 'now';

/** The pages, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  {
    id: 'now',
    file: 'index.html',
    label: 'Now',
    title: 'What is happening now?',
    lead: 'The newest weeks of reported crime, how complete they are, and what stands out.',
    preload: ['recent', 'findings', 'anomalies'],
  },
];
