import { useFilters } from '../state/page-context.ts';
import { useRows } from '../state/use-rows.ts';
import { ForecastFan } from './next/forecast-fan.tsx';
import { NextWeeks } from './next/next-weeks.tsx';
import { Scorecard } from './next/scorecard.tsx';
import { type ForecastWeek, type PastWeek, type Score, type TestedWeek } from './next/series.ts';

/** What is expected of the weeks ahead, and how good such forecasts have been. */
export function Page() {
  const filters = useFilters();
  const forecast = useRows<ForecastWeek>('forecast');
  const weekly = useRows<PastWeek>('weekly');
  const scores = useRows<Score>('scorecard');
  const tested = useRows<TestedWeek>('backtest');
  return (
    <>
      <ForecastFan forecast={forecast} weekly={weekly} filters={filters} />
      <NextWeeks forecast={forecast} />
      <Scorecard forecast={forecast} scores={scores} tested={tested} filters={filters} />
    </>
  );
}
