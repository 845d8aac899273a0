import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import { type PortalProcess, startPortalProcess } from '../../local/portal-process.ts';
import { dayOfIsoDate, isoDateOfDay } from '../../local/portal/simulation/calendar.ts';
import type { SimulationParameters } from '../../local/portal/simulation/index.ts';
import { simulationParameters } from '../../local/portal/simulation/parameters.ts';
import { type LocalServices, startLocalServices } from '../../local/services.ts';
import { measureScript } from './measured-process.ts';
import type { Measurement } from './measurement.ts';
import type { DuckDbPortalAnswer } from './processes/duckdb-portal.ts';
import type { PortalIngesterAnswer, PortalIngesterRequest } from './processes/portal-ingester.ts';

const part = 'portal';
const lake = 'bench-lake';
/** The day that is loaded whole; the next has removals; on those after it none are made, and the middle one counts. */
const [wholeDay, removalDay, plainDays] = [1, 2, [3, 4, 5]] as const;

/** A history that the portal serves. */
export interface PortalHistory {
  /** Folder of the portal's database, which may be there. */
  readonly directory: string;
  readonly simulation: Partial<SimulationParameters>;
}

/** What one ingest took. */
interface Ingest extends PortalIngesterAnswer {
  readonly requests: number;
  /** Of the answers' bodies as they went over the wire, packed. */
  readonly kilobytes: number;
}

/** What a history took: all of it, and then the days after it. */
interface Life {
  readonly floor: DuckDbPortalAnswer;
  readonly whole: Ingest;
  readonly removals: Ingest;
  /** The middle one of some days, by time. */
  readonly plain: Ingest;
}

/** A tenth of a history that goes as far: its days are like those of the whole. */
export function tenthOf(simulation: Partial<SimulationParameters>): Partial<SimulationParameters> {
  const { rows, from, to, ...others } = simulationParameters(simulation);
  const [first, last] = [dayOfIsoDate(from), dayOfIsoDate(to)];
  const start = last - Math.max(Math.round((last - first) / 10), 60);
  return {
    ...others,
    ...{ rows: Math.max(Math.round(rows / 10), 1000), from: isoDateOfDay(start), to },
    legacyExportedOn: isoDateOfDay(start + 30),
  };
}

/** Makes the portal's database where it is not there yet. */
export async function makeHistory(history: PortalHistory): Promise<void> {
  await withPortal(history, 0, () => Promise.resolve());
}

/**
 * Loads a history from the portal over HTTP into a lake and a warehouse, each in a process of its own, and then days
 * after it; the same for a tenth of the history, which is the floor of those days.
 * @param folder where all that may lie
 */
export async function measurePortal(folder: string, history: PortalHistory): Promise<readonly Measurement[]> {
  const long = await live(join(folder, 'portal-whole'), history);
  const simulation = tenthOf(history.simulation);
  const short = await live(join(folder, 'portal-tenth'), {
    directory: join(folder, 'portal-tenth', 'portal'),
    simulation,
  });
  const { floor, whole } = long;
  return [
    { part, name: `${whole.rows} rows to lake and raw`, unit: 's', value: whole.seconds, floor: floor.seconds },
    { part, name: 'all rows', unit: 'rows/s', value: whole.rows / whole.seconds, floor: floor.rows / floor.seconds },
    { part, name: 'peak memory of the ingester', unit: 'MB', value: whole.peakMegabytes, floor: undefined },
    ...dayMeasurements('a day', long.plain, short.plain),
    ...dayMeasurements('a day with removals', long.removals, short.removals),
  ];
}

function dayMeasurements(name: string, long: Ingest, short: Ingest): readonly Measurement[] {
  const floor = 'floor: after a tenth of the history';
  return [
    { part, name: `${name}; ${floor}`, unit: 's', value: long.seconds, floor: short.seconds },
    { part, name: `${name}, new and changed rows`, unit: 'rows', value: long.rows, floor: short.rows },
    { part, name: `${name}, removed offenses`, unit: 'offenses', value: long.removals, floor: short.removals },
    { part, name: `${name}, requests`, unit: 'requests', value: long.requests, floor: short.requests },
    { part, name: `${name}, answers`, unit: 'kB', value: long.kilobytes, floor: short.kilobytes },
    { part, name: `${name}, peak memory`, unit: 'MB', value: long.peakMegabytes, floor: short.peakMegabytes },
  ];
}

async function live(folder: string, history: PortalHistory): Promise<Life> {
  await mkdir(folder, { recursive: true });
  const database = join(history.directory, 'SIMULATED_portal.duckdb');
  await withPortal(history, wholeDay, () => Promise.resolve());
  const floor = await measure<DuckDbPortalAnswer>('duckdb-portal.ts', folder, database);
  const services = await startLocalServices({ dataDir: join(folder, 'data'), log: () => undefined });
  try {
    const apiEndpoint = services.storageUrl;
    await new Storage({ projectId: services.environment['GOOGLE_CLOUD_PROJECT'] ?? '', apiEndpoint }).createBucket(
      lake,
    );
    const ingest = (portal: PortalProcess) => ingestFrom(portal, services, folder);
    const [whole, removals] = await withPortal(history, wholeDay, async (portal) => {
      const all = expectMode(await ingest(portal), 'full');
      await portal.setDay(removalDay);
      return [all, expectMode(await ingest(portal), 'incremental')] as const;
    });
    await measureScript('keep-rows.ts', database, String(removalDay));
    const days = await withPortal(history, removalDay, async (portal) => {
      const measured: Ingest[] = [];
      for (const day of plainDays) {
        await portal.setDay(day);
        measured.push(expectMode(await ingest(portal), 'incremental'));
      }
      return measured;
    });
    const plain = days.toSorted((left, right) => left.seconds - right.seconds)[1] ?? whole;
    return { floor, whole, removals, plain };
  } finally {
    await services.stop();
  }
}

async function withPortal<T>(
  { directory, simulation }: PortalHistory,
  day: number,
  work: (portal: PortalProcess) => Promise<T>,
): Promise<T> {
  const portal = await startPortalProcess({ directory, simulation, day, log: () => undefined });
  try {
    return await work(portal);
  } finally {
    await portal.stop();
  }
}

async function ingestFrom(portal: PortalProcess, services: LocalServices, folder: string): Promise<Ingest> {
  const before = (await portal.requests()).length;
  const request: PortalIngesterRequest = {
    ...{ portal: portal.url, lake: `gs://${lake}`, temporaryDirectory: join(folder, 'temporary') },
    environment: services.environment,
  };
  const answer = await measure<PortalIngesterAnswer>('portal-ingester.ts', JSON.stringify(request));
  const requests = (await portal.requests()).slice(before);
  return {
    ...answer,
    requests: requests.length,
    kilobytes: requests.reduce((sum, { bytes }) => sum + bytes, 0) / 1000,
  };
}

async function measure<Answer>(script: string, ...parameters: readonly string[]): Promise<Answer> {
  return JSON.parse((await measureScript(script, ...parameters)).stdout) as Answer;
}

function expectMode(ingest: Ingest, mode: Ingest['mode']): Ingest {
  if (ingest.mode === mode) return ingest;
  throw new Error(`The ingester loaded ${ingest.mode ?? 'nothing'}, not ${mode ?? 'nothing'}.`);
}
