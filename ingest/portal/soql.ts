import type { RowKey } from './portal.ts';

/** A text literal. @see https://dev.socrata.com/docs/functions/ (quotes are doubled) */
export const quotedSoql = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** All of the conditions that there are; undefined where there is none. */
export function allOf(...conditions: readonly (string | undefined)[]): string | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  if (given.length <= 1) return given[0];
  return given.map((condition) => `(${condition})`).join(' AND ');
}

/** Changed after the instant, given as the portal prints it or as a Date. */
export const updatedAfter = (instant: string | Date): string => `:updated_at > ${quotedSoql(instantText(instant))}`;

/** Created no later than the instant, given as the portal prints it or as a Date. */
export const createdUntil = (instant: string | Date): string => `:created_at <= ${quotedSoql(instantText(instant))}`;

/** Milliseconds and a `Z`. @see https://dev.socrata.com/docs/datatypes/fixed_timestamp */
const instantText = (instant: string | Date): string => (typeof instant === 'string' ? instant : instant.toISOString());

/** Behind the row in the order of `:updated_at, :id`. The first comparison says nothing new: it lets a portal skip what lies before. */
export function behind({ updatedAt, id }: RowKey): string {
  const at = quotedSoql(updatedAt);
  return `:updated_at >= ${at} AND (:updated_at > ${at} OR (:updated_at = ${at} AND :id > ${quotedSoql(id)}))`;
}

/** Behind the row in the order of `:id`. */
export const idBehind = (id: string): string => `:id > ${quotedSoql(id)}`;

/** One of the rows; `ids` is not empty. */
export const idIn = (ids: readonly string[]): string => `:id IN (${ids.map(quotedSoql).join(', ')})`;

/** First (included) and last (excluded) wall-clock time of a window; either may be open. */
export interface Window {
  /** `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss`. */
  readonly since?: string;
  readonly until?: string;
}

/** Rows whose column lies in the window; undefined where the window is open on both sides. Rows without a value are not among them. */
export function within(field: string, { since, until }: Window): string | undefined {
  const bound = (operator: string, day: string | undefined): string | undefined =>
    day === undefined ? undefined : `${field} ${operator} ${quotedSoql(day.includes('T') ? day : `${day}T00:00:00`)}`;
  return allOf(bound('>=', since), bound('<', until));
}
