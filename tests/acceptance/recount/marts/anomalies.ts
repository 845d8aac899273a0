import { range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { isMatureWeek } from './offenses-weekly.ts';
import { type Season, seasonsOf } from '../weekly/season.ts';
import { type Series, sum, weekDate, weeksOf } from '../weekly/series.ts';
import type { Row, Table } from '../table.ts';
import { falseDiscoveryRates, farringtonScore, twoSided } from './tail-probabilities.ts';

const WEEKS = 52;
const BASELINE_WEEKS = 52;
const square = (value: number): number => value * value;

interface Expectation {
  readonly expected: number;
  readonly dispersion: number;
  readonly z: number;
}

/** Each pair of precinct and category in each of the newest 52 weeks. */
export function anomalies(feed: Feed): Table {
  const { series, newest } = weeksOf(feed);
  const pairs = series.filter(({ kind }) => kind === 'precinct and category');
  const weeks = range(Math.max(0, newest + 1 - WEEKS), newest);
  const rows = pairs.flatMap((one) => weeks.map((week) => judged(feed, one, week)));
  const tails = rows.filter((row) => row['status'] === 'judged');
  const rates = falseDiscoveryRates(tails.map((row) => Number(row['p_value'])));
  const found = new Map(tails.map((row, index) => [row, rates[index] ?? NaN]));
  return {
    key: ['precinct', 'offense_category', 'week_start'],
    rows: rows.map((row) => ({
      ...{ ...row, q_value: found.get(row) ?? null, is_anomaly: (found.get(row) ?? 1) <= 0.05 },
    })),
    // The pipeline's tail probability is an approximation, of a rounded z; q is up to 780 times that.
    decimals: { expected_offenses: 3, dispersion: 4, z_score: 6, p_value: 5, q_value: 4 },
  };
}

function judged(feed: Feed, series: Series, week: number): Row {
  const { firstWeek } = weeksOf(feed);
  const isMature = isMatureWeek(feed, firstWeek + week);
  const told = expectationOf(series, seasonsOf(feed)(week - 1), week);
  const status = statusOf(isMature, told);
  const offenses = series.counts[week] ?? NaN;
  const isJudged = status === 'judged' && told !== undefined;
  return {
    ...{ series: series.name, precinct: series.precinct, offense_category: series.category },
    ...{ week_start: weekDate(firstWeek + week), status, offenses, is_simulated: feed.isSimulated },
    ...{ expected_offenses: told?.expected ?? null, dispersion: told?.dispersion ?? null },
    ...{ z_score: isJudged ? told.z : null, p_value: isJudged ? twoSided(told.z) : null },
    direction: isJudged ? (offenses >= told.expected ? 'more' : 'fewer') : null,
  };
}

function statusOf(isMature: boolean, told: Expectation | undefined): string {
  if (!isMature) return 'not mature';
  if (told === undefined) return 'too few weeks';
  return told.expected < 1 ? 'expected below 1' : 'judged';
}

/** What the 52 weeks before a week tell of it, by the season; undefined where there are fewer. */
function expectationOf({ counts }: Series, { factor }: Season, week: number): Expectation | undefined {
  if (week < BASELINE_WEEKS) return undefined;
  const before = range(week - BASELINE_WEEKS, week - 1);
  const weight = square(factor(week)) / sum(before.map((past) => square(factor(past))));
  const expected = weight * sum(before.map((past) => counts[past] ?? NaN));
  const residuals = before.map((past) => {
    const own = (expected * square(factor(past))) / square(factor(week));
    return own === 0 ? 0 : square((counts[past] ?? NaN) - own) / own;
  });
  const dispersion = Math.max(1, sum(residuals) / (BASELINE_WEEKS - 1));
  const z = farringtonScore(counts[week] ?? NaN, expected, dispersion * (1 + weight));
  return { expected, dispersion, z };
}
