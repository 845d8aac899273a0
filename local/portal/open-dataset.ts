import type { PortalDataset } from './dataset.ts';
import { openSimulatedDataset } from './simulated-dataset.ts';
import type { SimulationParameters } from './simulation/index.ts';

/** Which rows a portal serves. */
export interface PortalDatasetOptions {
  /** Folder of the dataset's database; made if absent. */
  readonly directory: string;
  /** What to simulate. */
  readonly simulation: Partial<SimulationParameters>;
  /** Days after the simulation's last; default 0. */
  readonly day?: number;
}

/** Opens the rows that a portal serves. @throws RangeError for parameters out of range. */
export function openPortalDataset({ directory, simulation, day }: PortalDatasetOptions): Promise<PortalDataset> {
  return openSimulatedDataset({ directory, ...simulation, ...(day === undefined ? {} : { day }) });
}
