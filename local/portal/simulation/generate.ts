import { offensesPerDay } from './activity.ts';
import { dayOfIsoDate } from './calendar.ts';
import { CsvFileWriter } from './csv-file-writer.ts';
import { IncidentMaker, type Incident } from './incidents.ts';
import { MALFORMED_REASONS, malformedLine, type MalformedLine } from './malformed.ts';
import { readOffenseTypes, type OffenseType } from './offense-types.ts';
import type { SimulationParameters } from './parameters.ts';
import { Random } from './random.ts';
import { Reviser } from './revisions.ts';
import { CURRENT_HEADER, LEGACY_HEADER, currentDialects, currentRowText, legacyRowText } from './row-text.ts';
import type { CurrentDialect, OffenseRow } from './row-text.ts';
import { Schedule } from './schedule.ts';
import { TruthCounter, type SimulationTruth } from './truth.ts';

/** What was written to one file. */
export interface WrittenFile {
  readonly bytes: number;
  /** Readable records, duplicates included. */
  readonly records: number;
  /** Records that repeat an offense id of the same file. */
  readonly duplicates: number;
  readonly malformed: readonly MalformedLine[];
}

/** What was written to both files. */
export interface Generated {
  readonly legacy: WrittenFile;
  readonly current: WrittenFile;
  readonly truth: SimulationTruth;
  /** Readable records of the later reports; 0 where none were asked for. */
  readonly laterRecords: number;
}

const BYTE_ORDER_MARK = '\xef\xbb\xbf';
/** Above every id that the feed has given out (69,762,952,251 in 2026), so no simulated offense is taken for a real one. */
const FIRST_OFFENSE_ID = 90_000_000_000;
const SHOOTINGS = ['Shots Fired', 'Shots Fired', 'Non-Fatal Injury', 'Fatal Injury'] as const;
const SHOOTING_SHARE = 0.08;
const DUPLICATE_ROUND = 4000;

/** What the days after the last would bring, as one more file in the current shape. */
export interface LaterReports {
  readonly path: string;
  readonly days: number;
}

/**
 * Writes both files from the first day to the last in one pass, so that memory does not grow with their size; and where
 * asked, a third one of the days after, at the last year's rate, which changes nothing in the two.
 *
 * @throws whatever the file system does; then no file is left half written.
 */
export async function generate(
  parameters: SimulationParameters,
  legacyPath: string,
  currentPath: string,
  later?: LaterReports,
): Promise<Generated> {
  const legacy = await CsvFileWriter.open(legacyPath);
  const current = await CsvFileWriter.open(currentPath);
  const laterFile = later === undefined ? undefined : await CsvFileWriter.open(later.path);
  try {
    let laterRecords = 0;
    const generator = new Generator(parameters, legacy, current);
    const generated = await generator.run();
    await legacy.commit();
    await current.commit();
    if (later !== undefined && laterFile !== undefined) {
      laterRecords = await generator.goOn(laterFile, later.days);
      await laterFile.commit();
    }
    return { ...generated(legacy.bytes, current.bytes), laterRecords };
  } catch (error) {
    await legacy.discard();
    await current.discard();
    await laterFile?.discard();
    throw error;
  }
}

class Generator {
  readonly #parameters: SimulationParameters;
  readonly #random: Random;
  readonly #incidents: IncidentMaker;
  readonly #reviser: Reviser;
  readonly #truth = new TruthCounter();
  readonly #dialects = currentDialects();
  readonly #legacyText = legacyRowText();
  readonly #duplicates = new Schedule(['as it was', 'in another dialect'] as const, DUPLICATE_ROUND);
  readonly #legacy: OneFile;
  #current: OneFile;
  readonly #firstDay: number;
  readonly #lastDay: number;
  readonly #legacyDay: number;
  #offenseId = FIRST_OFFENSE_ID;
  #dailyRate = 0;
  #repeated: { readonly text: string; readonly lineBreaks: number }[] = [];

  constructor(parameters: SimulationParameters, legacy: CsvFileWriter, current: CsvFileWriter) {
    const types = readOffenseTypes();
    this.#parameters = parameters;
    this.#firstDay = dayOfIsoDate(parameters.from);
    this.#lastDay = dayOfIsoDate(parameters.to);
    this.#legacyDay = dayOfIsoDate(parameters.legacyExportedOn);
    this.#random = new Random(parameters.seed);
    const years = (this.#lastDay - this.#firstDay + 1) / 365.25;
    this.#incidents = new IncidentMaker(this.#random, types, parameters.rows / years);
    this.#reviser = new Reviser(types);
    this.#legacy = new OneFile(legacy, this.#firstDay, this.#legacyDay);
    this.#current = new OneFile(current, this.#firstDay, this.#lastDay + 1);
  }

  async run(): Promise<(legacyBytes: number, currentBytes: number) => Omit<Generated, 'laterRecords'>> {
    this.#legacy.writer.push(BYTE_ORDER_MARK + LEGACY_HEADER);
    this.#current.writer.push(CURRENT_HEADER);
    const perDay = offensesPerDay(this.#random, this.#firstDay, this.#lastDay, this.#parameters.rows);
    for (const [index, offenses] of perDay.entries()) await this.#writeDay(this.#firstDay + index, offenses);
    this.#writeRepeated();
    const lastYear = perDay.slice(-365);
    this.#dailyRate = lastYear.reduce((sum, offenses) => sum + offenses, 0) / lastYear.length;
    const [legacy, current, truth] = [this.#legacy, this.#current, this.#truth.result()];
    return (legacyBytes, currentBytes) => ({
      legacy: legacy.result(legacyBytes),
      current: current.result(currentBytes),
      truth,
    });
  }

  /** Goes on into another file of the current shape for some days after the last; gives its records. */
  async goOn(later: CsvFileWriter, days: number): Promise<number> {
    const firstDay = this.#lastDay + 1;
    this.#current = new OneFile(later, firstDay, firstDay + days);
    later.push(CURRENT_HEADER);
    const rows = Math.round(this.#dailyRate * days);
    const perDay = offensesPerDay(this.#random, firstDay, this.#lastDay + days, rows);
    for (const [index, offenses] of perDay.entries()) await this.#writeDay(firstDay + index, offenses);
    this.#writeRepeated();
    return this.#current.result(later.bytes).records;
  }

  async #writeDay(day: number, offenses: number): Promise<void> {
    this.#writeRepeated();
    for (let left = offenses; left > 0;) {
      const incident = this.#incidents.next(day, left);
      left -= incident.types.length;
      this.#truth.countReport();
      const dialect = this.#dialect();
      for (const type of incident.types) this.#writeOffense(day, incident, type, dialect);
      if (this.#legacy.writer.isFull) await this.#legacy.writer.flush();
      if (this.#current.writer.isFull) await this.#current.writer.flush();
    }
    this.#legacy.spoilLine(day, this.#nextOffenseId(), this.#legacyText);
    this.#current.spoilLine(day, this.#nextOffenseId(), (row) => currentRowText(row, this.#dialects[0], undefined));
  }

  #writeOffense(day: number, incident: Incident, type: OffenseType, dialect: CurrentDialect): void {
    const isInLegacy = day < this.#legacyDay && type.legacy !== undefined;
    const offense = isInLegacy
      ? this.#reviser.next(incident, type)
      : { revision: undefined, legacyType: type, legacyPlace: incident.place, type, place: incident.place };
    const { reportNumber, times, block } = incident;
    const row: OffenseRow = {
      reportNumber,
      offenseId: this.#nextOffenseId(),
      times,
      type: offense.type,
      place: offense.place,
    };
    this.#truth.countOffense(offense, times, isInLegacy);
    if (isInLegacy) {
      const legacyRow = { ...row, type: offense.legacyType, place: offense.legacyPlace };
      this.#legacy.write(this.#legacyText(legacyRow), offense.legacyPlace.lineBreaks);
      this.#legacy.sample = { ...legacyRow, place: block.plain };
    }
    if (offense.revision === 'withdrawn') return;
    const shooting = this.#shooting(type);
    this.#current.write(currentRowText(row, dialect, shooting), row.place.lineBreaks);
    this.#current.sample = { ...row, place: block.plain };
    const repetition = this.#duplicates.next();
    if (repetition === undefined) return;
    const repeatedDialect = repetition === 'as it was' ? dialect : this.#dialects[2];
    this.#repeated.push({ text: currentRowText(row, repeatedDialect, shooting), lineBreaks: row.place.lineBreaks });
  }

  /** A repeated record comes a day later than the first, as a page does that was read twice. */
  #writeRepeated(): void {
    for (const { text, lineBreaks } of this.#repeated) this.#current.writeDuplicate(text, lineBreaks);
    this.#repeated = [];
  }

  #dialect(): CurrentDialect {
    const draw = this.#random.fraction();
    return this.#dialects[draw < 0.8 ? 0 : draw < 0.9 ? 1 : 2];
  }

  #shooting(type: OffenseType): string | undefined {
    if (!type.mayBeShooting || !this.#random.chance(SHOOTING_SHARE)) return undefined;
    return SHOOTINGS[this.#random.below(SHOOTINGS.length)];
  }

  #nextOffenseId(): string {
    this.#offenseId += 1 + this.#random.below(900);
    return String(this.#offenseId);
  }
}

/** One of the two files, with what was written to it so far. */
class OneFile {
  readonly writer: CsvFileWriter;
  /** A recent good row, to spoil. */
  sample: OffenseRow | undefined;
  readonly #firstDay: number;
  readonly #endDay: number;
  readonly #malformed: MalformedLine[] = [];
  #records = 0;
  #duplicates = 0;

  constructor(writer: CsvFileWriter, firstDay: number, endDay: number) {
    this.writer = writer;
    this.#firstDay = firstDay;
    this.#endDay = endDay;
  }

  write(text: string, lineBreaks: number): void {
    this.#records += 1;
    this.writer.push(text, lineBreaks);
  }

  writeDuplicate(text: string, lineBreaks: number): void {
    this.#duplicates += 1;
    this.write(text, lineBreaks);
  }

  /** Writes the next malformed line when its day has come: they stand at even distances over the file's days. */
  spoilLine(day: number, offenseId: string, textOf: (row: OffenseRow) => string): void {
    const reason = MALFORMED_REASONS[this.#malformed.length];
    if (reason === undefined || this.sample === undefined) return;
    const share = (this.#malformed.length + 1) / (MALFORMED_REASONS.length + 1);
    if (day < this.#firstDay + Math.floor(share * (this.#endDay - this.#firstDay))) return;
    this.#malformed.push({ line: this.writer.lines + 1, reason });
    this.writer.push(malformedLine(textOf({ ...this.sample, offenseId }), reason));
  }

  result(bytes: number): WrittenFile {
    return { bytes, records: this.#records, duplicates: this.#duplicates, malformed: this.#malformed };
  }
}
