import type { Row } from '../columnar.ts';
import type { Loader } from './loader.ts';
import { readRows } from './read-rows.ts';

const file = 'breaks.json';

/** A moment from which on the numbers are not made as before. */
interface Break {
  /** First day, `YYYY-MM-DD`. */
  readonly date: string;
  /** `feed`: the city changed the feed; `quality`: a share of hidden or missing values jumped. */
  readonly kind: 'feed' | 'quality';
  readonly text: string;
}

/**
 * What the city changed, seen on exports of the feed: the columns had their old names on 2025-02-23 and the present ones
 * on 2025-03-11. @see https://data.seattle.gov/d/tazs-3rd5
 */
const renaming: Break = {
  date: '2025-03-01',
  kind: 'feed',
  text: 'The city renamed the columns of its feed, named precincts and neighborhoods anew and left out when an offense ended.',
};

/** A list of `{date, kind, text}`, oldest first: what Trends marks. */
export const breaksLoader: Loader = {
  file,
  load: async ({ warehouse }) => {
    const rows = await readRows(warehouse, file, jumpsQuery);
    return [renaming, ...rows.map(jump)].sort((left, right) => left.date.localeCompare(right.date));
  },
};

/** Share of a field that must be exceeded from one year to the next to be a break, 0-1. */
const smallestJump = 0.1;
/** Offenses of a year below which its shares are not compared. */
const fewestOffenses = 1000;

const jumpsQuery = `
select field, year, share, previous_share
from (
  select field, year, share, checked,
    lag(share) over (partition by field order by year) as previous_share,
    lag(checked) over (partition by field order by year) as previous_checked
  from mart.mart_data_quality
  where year is not null
)
where abs(share - previous_share) >= ${smallestJump} and least(checked, previous_checked) >= ${fewestOffenses}
order by year, field`;

const percent = (share: unknown) => `${Math.round(Number(share) * 100)} %`;

function jump({ field, year, share, previous_share: before }: Row): Break {
  return {
    date: `${String(year)}-01-01`,
    kind: 'quality',
    text: `“${String(field)}” applies to ${percent(share)} of the offenses reported in ${String(year)}, after ${percent(before)} the year before.`,
  };
}
