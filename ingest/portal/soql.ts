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

/** Days of a calendar-date column from one (included) to another (excluded), `YYYY-MM-DD`. */
export interface DaySpan {
  /** Empty: from before all days, rows without a day among them. */
  readonly from: string;
  /** Undefined: without end. Empty: only rows without a day. */
  readonly until: string | undefined;
}

/** Rows whose column lies in any of the spans, of which there is one at least. */
export const inSpans = (field: string, spans: readonly DaySpan[]): string =>
  spans.map((span) => `(${inSpan(field, span)})`).join(' OR ');

function inSpan(field: string, { from, until }: DaySpan): string {
  if (until === '') return `${field} IS NULL`;
  const start = from === '' ? undefined : `${field} >= ${quotedSoql(`${from}T00:00:00.000`)}`;
  const end = until === undefined ? undefined : `${field} < ${quotedSoql(`${until}T00:00:00.000`)}`;
  if (start !== undefined) return end === undefined ? start : `${start} AND ${end}`;
  return end === undefined ? `${field} IS NULL OR ${field} IS NOT NULL` : `${field} IS NULL OR ${end}`;
}

/** Whose column is one of the texts; `texts` is not empty. */
export const textIn = (field: string, texts: readonly string[]): string =>
  `${field} IN (${texts.map(quotedSoql).join(', ')})`;
