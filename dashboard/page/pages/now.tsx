import { Findings } from './now/findings.tsx';
import { Highlights } from './now/highlights.tsx';
import { KeyCounts } from './now/key-counts.tsx';
import { RecentDaysFigure } from './now/recent-days-figure.tsx';
import { UnusualWeeksFigure } from './now/unusual-weeks-figure.tsx';
import { YearPairsFigure } from './now/year-pairs-figure.tsx';

/** What is happening now: the newest days, what is unusual, and the findings in words. */
export function Page() {
  return (
    <>
      <div class="now-top">
        <KeyCounts />
        <Highlights />
      </div>
      <RecentDaysFigure />
      <div class="chart-pair">
        <YearPairsFigure />
        <UnusualWeeksFigure />
      </div>
      <Findings />
    </>
  );
}
