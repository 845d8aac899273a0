import type { Row } from './table.ts';

/** The columns that tell a change from `before` to `now`, called by `name`; null where the two are not compared. */
export function changeColumns(name: string, now: number, before: number | null): Row {
  if (before === null) return { [`${name}_change`]: null, [`${name}_percent`]: null, [`${name}_signal`]: null };
  return {
    [`${name}_change`]: now - before,
    [`${name}_percent`]: before === 0 ? null : (100 * (now - before)) / before,
    [`${name}_signal`]: 2 * (Math.sqrt(now) - Math.sqrt(before)),
  };
}
