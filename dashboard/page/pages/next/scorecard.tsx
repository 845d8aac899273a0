import { useMemo, useState } from 'preact/hooks';
import { coverageChart, errorChart, scoreHeight, testedChart } from '../../charts/scorecard-charts.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { counted, formatDate, formatDecimal, formatShare } from '../../format.ts';
import { bothLoaded } from '../../state/both-loaded.ts';
import type { Filters } from '../../state/filters.ts';
import { mapLoaded, usePage, type Loaded } from '../../state/page-context.ts';
import { chosenWeeks, ownMethod, seriesName, type ForecastWeek, type Score, type TestedWeek } from './series.ts';

interface ScorecardProps {
  readonly forecast: Loaded<readonly ForecastWeek[]>;
  readonly scores: Loaded<readonly Score[]>;
  readonly tested: Loaded<readonly TestedWeek[]>;
  readonly filters: Filters;
}

const horizons = [1, 4, 8] as const;
const nothing = 'Forecasts of this series are not judged: it has none.';

/** How well last year's forecasts did, rivals beside. */
export function Scorecard({ forecast, scores, tested, filters }: ScorecardProps) {
  const { run } = usePage();
  const [horizon, setHorizon] = useState<number>(1);
  const own = useMemo(
    () => mapLoaded(bothLoaded(forecast, scores), ([weeks, all]) => ofSeries(all, weeks, filters)),
    [forecast, scores, filters],
  );
  const ownTested = useMemo(
    () =>
      mapLoaded(bothLoaded(forecast, tested), ([weeks, all]) =>
        ofSeries(all, weeks, filters).filter((week) => week.horizon_weeks === horizon),
      ),
    [forecast, tested, filters, horizon],
  );
  const errors = useMemo(() => mapLoaded(own, (all) => errorContent(all, seriesName(filters))), [own, filters]);
  const coverage = useMemo(() => mapLoaded(own, (all) => coverageContent(all, seriesName(filters))), [own, filters]);
  const past = useMemo(
    () => mapLoaded(ownTested, (weeks) => testedContent(weeks, horizon, seriesName(filters))),
    [ownTested, horizon, filters],
  );
  const applies = ['precinct', 'category'] as const;
  return (
    <section class="scorecard" aria-labelledby="scorecard">
      <h2 id="scorecard">How well last year’s forecasts did</h2>
      <p>
        The same method, run from each week of the past year on what came before it, against what then came. Four
        simpler methods are judged on the same weeks.
        {run.is_simulated ? (
          <strong> These rows are simulated: how well they can be forecast is no evidence of anything.</strong>
        ) : null}
      </p>
      <Totals scores={own} name={seriesName(filters)} />
      <div class="chart-pair">
        <ChartFrame
          id="errors"
          title="Error by weeks ahead"
          height={scoreHeight}
          applies={applies}
          content={errors}
          emptyText={nothing}
        />
        <ChartFrame
          id="coverage"
          title="Do the intervals hold?"
          height={scoreHeight}
          applies={applies}
          content={coverage}
          emptyText={nothing}
        />
      </div>
      <div class="toggle" role="group" aria-label="Weeks ahead of the forecasts below">
        {horizons.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={horizon === each}
            onClick={() => {
              setHorizon(each);
            }}
          >
            {counted(each, 'week')} ahead
          </button>
        ))}
      </div>
      <ChartFrame
        id="past-forecasts"
        title="What was forecast and what came"
        height={scoreHeight}
        applies={applies}
        content={past}
        emptyText={nothing}
      />
    </section>
  );
}

const ofSeries = <One extends { readonly series: string }>(
  all: readonly One[],
  weeks: readonly ForecastWeek[],
  filters: Filters,
): readonly One[] => {
  const series = chosenWeeks(weeks, filters)[0]?.series;
  return all.filter((one) => one.series === series);
};

/** All horizons together, a method a row. */
function Totals({ scores, name }: { readonly scores: Loaded<readonly Score[]>; readonly name: string }) {
  if (scores.status !== 'ready') return null;
  const rows = scores.value.filter(({ horizon_weeks }) => horizon_weeks === null);
  const [first] = rows;
  if (first === undefined)
    return (
      <p class="notice">
        {name}: {nothing}
      </p>
    );
  return (
    <>
      <p class="chart-subtitle">
        {name}, all horizons together: {counted(first.forecasts, 'forecast')} from {counted(first.origins, 'week')},{' '}
        {formatDate(first.first_origin_week_start)} to {formatDate(first.last_origin_week_start)}, on counts as known
        today.
      </p>
      <DataTable
        caption={`Scorecard of ${name}`}
        table={{
          columns: [
            { key: 'error_rank', label: 'Rank' },
            { key: 'method', label: 'Method' },
            { key: 'mean_absolute_error', label: 'MAE, offenses', format: formatDecimal },
            { key: 'mean_scaled_error', label: 'MASE', format: (value) => value.toFixed(2) },
            { key: 'mean_symmetric_percent_error', label: 'sMAPE, %', format: formatDecimal },
            { key: 'coverage_80', label: 'Inside 80 %', format: formatShare },
            { key: 'coverage_95', label: 'Inside 95 %', format: formatShare },
          ],
          rows: rows.map((row) => ({ ...row, method: row.method === ownMethod ? `${ownMethod} (ours)` : row.method })),
        }}
      />
      <p class="chart-note">
        MAE: mean distance from what came. MASE: that over the usual change from week to week; below 1 is better than
        such a change. sMAPE: that in percent of the mean of both.
      </p>
    </>
  );
}

function errorContent(scores: readonly Score[], series: string): ChartContent {
  const byHorizon = scores.filter(({ horizon_weeks }) => horizon_weeks !== null);
  const best = byHorizon.filter(({ method, error_rank }) => method === ownMethod && error_rank === 1).length;
  const count = byHorizon.filter(({ method }) => method === ownMethod).length;
  return {
    subtitle: `${series}: mean distance of the forecast from what came; lower is better`,
    summary: `Smoothing, the method of these forecasts, had the smallest error of the five at ${best} of ${count} horizons.`,
    table: {
      columns: [
        { key: 'horizon_weeks', label: 'Weeks ahead' },
        { key: 'method', label: 'Method' },
        { key: 'mean_absolute_error', label: 'MAE, offenses', format: formatDecimal },
        { key: 'mean_scaled_error', label: 'MASE', format: (value) => value.toFixed(2) },
        { key: 'mean_symmetric_percent_error', label: 'sMAPE, %', format: formatDecimal },
      ],
      rows: byHorizon.map((score) => ({ ...score })),
    },
    draw: (width) => errorChart(byHorizon, width),
    note: 'Filled circles: smoothing. Squares: 4-week mean with season. Triangles: 4-week mean. Diamonds: last week again. Crosses: the week of a year before.',
  };
}

function coverageContent(scores: readonly Score[], series: string): ChartContent {
  const own = scores.filter(({ method, horizon_weeks }) => method === ownMethod && horizon_weeks !== null);
  const all = scores.find(({ method, horizon_weeks }) => method === ownMethod && horizon_weeks === null);
  return {
    subtitle: `${series}: share of weeks that lay inside the interval, by weeks ahead`,
    summary:
      all?.coverage_80 === null || all?.coverage_95 === null || all === undefined
        ? ''
        : `${formatShare(all.coverage_80)} of the weeks lay inside the 80 % interval, ${formatShare(all.coverage_95)} inside the 95 % one.`,
    table: {
      columns: [
        { key: 'horizon_weeks', label: 'Weeks ahead' },
        { key: 'coverage_80', label: 'Inside 80 %', format: formatShare },
        { key: 'coverage_95', label: 'Inside 95 %', format: formatShare },
      ],
      rows: own.map((score) => ({ ...score })),
    },
    draw: (width) => coverageChart(own, width),
    note: 'Circles: the 80 % interval. Squares: the 95 % interval. The dotted lines are what each promises.',
  };
}

function testedContent(weeks: readonly TestedWeek[], horizon: number, series: string): ChartContent {
  const inside = weeks.filter(({ is_inside_80 }) => is_inside_80).length;
  return {
    subtitle: `${series}: offenses a week; forecasts made ${counted(horizon, 'week')} before, with their 80 % and 95 % intervals`,
    summary: `Of ${counted(weeks.length, 'week')}, ${inside} lay inside the 80 % interval.`,
    table: {
      columns: [
        { key: 'target_week_start', label: 'Week of', text: formatDate },
        { key: 'offenses', label: 'Came' },
        { key: 'forecast', label: 'Forecast', format: formatDecimal },
        { key: 'lower_80', label: '80 % from', format: formatDecimal },
        { key: 'upper_80', label: '80 % to', format: formatDecimal },
        { key: 'lower_95', label: '95 % from', format: formatDecimal },
        { key: 'upper_95', label: '95 % to', format: formatDecimal },
      ],
      rows: weeks.map((week) => ({ ...week })),
    },
    draw: (width) => testedChart(weeks, width),
    note: 'Dots are what came: hollow ones lie outside the 80 % interval.',
  };
}
