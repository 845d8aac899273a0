import type { TimelineDays } from './days.ts';

/**
 * How often something happens: of the new rows a share, within two months of their coming, and of all rows a share each
 * day. Real: of 5,332 rows watched for seven weeks 12 changed, 0.000046 a row and day. Here it is somewhat more, so that
 * a month of 20,000 rows shows everything.
 */
interface Frequency {
  readonly soon: number;
  readonly daily: number;
}

const RETYPED: Frequency = { soon: 0.03, daily: 2e-5 };
const MOVED: Frequency = { soon: 0.02, daily: 1.5e-5 };
const REMOVED: Frequency = { soon: 0.015, daily: 1e-5 };
const DOUBLED: Frequency = { soon: 0.008, daily: 2e-6 };
const MISTAKEN: Frequency = { soon: 0.015, daily: 5e-6 };
const LATE_SHARE = 0.05;
const DAYS_OF_SOON = 60;

/** Offense codes that are taken for one another; both shapes have them. */
const OTHER_CODES: Readonly<Record<string, string>> = {
  '13A': '13B',
  '13B': '13A',
  '13C': '13B',
  '120': '23H',
  '220': '290',
  '290': '220',
  '23C': '23D',
  '23D': '23H',
  '23F': '23G',
  '23G': '23F',
  '23H': '23D',
  '240': '23H',
  '26A': '26F',
  '26F': '26A',
  '35A': '35B',
};

/** Keys of rows are offense numbers, and those of further rows of an offense lie this much higher each. */
const KEYS_PER_KIND = 2 ** 38;

/** Names in a shape's rows before life is given to them. */
export interface LifelessRows {
  readonly relation: string;
  readonly reported: string;
  readonly code: string;
  readonly seed: number;
  readonly days: TimelineDays;
  readonly places: number;
}

/**
 * A query that gives each row its life, as days: `appears`, `leaves` (null where never), `retyped` with `other_code` and
 * `moved` with `other_place`. Up to day 0 rows become what they are in the export, after it they change from that: the
 * export is the state of day 0. Everything follows from seed and offense number, so both shapes tell the same life.
 */
export function lifeQuery({ relation, reported, code, seed, days, places }: LifelessRows): string {
  const codes = Object.entries(OTHER_CODES).map(([from, to]) => `WHEN '${from}' THEN '${to}'`);
  return `
    WITH drawn AS (
      SELECT *, date_diff('day', DATE '${days.dateOf(0)}', ${reported}::DATE)::INTEGER AS reported_day,
        md5_number_lower('${seed} ' || number) AS low, md5_number_upper('${seed} ' || number) AS high
      FROM ${relation}
    ), begun AS (
      SELECT * EXCLUDE (reported_day),
        CASE WHEN reported_day < 0 THEN least(reported_day + 1 + ${lateDays()}, 0)
             ELSE reported_day + 1 + ${lateDays()} END::INTEGER AS appears,
        CASE ${code} ${codes.join(' ')} END AS possible_code,
        CASE WHEN coalesce(try_cast(latitude AS DOUBLE), 0) BETWEEN 45 AND 50 THEN 1 ELSE 3 END AS unrest
      FROM drawn
    ), lived AS (
      SELECT *,
        ${eventDay(fraction('low', 1), RETYPED, days)} AS possible_retyped,
        ${eventDay(`${fraction('low', 2)} / unrest`, MOVED, days)} AS moved,
        ${eventDay(fraction('high', 0), REMOVED, days)} AS possible_leaves,
        possible_leaves + 2 + floor(${fraction('high', 1)} * 18)::INTEGER AS possible_return,
        ${eventDay(fraction('high', 2), DOUBLED, days)} AS doubled,
        ${eventDay(`(1 - ${fraction('high', 2)})`, MISTAKEN, days)} AS possible_mistaken
      FROM begun
    )
    SELECT * EXCLUDE (low, high, unrest, possible_code, possible_retyped, possible_leaves, possible_return, possible_mistaken),
      CASE WHEN possible_code IS NOT NULL THEN possible_retyped END AS retyped,
      possible_code AS other_code,
      floor(${fraction('high', 1)} * ${places})::INTEGER AS other_place,
      CASE WHEN possible_leaves > 0 OR possible_return <= 0 THEN possible_leaves END AS leaves,
      CASE WHEN possible_return <= 0 OR possible_leaves > 0 AND low % 3 = 0 THEN possible_return END AS put_back,
      CASE WHEN high % 5 > 0 THEN doubled + 1 + floor(${fraction('high', 1)} * 25)::INTEGER END AS doubled_until,
      CASE WHEN possible_mistaken <= 0 THEN possible_mistaken END AS mistaken_until
    FROM lived`;
}

/**
 * Rows beside the first ones, those of `table`: those put back after a removal, second rows of one offense, and, before
 * day 0, offenses that never were and are removed. Each has its source's content, whatever happens to that.
 *
 * @param mistakenOffset what is added to an offense number to get one that no other row has.
 */
export function furtherRowsQueries(table: string, mistakenOffset: number): readonly string[] {
  const copy = (kind: number, where: string, changes: string): string =>
    `INSERT INTO ${table} SELECT * REPLACE (key + ${kind * KEYS_PER_KIND} AS key, ${changes}) FROM ${table}
     WHERE key < ${KEYS_PER_KIND} AND ${where} IS NOT NULL`;
  const mistakenId = `(number + ${mistakenOffset})::VARCHAR AS offense_id`;
  return [
    copy(1, 'put_back', 'put_back AS appears, NULL AS leaves'),
    copy(2, 'doubled', 'doubled AS appears, doubled_until AS leaves'),
    copy(3, 'mistaken_until', `mistaken_until AS leaves, ${mistakenId}`),
    ...['put_back', 'doubled', 'doubled_until', 'mistaken_until'].map(
      (name) => `ALTER TABLE ${table} DROP COLUMN ${name}`,
    ),
  ];
}

/** One of three draws, 0 to 1 in steps of 2^-21, that a 64-bit number holds. */
function fraction(number: string, index: 0 | 1 | 2): string {
  return `(((${number} >> ${index * 21}) & 2097151) / 2097152.0::DOUBLE)`;
}

function lateDays(): string {
  const draw = fraction('low', 0);
  return `CASE WHEN ${draw} < ${LATE_SHARE} THEN 2 + floor(${draw} / ${LATE_SHARE} * 44)::INTEGER ELSE 0 END`;
}

/** The day of an event, after the row's first; null where it never happens. */
function eventDay(draw: string, { soon, daily }: Frequency, days: TimelineDays): string {
  return `(CASE
    WHEN ${draw} < ${soon} THEN appears + 1 + floor(${DAYS_OF_SOON} * pow(${draw} / ${soon}, 2))
    WHEN ${draw} < ${soon} + ${daily}::DOUBLE * (${days.last} - appears) THEN appears + 1 + floor((${draw} - ${soon}) / ${daily}::DOUBLE)
  END)::INTEGER`;
}
