import { range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { completenessOf, FOLLOWED_DAYS, isRecent } from '../maturity/completeness.ts';
import { type Delay, delaysOf } from '../maturity/delays.ts';
import { groupBy, type Table } from '../table.ts';

const kinds: Readonly<Record<string, (delay: Delay) => string>> = {
  category: ({ offense }) => offense.category,
  'sub-category': ({ offense }) => offense.subCategory ?? 'Unknown',
};

export function completenessAges(feed: Feed): Table {
  const all = delaysOf(feed);
  const rows = Object.entries(kinds).flatMap(([kind, nameOf]) =>
    [...groupBy(all, nameOf)]
      .filter(([, delays]) => isRecent(delays, feed))
      .flatMap(([name, delays]) => {
        const { becameKnown, knownByThen, shares, maturityDays, status } = completenessOf(delays, feed);
        return range(0, FOLLOWED_DAYS).map((age) => ({
          ...{ group_kind: kind, group_name: name, days_since_offense: age },
          ...{ became_known: becameKnown[age] ?? 0, known_by_then: knownByThen[age] ?? 0 },
          ...{ completeness: shares[age] ?? null, maturity_days: maturityDays, nowcast_status: status },
        }));
      }),
  );
  return { key: ['group_kind', 'group_name', 'days_since_offense'], rows, decimals: { completeness: 6 } };
}
