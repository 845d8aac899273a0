import type { MomentKind } from '../functions/moment-elements.ts';

const LIMITS: Readonly<Record<Exclude<MomentKind, 'TIME'>, string>> = {
  DATE: "DATE '0001-01-01' AND DATE '9999-12-31'",
  DATETIME: "TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'",
  TIMESTAMP: "TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'",
};

/** Template text of `moment`, an error (`message` is SQL) where it leaves the years 1 to 9999, which DuckDB's do not end at. */
export const inCalendar = (kind: Exclude<MomentKind, 'TIME'>, moment: string, message: string): string =>
  `CASE WHEN NOT (${moment} BETWEEN ${LIMITS[kind]}) THEN $e(${message}) ELSE ${moment} END`;

/** Template text of `body`, which may use `name` as often as it likes: `text` is computed once. */
export const bound = (name: string, text: string, body: string): string =>
  `list_transform([${text}], lambda ${name}: ${body})[1]`;
