import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSimulatedExports } from '../../local/portal/simulation/index.ts';
import { measureDashboard } from './dashboard.ts';
import { measureFilesFloor, measureIngester } from './ingester.ts';
import type { Measurement } from './measurement.ts';
import { type PortalHistory, makeHistory, measurePortal } from './portal.ts';
import { reportLines } from './report-text.ts';
import { measureModels } from './model-times.ts';
import { measureWarehouse } from './warehouse.ts';
import { measureWholeJob } from './whole-job.ts';

const seed = 20_080_101;
const log = (line: string) => process.stderr.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    /** `portal`, `models` or `page`: leaves the other parts out. */
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const { only } = values;
if (only !== undefined && !['portal', 'models', 'page'].includes(only)) {
  throw new Error('--only takes portal, models or page');
}
const isWhole = only === undefined;
const offenses = Number(values.rows);
const loads = [loadavg()[0] ?? 0];
const folder = await mkdtemp(join(tmpdir(), 'crime-bench-'));
// An interrupt ends the process that is measured, and by that this one, which then still clears up. The second ends it at once.
process.once('SIGINT', () => undefined);
try {
  const history: PortalHistory = { directory: join(folder, 'portal'), simulation: { rows: offenses, seed } };
  const dataDir = join(folder, 'data');
  const measurements: Measurement[] = [];
  log(`Simulating ${offenses} offenses …`);
  if (isWhole || only === 'portal') await makeHistory(history);
  if (only !== 'portal') {
    const { files, rows } = await writeSimulatedExports({ directory: join(folder, 'sources'), rows: offenses, seed });
    log('DuckDB alone …');
    const floor = await measureFilesFloor(folder, files, rows);
    log('The whole job …');
    measurements.push(...(await measureWholeJob({ dataDir, files, rows }, floor)));
    if (only !== 'page') measurements.push(...(await measureModels(dataDir, log)));
    if (only !== 'models') {
      log('The page …');
      measurements.push(...(await measureDashboard(dataDir, log)));
    }
    if (isWhole) {
      log('The ingester of files …');
      measurements.push(...(await measureIngester(folder, files, rows, floor)));
    }
  }
  if (isWhole || only === 'portal') {
    log('The ingester of the portal …');
    measurements.push(...(await measurePortal(folder, history)));
  }
  if (isWhole) {
    log('The warehouse …');
    measurements.push(...(await measureWarehouse(dataDir, log)));
  }
  loads.push(loadavg()[0] ?? 0);
  const machine = { node: process.version, processors: availableParallelism(), loads };
  const load = loads.map((each) => each.toFixed(1)).join(' at the start, ');
  const head = `${offenses} offenses; Node ${machine.node}, ${machine.processors} processors, load ${load} at the end`;
  const lines = values.json
    ? [JSON.stringify({ offenses, machine, measurements }, undefined, 2)]
    : [head, '', ...reportLines(measurements)];
  process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  // Services whose run was interrupted may still be closing their files.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
