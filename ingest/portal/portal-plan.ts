import { createHash } from 'node:crypto';
import { FEED_SHAPES, type FeedShape, RENAMES, SYSTEM_FIELDS } from '../core/feed-shapes.ts';
import type { HeaderFault, HeaderPlan } from '../core/header.ts';
import {
  type MatchedColumn,
  columnsOf,
  matchColumns,
  nearestName,
  nearestShape,
  repeatedName,
} from '../core/match-columns.ts';
import type { PortalColumn } from './portal.ts';

/** A column of the dataset and where it goes. */
export interface PlannedColumn extends MatchedColumn {
  readonly type: string;
}

/** Where each of the portal's columns goes. */
export interface PortalPlan extends HeaderPlan {
  /** What to ask the portal for: the system fields, then every column of the dataset. */
  readonly select: readonly string[];
  /** What to ask for where only keys are wanted: the system fields, the offense's id and when it was reported. */
  readonly keySelect: readonly string[];
  /** API name of the column with the offense's id. */
  readonly offenseField: string;
  /** API name of the column with the time of the report. */
  readonly reportField: string;
  /** Whether the portal knows that time as a date, so that it can count by month and day. */
  readonly hasReportDates: boolean;
  /** API name of the column with the start of the offense, by which windows are cut. */
  readonly startField: string;
  /** The dataset's columns by API name; one without a raw column goes to `_extra` under its API name. */
  readonly columns: readonly PlannedColumn[];
  /** Raw columns of the shape that the dataset lacks; they are null. */
  readonly missing: readonly string[];
  /** SHA-256 of the columns' API names and types, sorted, in hex. */
  readonly fingerprint: string;
  /** What the reader should know: new columns, missing and renamed ones. */
  readonly warnings: readonly string[];
}

/** Whose columns are whose: the dataset's API name and the name that the feed has for it. */
export type ColumnMapping = ReadonlyMap<string, string>;

/** SHA-256 of names and types in hex, whatever their order, and of what a mapping makes of them. */
export function schemaFingerprint(columns: readonly PortalColumn[], mapping?: ColumnMapping): string {
  const mapped = (name: string): string => (mapping?.has(name) ? ` ${mapping.get(name) ?? ''}` : '');
  const lines = columns.map(({ fieldName, type }) => `${fieldName} ${type}${mapped(fieldName)}`).sort();
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}

/** By whichever name the dataset has it, a column goes where its shape has it. */
function withRenames(shape: FeedShape, columns: readonly MatchedColumn[]): readonly MatchedColumn[] {
  const taken = new Set(columns.map(({ rawColumn }) => rawColumn));
  const ownNames = new Map(
    RENAMES.map(([legacy, current]) => (shape === 'legacy' ? [current, legacy] : [legacy, current])),
  );
  return columns.map((column) => {
    const own = ownNames.get(column.rawColumn ?? '');
    return own === undefined || taken.has(own) ? column : { ...column, rawColumn: own };
  });
}

function mappingFault(fields: readonly string[], mapping: ColumnMapping): HeaderFault | undefined {
  const known = [...new Set([...columnsOf('current'), ...columnsOf('legacy')])];
  const hint = (near: string | undefined): string => (near === undefined ? '' : ` (nearest: "${near}")`);
  const faults = [...mapping].flatMap(([theirs, ours]) => [
    ...(fields.includes(theirs) ? [] : [`the dataset has no column "${theirs}"${hint(nearestName(theirs, fields))}`]),
    ...(known.includes(ours) ? [] : [`the feed has no column "${ours}"${hint(nearestName(ours, known))}`]),
  ]);
  return faults.length === 0 ? undefined : { explanation: `the mapping does not fit: ${faults.join('; ')}` };
}

function missingKeysFault(shape: FeedShape, keys: readonly string[], names: readonly string[]): HeaderFault {
  const width = Math.max(...FEED_SHAPES[shape].keys.map((key) => key.length), 'wanted'.length);
  const found = (key: string): string => {
    if (!keys.includes(key)) return 'found';
    const near = nearestName(key, names);
    return near === undefined ? 'missing' : `missing (nearest: "${near}")`;
  };
  const lines = FEED_SHAPES[shape].keys.map((key) => `  ${key.padEnd(width)}  ${found(key)}`);
  const shown = names.length === 0 ? 'no columns' : names.join(', ');
  const explanation = [
    `the dataset lacks columns without which its rows mean nothing (${shape} shape):`,
    ...lines,
    `  It has: ${shown}.`,
    '  If they are there under other names, say so in a mapping file: {"columns": {"their_name": "name_of_the_feed"}} with --mapping FILE.',
  ].join('\n');
  return { explanation };
}

function warningsOf(shape: FeedShape, columns: readonly MatchedColumn[], missing: readonly string[]): string[] {
  const extra = columns.filter(({ rawColumn }) => rawColumn === undefined).map(({ name }) => name);
  const warnings: string[] = [];
  if (extra.length > 0) warnings.push(`columns that the feed did not have go to _extra: ${extra.join(', ')}`);
  const required = missing.filter((column) => FEED_SHAPES[shape].required.includes(column));
  if (required.length > 0) warnings.push(`columns of the ${shape} shape are missing and null: ${required.join(', ')}`);
  return warnings;
}

/**
 * Tells the shape of a dataset by its columns, and where each goes. Only keys have to be there; what else is missing is null.
 * @param mapping names of the feed for columns that the dataset names otherwise
 */
export function planPortal(
  columns: readonly PortalColumn[],
  mapping: ColumnMapping = new Map(),
): PortalPlan | HeaderFault {
  const fields = columns.map(({ fieldName }) => fieldName);
  const unfit = mappingFault(fields, mapping);
  if (unfit) return unfit;
  const names = fields.map((field) => mapping.get(field) ?? field);
  const { shape } = nearestShape(names);
  const matched = withRenames(shape, matchColumns(shape, names));
  const planned = matched.map(({ rawColumn }, index) => {
    const { fieldName: name = '', type = '' } = columns[index] ?? {};
    return { name, rawColumn, type };
  });
  const twice = repeatedName(planned);
  if (twice !== undefined) {
    const place = planned.find(({ name }) => name === twice)?.rawColumn ?? twice;
    return { explanation: `two columns of the dataset are ${place}; "${twice}" is the second` };
  }
  const held = new Map(planned.map(({ name, rawColumn }) => [rawColumn, name]));
  const missing = columnsOf(shape).filter((column) => !held.has(column));
  const keys = FEED_SHAPES[shape].keys.filter((key) => missing.includes(key));
  if (keys.length > 0) return missingKeysFault(shape, keys, fields);
  const system = [...SYSTEM_FIELDS.keys()];
  const offenseField = held.get('offense_id') ?? '';
  const reportField = held.get(FEED_SHAPES[shape].reportTime) ?? '';
  return {
    shape,
    columns: planned,
    select: [...system, ...fields],
    keySelect: [...system, offenseField, reportField],
    ...{ offenseField, reportField },
    hasReportDates: planned.some(({ name, type }) => name === reportField && type === 'calendar_date'),
    startField: held.get(FEED_SHAPES[shape].startTime) ?? '',
    missing,
    fingerprint: schemaFingerprint(columns, mapping),
    warnings: warningsOf(shape, planned, missing),
  };
}
