import { performance } from 'node:perf_hooks';
import { BigQuery } from '@google-cloud/bigquery';
import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { builtDataDirectory } from '../data-directory.ts';
import { writeDataformCredentials } from '../dataform-credentials.ts';
import { allDone } from '../dev/changed-work.ts';
import { cycleLines, savedLine } from '../dev/cycle-text.ts';
import { type CyclePlace, type CycleState, runCycle, type Saves } from '../dev/cycle.ts';
import { type ProjectWatch, watchProject } from '../dev/watch-project.ts';
import { describeFailure } from '../describe-failure.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { withRevision } from '../models/temporary-project.ts';
import { singleText } from '../option-values.ts';
import { openPlace, type Place } from '../place.ts';
import { compileProject, projectGraph } from '../run/compiled-graph.ts';
import { projectDirectory } from '../run/dataform.ts';
import { readIsSimulated, simulatedLine } from '../run/simulated.ts';
import { unlessStopped } from '../signals.ts';

interface DevOptions {
  readonly dataDir: string | undefined;
  readonly changedSince: string | undefined;
  readonly fullRefresh: boolean;
  readonly json: boolean;
}

/** Project id and location are this machine's: a save must not change tables of the cloud. */
const onThisMachine = { dataDir: undefined, project: undefined, lake: undefined, location: 'US' };

/** `crime dev`: runs what a save changed, until stopped. */
export const devCommand: Command<DevOptions> = {
  name: 'dev',
  description: 'Watch the models; at each save test, build and check what changed, on this machine.',
  options: (parser) =>
    parser
      .option('data-dir', {
        coerce: singleText('data-dir'),
        requiresArg: true,
        description: 'Folder of the local lake and warehouse; else .local/city, or .local/simulated.',
      })
      .option('changed-since', {
        coerce: singleText('changed-since'),
        requiresArg: true,
        description: 'Begins with what differs from this git revision; else the tables count as built from the files.',
      })
      .option('full-refresh', {
        type: 'boolean',
        default: false,
        description: 'Builds incremental models from all rows, not only from new ones.',
      })
      .option('json', { type: 'boolean', default: false, description: 'Print one JSON object a line for each save.' })
      .example('$0 dev', 'Then edit a file under definitions/')
      .example('$0 dev --changed-since HEAD', 'What is edited already at once') as unknown as Argv<DevOptions>,
  run: async (options, { terminal }) => {
    const dataDir = builtDataDirectory({ dataDir: options.dataDir, project: undefined });
    const place = await openPlace(onThisMachine, dataDir, terminal);
    const client = new BigQuery({ projectId: place.projectId, location: place.location });
    if (await readIsSimulated(client)) terminal.log(simulatedLine);
    const now = () => performance.now();
    const watch = await watchProject(projectDirectory, now);
    const ended = new AbortController();
    try {
      const compileParameters = ['--default-database', place.projectId];
      const credentials = await writeDataformCredentials(place, dataDir);
      const parameters = ['--credentials', credentials, ...compileParameters, '--default-location', place.location];
      const dataform = { parameters, fullRefresh: options.fullRefresh };
      const cycle = { place, dataform, compileParameters, terminal, now };
      return await unlessStopped(() => Promise.race([watchAndRun(watch, cycle, options, ended.signal), lost(place)]));
    } finally {
      ended.abort();
      await watch.close();
      await place.stop();
    }
  },
};

/** Runs a cycle for each save, one after the other. Saves that come meanwhile are one cycle more. */
async function watchAndRun(
  watch: ProjectWatch,
  cycle: CyclePlace,
  { changedSince, json }: DevOptions,
  ended: AbortSignal,
): Promise<never> {
  const { terminal, now } = cycle;
  let state = await stateAtStart(changedSince, cycle);
  let saves: Saves | undefined =
    changedSince === undefined ? undefined : { files: [`since ${changedSince}`], at: now() };
  terminal.log('Watching definitions/, includes/ and dataform.json. Ctrl-C stops.');
  for (;;) {
    saves ??= await watch.next();
    terminal.log(`${savedLine(saves)} …`);
    const outcome = await runCycle(state, saves, cycle);
    // The services end before what runs on them does; what is said of that is of no use.
    if (ended.aborted) return await new Promise<never>(() => undefined);
    state = outcome.state;
    if (json) terminal.print(JSON.stringify(outcome.report));
    else cycleLines(outcome.report).forEach(terminal.print);
    saves = undefined;
  }
}

/** The state from which differences count: the files as they are, or as they were in a revision. */
async function stateAtStart(
  changedSince: string | undefined,
  { compileParameters, terminal }: CyclePlace,
): Promise<CycleState> {
  terminal.log('Compiling …');
  const compile = async (directory?: string) => projectGraph(await compileProject(compileParameters, directory));
  if (changedSince !== undefined) {
    return { done: allDone(await withRevision(changedSince, compile)), graph: undefined };
  }
  try {
    const graph = await compile();
    return { done: allDone(graph), graph };
  } catch (error) {
    // To be mended like any other slip: then everything is run once, since nothing tells what was built.
    describeFailure(error).lines.forEach(terminal.log);
    return { done: new Map(), graph: undefined };
  }
}

async function lost(place: Place): Promise<never> {
  await place.lost;
  throw new CliError(
    'One of the services ended unasked; the other was stopped with it.',
    ExitCode.internal,
    'What was finished is kept: start crime dev again.',
  );
}
