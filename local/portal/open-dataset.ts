import type { PortalDataset } from './dataset.ts';
import { openFileDataset } from './file-dataset.ts';
import { openSimulatedDataset } from './simulated-dataset.ts';
import type { SimulationParameters } from './simulation/index.ts';

/** Which rows a portal serves: those of `source`, else simulated ones. */
export interface PortalDatasetOptions {
  /** CSV export of real rows, in either shape. */
  readonly source?: string;
  /** Folder of the simulated rows' database; made if absent. */
  readonly directory: string;
  /** What to simulate. */
  readonly simulation: Partial<SimulationParameters>;
  /** Days after the simulation's last; default 0. */
  readonly day?: number;
}

/** Opens the rows that a portal serves. @throws RangeError for parameters out of range. */
export function openPortalDataset(options: PortalDatasetOptions): Promise<PortalDataset> {
  const { source, directory, simulation } = options;
  const day = options.day === undefined ? {} : { day: options.day };
  return source === undefined
    ? openSimulatedDataset({ directory, ...simulation, ...day })
    : openFileDataset({ path: source, ...day });
}
