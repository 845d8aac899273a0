import { HourStripsFigure } from './when/hour-strips-figure.tsx';
import { PeakHoursFigure } from './when/peak-hours-figure.tsx';
import { WeekHoursFigure } from './when/week-hours-figure.tsx';

/** Hours and weekdays. */
export function Page() {
  return (
    <>
      <WeekHoursFigure />
      <div class="chart-pair">
        <HourStripsFigure />
        <PeakHoursFigure />
      </div>
    </>
  );
}
