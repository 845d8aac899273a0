import { measureScript } from './measured-process.ts';
import type { Measurement } from './measurement.ts';
import type { DuckDbFilesAnswer } from './processes/duckdb-files.ts';
import type { IngesterAnswer } from './processes/ingester.ts';

/** DuckDB alone with the same files: the floor of the ingester and of the whole job. */
export interface FilesFloor {
  /** Of the whole process, which also counts by precinct and hour. */
  readonly seconds: number;
  readonly conversionSeconds: number;
  readonly peakMegabytes: number | undefined;
}

/** @param folder where Parquet may be written. @throws Error where DuckDB does not read the rows that were simulated. */
export async function measureFilesFloor(folder: string, files: readonly string[], rows: number): Promise<FilesFloor> {
  const { stdout, seconds, peakMegabytes } = await measureScript('duckdb-files.ts', folder, ...files);
  const answer = JSON.parse(stdout) as DuckDbFilesAnswer;
  if (Math.abs(answer.rows - rows) > rows / 100) throw new Error(`DuckDB alone read ${answer.rows} rows, not ${rows}.`);
  return { seconds, conversionSeconds: answer.conversionSeconds, peakMegabytes };
}

/** The ingester up to its Parquet parts, with neither lake nor warehouse. */
export async function measureIngester(
  folder: string,
  files: readonly string[],
  rows: number,
  floor: FilesFloor,
): Promise<readonly Measurement[]> {
  const { stdout, peakMegabytes } = await measureScript('ingester.ts', folder, ...files);
  const { surveySeconds, conversionSeconds } = JSON.parse(stdout) as IngesterAnswer;
  const part = 'ingester';
  const [whole, floorRate] = [surveySeconds + conversionSeconds, rows / floor.conversionSeconds];
  return [
    { part, name: 'survey of the files', unit: 's', value: surveySeconds, floor: floor.conversionSeconds },
    { part, name: 'CSV to Parquet', unit: 's', value: conversionSeconds, floor: floor.conversionSeconds },
    { part, name: 'both', unit: 'rows/s', value: rows / whole, floor: floorRate },
    { part, name: 'peak memory', unit: 'MB', value: peakMegabytes, floor: floor.peakMegabytes },
  ];
}
