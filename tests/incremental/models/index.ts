import type { IncrementalModel } from '../harness/cases.ts';
import { fctOffenses } from './fct-offenses.ts';
import { observations } from './observations.ts';
import { offenseVersions } from './offense-versions.ts';

/** The cases of this project's incremental models. */
export const incrementalModels: readonly IncrementalModel[] = [observations, offenseVersions, fctOffenses];
