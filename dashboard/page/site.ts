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
  /** Small data files that are part of the page's HTML: read without a script, and nothing moves when they come. */
  readonly embedded?: readonly string[];
  /** False where the page shows nothing that filters could narrow. Default true. */
  readonly hasFilters?: boolean;
}

/** Each has its content in `contents.ts`. */
export type PageId = 'now' | 'trends' | 'when' | 'where' | 'next' | 'quality' | 'models';

/** The pages, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  {
    id: 'now',
    file: 'index.html',
    label: 'Now',
    title: 'What is happening now?',
    lead: 'The newest weeks of reported crime, how complete they are, and what stands out.',
    preload: ['recent', 'anomalies'],
    embedded: ['findings'],
  },
  {
    id: 'trends',
    file: 'trends.html',
    label: 'Trends',
    title: 'How has it changed?',
    lead: 'Reported offenses by month, and each month against the same one a year before.',
    preload: ['monthly-reported', 'breaks'],
  },
  {
    id: 'when',
    file: 'when.html',
    label: 'When',
    title: 'At what hours and on which days?',
    lead: 'Hours and weekdays of reports, and of the offenses themselves where their start is known.',
    preload: ['hours-reported'],
  },
  {
    id: 'where',
    file: 'where.html',
    label: 'Where',
    title: 'Where is it reported?',
    lead: 'The places of reported offenses, drawn from the data itself, by neighborhood and by precinct.',
    preload: ['hotspots', 'boundaries'],
  },
  {
    id: 'next',
    file: 'next.html',
    label: 'Next',
    title: 'What comes next, and how sure is that?',
    lead: 'Reported offenses to expect in the next eight weeks, with their intervals, and how well such forecasts did.',
    preload: ['forecast', 'weekly', 'scorecard', 'backtest'],
  },
  {
    id: 'quality',
    file: 'quality.html',
    label: 'Quality',
    title: 'How far can these numbers be trusted?',
    lead: 'How fresh and complete they are, how much is unknown or masked, and what the checks of the last run found.',
    preload: ['reporting-lag', 'quality-fields'],
  },
  {
    id: 'models',
    file: 'models.html',
    label: 'Models',
    title: 'What are the numbers made from?',
    lead: 'Every model: what a row is, what it is made from, how it is checked, its SQL, and its rows as files.',
    preload: ['models'],
    hasFilters: false,
  },
];
