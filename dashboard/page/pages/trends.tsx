import { CoursesFigures } from './trends/courses-figures.tsx';
import { MonthsFigure } from './trends/months-figure.tsx';
import { YearChangesFigure } from './trends/year-changes-figure.tsx';

/** How it has changed: months, years against each other, each category and offense. */
export function Page() {
  return (
    <>
      <MonthsFigure />
      <YearChangesFigure />
      <CoursesFigures />
    </>
  );
}
