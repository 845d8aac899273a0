import { quoteName } from '../../bigquery/engine/sql-text.ts';
import { rowIdentifierSql } from '../row-identifier.ts';
import { SHAPES, type Shape } from '../shapes.ts';
import type { TimelineDays } from './days.ts';
import { SHAPE_PARTS } from './shape-parts.ts';

/** The table of the rows present on the day that `state` names. */
export const PRESENT = 'present_rows';

/** On a republish rows follow each other in batches of some thousands, one `:updated_at` each. */
const NUMBERS_PER_BATCH = 2_000_000;
const MILLISECONDS_PER_BATCH = 1_700;
/** Other nights write three batches. */
const NIGHT_BATCHES = 3;
const MILLISECONDS_PER_NIGHT_BATCH = 41_250;
/** Keys of rows that were renewed on the renaming lie this much higher. */
const KEYS_PER_GENERATION = 2 ** 42;
const FIRST_NUMBER = 90_000_000_000;

/** The shape of the feed on a day. */
export function shapeOn(day: number, days: TimelineDays): Shape {
  return day < days.renamed ? 'legacy' : 'current';
}

/** Statements that make the table of a day's rows anew. */
export function createQueries(day: number, days: TimelineDays): readonly string[] {
  // Most rows have their time from the last republish and lie in the order of it already; the later ones are few.
  const republish = days.lastRepublish(day) ?? days.first;
  return [
    `CREATE OR REPLACE TABLE ${PRESENT} AS ${rowsOf(day, days, `changed <= ${republish}`)}`,
    `INSERT INTO ${PRESENT} ${rowsOf(day, days, `changed > ${republish}`)} ORDER BY ":updated_at", ":id"`,
    ...stateQueries(day),
  ];
}

/** Statements that lead from one day's rows to a later day's; undefined where every row is renewed in between. */
export function advanceQueries(from: number, to: number, days: TimelineDays): readonly string[] | undefined {
  if (to < from || (days.lastRepublish(to) ?? days.first) > from) return undefined;
  const within = (name: string): string => `${name} BETWEEN ${from + 1} AND ${to}`;
  const touched = ['appears', 'leaves', 'retyped', 'moved'].map(within).join(' OR ');
  const { table } = SHAPE_PARTS[shapeOn(to, days)];
  return [
    `DELETE FROM ${PRESENT} WHERE ":id" IN (SELECT ${identifier(to, days)} FROM ${table} WHERE ${touched})`,
    `INSERT INTO ${PRESENT} ${rowsOf(to, days, touched)} ORDER BY ":updated_at", ":id"`,
    ...stateQueries(to),
  ];
}

/** A query for how many rows are present on a day. */
export function rowCountQuery(day: number, days: TimelineDays): string {
  return `SELECT count(*) FROM ${SHAPE_PARTS[shapeOn(day, days)].table} WHERE ${isPresent(day)}`;
}

/** A query for the last day, up to the given one, on which any row came, changed or went. */
export function lastChangeQuery(day: number, days: TimelineDays): string {
  const { table } = SHAPE_PARTS[shapeOn(day, days)];
  const latest = ['appears', 'leaves', 'retyped', 'moved'].map((name) => `max(${name}) FILTER (${name} <= ${day})`);
  return `SELECT greatest(${latest.join(', ')}, ${days.lastRepublish(day) ?? days.first}) FROM ${table}`;
}

function stateQueries(day: number): readonly string[] {
  return ['DELETE FROM state', `INSERT INTO state VALUES (${day})`];
}

function rowsOf(day: number, days: TimelineDays, where: string): string {
  const shape = shapeOn(day, days);
  const { table, places } = SHAPE_PARTS[shape];
  const columns = SHAPES[shape].map(({ fieldName }) => `${cell(shape, fieldName)} AS ${quoteName(fieldName)}`);
  return `
    WITH known AS (
      SELECT *,
        greatest(appears, ${known('retyped', day)}, ${known('moved', day)}, ${days.lastRepublish(day) ?? 'NULL'}) AS changed,
        greatest(appears, ${day < days.renamed ? 'NULL' : days.renamed}) AS created
      FROM ${table} WHERE ${isPresent(day)}
    )
    SELECT ${identifier(day, days)} AS ":id",
      ${instant('creation')} AS ":created_at", ${instant('change')} AS ":updated_at", ${columns.join(', ')}
    FROM known
      JOIN days AS creation ON creation.day = created
      JOIN days AS change ON change.day = changed
      LEFT JOIN types ON types.code = CASE WHEN ${isOther('retyped', day)} THEN other_code END
      LEFT JOIN ${places} AS other ON other.place = CASE WHEN ${isOther('moved', day)} THEN other_place END
    WHERE ${where}`;
}

function isPresent(day: number): string {
  return `appears <= ${day} AND (leaves IS NULL OR leaves > ${day})`;
}

function cell(shape: Shape, fieldName: string): string {
  const { typeColumns, placeColumns } = SHAPE_PARTS[shape];
  const own = `known.${quoteName(fieldName)}`;
  const ofType = typeColumns[fieldName];
  if (ofType !== undefined) return `CASE WHEN types.code IS NULL THEN ${own} ELSE types.${quoteName(ofType)} END`;
  if (!placeColumns.includes(fieldName)) return own;
  return `CASE WHEN other.place IS NULL THEN ${own} ELSE other.${quoteName(fieldName)} END`;
}

/** Whether a row is not as in the export: until an event up to day 0, since an event after it. */
function isOther(event: string, day: number): string {
  return `(${event} > 0) = (${event} <= ${day})`;
}

function known(event: string, day: number): string {
  return `CASE WHEN ${event} <= ${day} THEN ${event} END`;
}

function identifier(day: number, days: TimelineDays): string {
  return rowIdentifierSql(day < days.renamed ? 'key' : `key + ${KEYS_PER_GENERATION}`);
}

function instant(night: string): string {
  const batch = `CASE WHEN ${night}.is_republish
    THEN (number - ${FIRST_NUMBER}) // ${NUMBERS_PER_BATCH} * ${MILLISECONDS_PER_BATCH}
    ELSE number % ${NIGHT_BATCHES} * ${MILLISECONDS_PER_NIGHT_BATCH} END`;
  return `${night}.night + to_milliseconds(${batch})`;
}
