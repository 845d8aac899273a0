import type { ComponentType } from 'preact';
import { Page as Models } from './pages/models.tsx';
import { Page as Next } from './pages/next.tsx';
import { Page as Now } from './pages/now.tsx';
import { Page as Quality } from './pages/quality.tsx';
import { Page as Trends } from './pages/trends.tsx';
import { Page as When } from './pages/when.tsx';
import { Page as Where } from './pages/where.tsx';
import type { PageId } from './site.ts';

/** What each page shows: for the HTML that is sent. In the browser a page loads its own content only. */
export const contents: Readonly<Record<PageId, ComponentType>> = {
  now: Now,
  trends: Trends,
  when: When,
  where: Where,
  next: Next,
  quality: Quality,
  models: Models,
};
