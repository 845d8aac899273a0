import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Path of a file of real records, for the tests that want some; `undefined` where the folder is absent.
 * The folder is `CRIME_REAL_DATA`, else `../shared/data`; real records are never part of the project.
 */
export function realDataFile(name: string): string | undefined {
  const directory = process.env['CRIME_REAL_DATA'] ?? resolve(import.meta.dirname, '../../shared/data');
  const path = resolve(directory, name);
  return existsSync(path) ? path : undefined;
}
