import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSimulatedExports } from '../../local/portal/simulation/index.ts';
import { measureFilesFloor, measureIngester } from './ingester.ts';
import { reportLines } from './report-text.ts';
import { measureWarehouse } from './warehouse.ts';
import { measureWholeJob } from './whole-job.ts';

const seed = 20_080_101;
const log = (line: string) => process.stderr.write(`${line}\n`);
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
});
const offenses = Number(values.rows);
const machine = { node: process.version, processors: availableParallelism(), load: loadavg()[0] ?? 0 };
const folder = await mkdtemp(join(tmpdir(), 'crime-bench-'));
// An interrupt ends the process that is measured, and by that this one, which then still clears up. The second ends it at once.
process.once('SIGINT', () => undefined);
try {
  const dataDir = join(folder, 'data');
  log(`Simulating ${offenses} offenses …`);
  const { files, rows } = await writeSimulatedExports({ directory: join(dataDir, 'sources'), rows: offenses, seed });
  log('DuckDB alone …');
  const floor = await measureFilesFloor(folder, files, rows);
  log('The ingester …');
  const ingester = await measureIngester(folder, files, rows, floor);
  log('The whole job …');
  const wholeJob = await measureWholeJob({ dataDir, files, rows }, floor);
  log('The warehouse …');
  const measurements = [...wholeJob, ...ingester, ...(await measureWarehouse(dataDir, log))];
  const { node, processors, load } = machine;
  const head = `${rows} rows of ${offenses} offenses; Node ${node}, ${processors} processors, load ${load.toFixed(1)}`;
  const lines = values.json
    ? [JSON.stringify({ offenses, rows, machine, measurements }, undefined, 2)]
    : [head, '', ...reportLines(measurements)];
  process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  // Services whose run was interrupted may still be closing their files.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
