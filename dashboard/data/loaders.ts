import { anomaliesLoader } from './anomalies.ts';
import { boundariesLoader } from './boundaries.ts';
import { breaksLoader } from './breaks.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { cubeLoaders } from './cube.ts';
import { filtersLoader } from './filters.ts';
import { findingsLoader } from './findings.ts';
import { hoursLoaders } from './hours.ts';
import { hotspotsLoader } from './hotspots.ts';
import type { FileSet, Loader } from './loader.ts';
import { monthlyLoaders } from './monthly.ts';
import { nextLoaders } from './next.ts';
import { peakHoursLoader } from './peak-hours.ts';
import { assertionsFile, qualityLoaders } from './quality.ts';
import { recentLoader } from './recent.ts';
import { runLoader } from './run.ts';

/** Every data file of the page. */
export const loaders: readonly Loader[] = [
  runLoader,
  filtersLoader,
  findingsLoader,
  recentLoader,
  ...monthlyLoaders,
  anomaliesLoader,
  ...hoursLoaders,
  peakHoursLoader,
  breaksLoader,
  ...cubeLoaders,
  hotspotsLoader,
  boundariesLoader,
  ...nextLoaders,
  ...qualityLoaders,
];

/** Files that are no single ones of a known name. */
export const fileSets: readonly FileSet[] = [catalogue, assertionsFile];
