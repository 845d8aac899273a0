import { resolve } from 'node:path';
import type { WrittenSite } from '../../dashboard/index.ts';
import type { Command } from '../command.ts';
import { buildPage, pageDirectory } from '../dashboard/build-page.ts';
import { servePage, serveUntilStopped } from '../dashboard/serve-page.ts';
import { builtDataDirectory } from '../data-directory.ts';
import { ExitCode } from '../exit-codes.ts';
import { ensureLocalBucket } from '../local-bucket.ts';
import { singleText, wholeNumber } from '../option-values.ts';
import { placeOptions, type PlaceOptions } from '../options.ts';
import { openPlace } from '../place.ts';
import { compileProject } from '../run/compiled-graph.ts';
import { unlessStopped } from '../signals.ts';
import type { Terminal } from '../terminal.ts';

interface DashboardOptions extends PlaceOptions {
  readonly output: string | undefined;
  readonly port: number | undefined;
  readonly serve: boolean;
}

/** `crime dashboard`: the page of what is built, here or in the cloud. */
export const dashboardCommand: Command<DashboardOptions> = {
  name: 'dashboard',
  description: 'Make the page from the marts and serve it on this machine until stopped.',
  options: (parser) =>
    placeOptions(parser)
      .option('output', {
        coerce: singleText('output'),
        requiresArg: true,
        description: 'Folder of the page, which is replaced; else the folder page of the data directory.',
      })
      .option('port', {
        coerce: wholeNumber('port', 0, 65_535),
        requiresArg: true,
        description: 'Port on 127.0.0.1; 0 for a free one. Else 8047, or a free one where that is taken.',
      })
      .option('serve', {
        type: 'boolean',
        default: true,
        description: 'With --no-serve the page is made and not served.',
      })
      .example('$0 dashboard', 'The page of what the last run built')
      .example('$0 dashboard --no-serve --output site', 'A folder for any static host')
      .example('$0 dashboard --project PROJECT --lake gs://BUCKET', 'The page of the marts in the cloud'),
  run: async (options, { terminal }) => {
    const { directory, files, bytes } = await build(options, terminal);
    terminal.log(`${files} files, ${(bytes / 1e6).toFixed(1)} MB, in ${directory}`);
    if (!options.serve) {
      terminal.print(directory);
      return ExitCode.ok;
    }
    const site = await servePage(directory, options.port);
    terminal.print(site.url);
    await serveUntilStopped(site, terminal);
    return ExitCode.ok;
  },
};

/** Builds the page; the services run no longer than that, so that other commands can have them. */
async function build(options: DashboardOptions, terminal: Terminal): Promise<WrittenSite> {
  const dataDir = builtDataDirectory(options);
  const directory = options.output === undefined ? pageDirectory(dataDir) : resolve(options.output);
  const graph = compileProject(options.project === undefined ? [] : ['--default-database', options.project]);
  graph.catch(() => undefined);
  const place = await openPlace(options, dataDir, terminal);
  try {
    return await unlessStopped(async () => {
      await ensureLocalBucket(place);
      return buildPage(place, await graph, directory, terminal);
    });
  } finally {
    await place.stop();
  }
}
