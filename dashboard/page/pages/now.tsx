import { Findings } from './now/findings.tsx';
import { KeyCounts } from './now/key-counts.tsx';
import { RecentDaysFigure } from './now/recent-days-figure.tsx';

/** What is happening now: findings, the newest days, what is unusual. */
export function Page() {
  return (
    <>
      <KeyCounts />
      <RecentDaysFigure />
      <Findings />
    </>
  );
}
