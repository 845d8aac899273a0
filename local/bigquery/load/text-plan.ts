import { printType } from '../googlesql/types.ts';
import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import { csvConversion } from './conversions.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { type DetectedCsv, detectCsv, detectJson, sampledRows } from './detect-schema.ts';
import { textLines } from './json-lines.ts';
import type { LoadConfig } from './load-config.ts';
import { unreadable } from './load-errors.ts';
import { type Defaults, faultMessage, jsonRowsSql } from './json-rows.ts';
import type { LoadPlan } from './load-plan.ts';
import { type BadRow, rowErrors, toldRows, tooManyErrors } from './row-errors.ts';
import type { SourceFile } from './source-files.ts';
import { sourceText } from './source-text.ts';
import { stagedRows, type StagedText, stagedTexts, stageTexts } from './staging.ts';

/** The query that gives the good rows, once they are staged. */
const rowsSql = (fields: readonly TableField[]): string => {
  const columns = fields.map(({ name }, index) => `v${index} AS ${quoteName(name)}`);
  return `SELECT ${columns.join(', ')} FROM ${stagedRows} AS staged WHERE fault IS NULL ORDER BY staged.n`;
};

/** Reads CSV files into the session's staging tables. Throws WarehouseError where too many rows are bad. */
export async function planCsv(
  session: Session,
  config: LoadConfig,
  files: readonly SourceFile[],
  wanted: readonly TableField[] | undefined,
): Promise<LoadPlan> {
  const found = wanted === undefined || config.autodetect ? await sampleCsv(config, files) : undefined;
  const fields = wanted ?? found?.fields ?? [];
  const header = found?.hasHeader ? 1 : 0;
  const { skipLeadingRows = 0 } = config.csv;
  const skipped = config.autodetect ? Math.max(skipLeadingRows, header) : skipLeadingRows;
  const conversions = fields.map((field, index) => csvConversion(field, `c${index}`));
  const bad: BadRow[] = [];
  const staged = await stageTexts(session, fields.length, csvTexts(config, files, fields.length, skipped, bad));
  const faults = conversions.flatMap(({ isFaulty }, index) => (isFaulty ? [`WHEN ${isFaulty} THEN ${index}`] : []));
  await session.run(
    `CREATE OR REPLACE TEMP TABLE "$rows" AS SELECT n, ${faults.length > 0 ? `CASE ${faults.join(' ')} END` : 'NULL'} AS fault, ` +
      `${conversions.map(({ value, isFaulty }, index) => `${isFaulty ? `CASE WHEN NOT (${isFaulty}) THEN ${value} END` : value} AS v${index}`).join(', ')} FROM ${stagedTexts}`,
  );
  const texts = fields.map((_, index) => `WHEN ${index} THEN c${index}`);
  const rows = await session.rows(
    `SELECT file, position, fault, CASE fault ${texts.join(' ')} END FROM ${stagedRows} JOIN ${stagedTexts} USING (n) ` +
      `WHERE fault IS NOT NULL ORDER BY n LIMIT ${Math.max(config.maxBadRecords + 1, toldRows)}`,
  );
  for (const [file, position, index, text] of rows) {
    const column = Number(index);
    const field = fields[column];
    if (field === undefined) continue;
    const message =
      text === null
        ? `Required column value for column index: ${column} is missing in row starting at position: ${String(position)}.`
        : `Could not parse '${String(text)}' as ${printType(typeOfField(field))} for field ${field.name} (position ${column}) ` +
          `starting at location ${String(position)} with message 'Unable to parse'`;
    bad.push({ file: Number(file), position: Number(position), message });
  }
  return finished(config, files, fields, staged, bad, await countFaults(session));
}

async function countFaults(session: Session): Promise<number> {
  const rows = await session.rows(`SELECT count(*) FROM ${stagedRows} WHERE fault IS NOT NULL`);
  return Number(rows[0]?.[0] ?? 0);
}

/** `bad` has rows that could not be staged, and `faults` of those that were. */
function finished(
  config: LoadConfig,
  files: readonly SourceFile[],
  fields: readonly TableField[],
  staged: number,
  bad: readonly BadRow[],
  faults: number,
): LoadPlan {
  const unstaged = bad.length - Math.min(faults, Math.max(config.maxBadRecords + 1, toldRows));
  const badRecords = unstaged + faults;
  const errors = rowErrors(bad, files);
  if (badRecords > config.maxBadRecords) throw tooManyErrors(config, staged + unstaged, badRecords, errors);
  return { fields, sql: rowsSql(fields), badRecords, errors };
}

/** Records of all files as texts for `columns` columns; what cannot be one goes to `bad`. */
async function* csvTexts(
  config: LoadConfig,
  files: readonly SourceFile[],
  columns: number,
  skipped: number,
  bad: BadRow[],
): AsyncGenerator<StagedText> {
  for (const [file, source] of files.entries()) {
    let seen = 0;
    for await (const record of recordsOf(config, source, columns)) {
      seen += 1;
      if (seen <= skipped) continue;
      const texts = fitted(record, columns, config);
      if (typeof texts !== 'string') yield { file, position: record.position, texts };
      else if (bad.push({ file, position: record.position, message: texts }) > config.maxBadRecords + toldRows) return;
    }
  }
}

const recordsOf = ({ csv }: LoadConfig, file: SourceFile, columns: number | undefined): AsyncIterable<CsvRecord> =>
  csvRecords(sourceText(file, csv.encoding), csv, columns);

/** The record's values, as many as there are columns, or what is wrong with it. */
function fitted(record: CsvRecord, columns: number, config: LoadConfig): readonly (string | null)[] | string {
  const { position } = record;
  if ('fault' in record) {
    return `Error detected while parsing row starting at position: ${position}. Error: ${record.fault}`;
  }
  const { values } = record;
  if (values.length > columns) {
    if (config.ignoreUnknownValues) return values.slice(0, columns);
    return `Too many values in row starting at position: ${position}. Found ${values.length} column(s) while expected ${columns}.`;
  }
  if (values.length === columns) return values;
  if (config.csv.allowJaggedRows) return [...values, ...Array<null>(columns - values.length).fill(null)];
  return `CSV table references column position ${values.length}, but line starting at position:${position} contains only ${values.length} columns.`;
}

/** Types the columns by the head of the first file. */
async function sampleCsv(config: LoadConfig, files: readonly SourceFile[]): Promise<DetectedCsv> {
  if (!config.autodetect) throw unreadable('No schema specified on job or table.');
  const [file] = files;
  const { skipLeadingRows } = config.csv;
  // A number above 1 counts the header; 0 says that there is none.
  const passed = Math.max((skipLeadingRows ?? 0) - 1, 0);
  const rows: (readonly (string | null)[])[] = [];
  let seen = 0;
  if (file !== undefined) {
    for await (const record of recordsOf(config, file, undefined)) {
      seen += 1;
      if (seen > passed && 'values' in record) rows.push(record.values);
      if (rows.length > sampledRows) break;
    }
  }
  return detectCsv(rows, skipLeadingRows !== 0);
}

/** Reads files of JSON lines into the session's staging tables. Throws WarehouseError where too many rows are bad. */
export async function planJson(
  session: Session,
  config: LoadConfig,
  files: readonly SourceFile[],
  wanted: readonly TableField[] | undefined,
  defaults: Defaults,
): Promise<LoadPlan> {
  const fields = wanted ?? (await sampleJson(config, files));
  const reading = { isLenient: config.ignoreUnknownValues, hasJsonTexts: false };
  const staged = await stageTexts(session, 1, jsonTexts(config, files));
  await session.run(`CREATE OR REPLACE TEMP TABLE "$rows" AS ${jsonRowsSql(fields, stagedTexts, reading, defaults)}`);
  const rows = await session.rows(
    `SELECT file, position, fault FROM ${stagedRows} JOIN ${stagedTexts} USING (n) ` +
      `WHERE fault IS NOT NULL ORDER BY n LIMIT ${Math.max(config.maxBadRecords + 1, toldRows)}`,
  );
  const bad = rows.map(([file, position, fault]) => ({
    file: Number(file),
    position: Number(position),
    message: `JSON parsing error in row starting at position ${String(position)}: ${faultMessage(String(fault)).replace(/^no such/, 'No such')}`,
  }));
  return finished(config, files, fields, staged, bad, await countFaults(session));
}

async function* jsonTexts(config: LoadConfig, files: readonly SourceFile[]): AsyncGenerator<StagedText> {
  for (const [file, source] of files.entries()) {
    for await (const { position, text } of textLines(sourceText(source, config.csv.encoding), config.csv.encoding)) {
      yield { file, position, texts: [text] };
    }
  }
}

async function sampleJson(config: LoadConfig, files: readonly SourceFile[]): Promise<readonly TableField[]> {
  if (!config.autodetect) throw unreadable('No schema specified on job or table.');
  const lines: string[] = [];
  for await (const { texts } of jsonTexts(config, files.slice(0, 1))) {
    lines.push(texts[0] ?? '');
    if (lines.length === sampledRows) break;
  }
  return detectJson(lines);
}
