import type { RunReport } from '../../cli/run/report.ts';
import type { FilesFloor } from './ingester.ts';
import { measureProcess } from './measured-process.ts';
import type { Measurement } from './measurement.ts';

/** What was simulated. Given as files, so that the floor is of the same work. */
export interface SimulatedSource {
  readonly dataDir: string;
  readonly files: readonly string[];
  /** Readable records of both files. */
  readonly rows: number;
}

/** `crime run` in a process of its own, stage by stage. The data directory holds what it built. */
export async function measureWholeJob(source: SimulatedSource, floor: FilesFloor): Promise<readonly Measurement[]> {
  const { stdout, seconds, peakMegabytes } = await measureProcess([
    ...['cli/bin/crime.js', 'run', '--no-serve', '--json', '--data-dir', source.dataDir],
    ...source.files.flatMap((file) => ['--source', file]),
  ]);
  const { stages } = JSON.parse(stdout) as Pick<RunReport, 'stages'>;
  const part = 'whole job';
  const times = [...stages, { stage: 'from start to end', seconds }];
  const [rate, floorRate] = [source.rows / seconds, source.rows / floor.seconds];
  return [
    ...times.map(({ stage: name, seconds: value }) => ({
      part,
      name,
      unit: 's' as const,
      value,
      floor: floor.seconds,
    })),
    { part, name: 'from start to end', unit: 'rows/s', value: rate, floor: floorRate },
    { part, name: 'peak memory of all processes', unit: 'MB', value: peakMegabytes, floor: floor.peakMegabytes },
  ];
}
