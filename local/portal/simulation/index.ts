import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOfIsoDate, isoDateOfDay } from './calendar.ts';
import { generate, type WrittenFile } from './generate.ts';
import { simulationParameters, type SimulationParameters } from './parameters.ts';
import type { SimulationTruth } from './truth.ts';

export type { MalformedLine, MalformedReason } from './malformed.ts';
export type { SimulationParameters } from './parameters.ts';
export type { Revision } from './revisions.ts';
export type { SimulationTruth } from './truth.ts';

/** One simulated CSV export. */
export interface SimulatedExport extends WrittenFile {
  readonly path: string;
  readonly shape: 'legacy' | 'current';
  /** When the portal would have given it, as an instant: noon UTC of the day of export. */
  readonly snapshotAt: string;
}

/** Both simulated exports, in the order in which they came to be. */
export interface SimulatedExports {
  readonly isSimulated: true;
  readonly parameters: SimulationParameters;
  /** Paths of the legacy and of the current export. */
  readonly files: readonly [string, string];
  readonly exports: readonly [SimulatedExport, SimulatedExport];
  /** Readable records of both files together. */
  readonly rows: number;
  readonly truth: SimulationTruth;
  /** True when whole files of the same parameters were there already and nothing was written. */
  readonly isReused: boolean;
}

/** Where to write and, where not the defaults, what. */
export interface SimulationOptions extends Partial<SimulationParameters> {
  readonly directory: string;
}

/** Rises when the same parameters give other bytes than before, so that older files are not reused. */
export const GENERATOR_VERSION = 1;
const RECORD_NAME = 'SIMULATED_exports.json';

type Summary = Omit<SimulatedExports, 'isReused' | 'files' | 'exports'> & {
  readonly generatorVersion: number;
  readonly exports: readonly [Omit<SimulatedExport, 'path'>, Omit<SimulatedExport, 'path'>];
};

/**
 * Writes two made-up CSV exports of the feed, one in the shape until 2025 and one, later and of the whole history, in the
 * present shape: about as the real feed looks in its hours, weekdays, places, offenses and delays, with every odd value
 * that has been seen in it, and a few lines that cannot be read. Same parameters, same bytes.
 *
 * The files appear whole or not at all. Where they are already there, nothing is written. File names begin with
 * `SIMULATED`; offense ids begin at 90,000,000,001, above all real ones.
 *
 * @throws RangeError for a parameter out of range; otherwise what the file system throws.
 */
export async function writeSimulatedExports(options: SimulationOptions): Promise<SimulatedExports> {
  const { directory } = options;
  const parameters = simulationParameters(options);
  const currentExportedOn = isoDateOfDay(dayOfIsoDate(parameters.to) + 1);
  const files: readonly [string, string] = [
    join(directory, `SIMULATED_spd_crime_data_legacy_${parameters.legacyExportedOn}.csv`),
    join(directory, `SIMULATED_spd_crime_data_current_${currentExportedOn}.csv`),
  ];
  const recordPath = join(directory, RECORD_NAME);
  const earlier = await readSummary(recordPath);
  if (earlier !== undefined && (await stillHolds(earlier, parameters, files))) return present(earlier, files, true);

  await mkdir(directory, { recursive: true });
  // First, so that an interruption leaves no record that speaks of other files.
  await rm(recordPath, { force: true });
  const { legacy, current, truth } = await generate(parameters, ...files);
  const summary: Summary = {
    generatorVersion: GENERATOR_VERSION,
    isSimulated: true,
    parameters,
    rows: legacy.records + current.records,
    exports: [
      { shape: 'legacy', snapshotAt: noon(parameters.legacyExportedOn), ...legacy },
      { shape: 'current', snapshotAt: noon(currentExportedOn), ...current },
    ],
    truth,
  };
  await writeFile(`${recordPath}.tmp`, `${JSON.stringify(summary, undefined, 2)}\n`);
  await rename(`${recordPath}.tmp`, recordPath);
  return present(summary, files, false);
}

function noon(date: string): string {
  return `${date}T12:00:00Z`;
}

function present(summary: Summary, files: readonly [string, string], isReused: boolean): SimulatedExports {
  const [legacy, current] = summary.exports;
  return {
    isSimulated: true,
    parameters: summary.parameters,
    files,
    exports: [
      { path: files[0], ...legacy },
      { path: files[1], ...current },
    ],
    rows: summary.rows,
    truth: summary.truth,
    isReused,
  };
}

async function readSummary(path: string): Promise<Summary | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Summary;
  } catch {
    // Missing or unreadable: the files are then written anew.
    return undefined;
  }
}

async function stillHolds(
  summary: Summary,
  parameters: SimulationParameters,
  files: readonly [string, string],
): Promise<boolean> {
  if (summary.generatorVersion !== GENERATOR_VERSION) return false;
  if (JSON.stringify(summary.parameters) !== JSON.stringify(parameters)) return false;
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => undefined,
      ),
    ),
  );
  return summary.exports.every(({ bytes }, index) => bytes === sizes[index]);
}
