import type { Argv } from 'yargs';
import type { RequestedMode } from '../ingest/index.ts';
import { LIVE_PORTAL } from '../ingest/portal-options.ts';
import { day, instant, lakeAddress, singleText, wholeNumber } from './option-values.ts';

/** Where the services are: this machine's under `dataDir`, or a Google Cloud project. */
export interface PlaceOptions {
  readonly dataDir: string | undefined;
  readonly project: string | undefined;
  readonly lake: string | undefined;
  readonly location: string;
}

/** Adds the options that say where the services are. */
export function placeOptions<T>(parser: Argv<T>): Argv<T & PlaceOptions> {
  return parser
    .option('data-dir', {
      type: 'string',
      coerce: singleText('data-dir'),
      requiresArg: true,
      description: 'Folder of the local lake and warehouse; else .local/city, or .local/simulated for simulated rows.',
    })
    .option('project', {
      type: 'string',
      coerce: singleText('project'),
      requiresArg: true,
      description: 'Google Cloud project to use in place of the services on this machine.',
    })
    .option('lake', {
      type: 'string',
      coerce: lakeAddress('lake'),
      requiresArg: true,
      description: 'Lake address, gs://BUCKET[/PREFIX]; with --project it must be given.',
    })
    .option('location', {
      type: 'string',
      coerce: singleText('location'),
      default: 'US',
      requiresArg: true,
      description: 'BigQuery location of the datasets.',
    }) as unknown as Argv<T & PlaceOptions>;
}

/** What `crime run` and `crime ingest` read. */
export interface SourceOptions {
  readonly source: readonly string[] | undefined;
  readonly portal: string | undefined;
  readonly dataset: string;
  readonly mapping: string | undefined;
  readonly appTokenFile: string | undefined;
  readonly mode: RequestedMode;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly snapshotAt: Date | undefined;
  readonly simulatedRows: number;
  readonly seed: number;
  readonly memoryLimit: number;
}

/** Rows of the simulated export when none is asked for. */
const defaultSimulatedRows = 20_000;
const defaultSeed = 20_080_101;

/** Adds the options that say what is ingested. */
export function sourceOptions<T>(parser: Argv<T>): Argv<T & SourceOptions> {
  return parser
    .option('source', {
      type: 'string',
      array: true,
      requiresArg: true,
      description:
        'live: the city’s portal. Else a CSV export of the feed, .csv or .csv.gz; give it again for more files. Without it, simulated rows.',
    })
    .option('portal', {
      coerce: singleText('portal'),
      requiresArg: true,
      description: 'Address of another Socrata portal, such as http://127.0.0.1:8080.',
    })
    .option('dataset', {
      coerce: singleText('dataset'),
      default: LIVE_PORTAL.dataset,
      requiresArg: true,
      description: 'Id of the portal’s dataset.',
    })
    .option('mapping', {
      coerce: singleText('mapping'),
      requiresArg: true,
      description:
        'JSON file for a portal that names columns otherwise: {"columns": {"their_name": "name_of_the_feed"}}.',
    })
    .option('app-token-file', {
      coerce: singleText('app-token-file'),
      requiresArg: true,
      description: 'File with the portal’s app token; else SOCRATA_APP_TOKEN; without any, slower and throttled.',
    })
    .option('mode', {
      choices: ['auto', 'full', 'incremental', 'sweep'] as const,
      default: 'auto' as const,
      requiresArg: true,
      description: 'Of a portal: all rows, those changed, or a comparison of all keys; auto chooses.',
    })
    .option('since', {
      coerce: day('since'),
      requiresArg: true,
      description: 'Of a portal: only offenses from this day on, YYYY-MM-DD.',
    })
    .option('until', {
      coerce: day('until'),
      requiresArg: true,
      description: 'Of a portal: only offenses up to this day, which is included.',
    })
    .option('snapshot-at', {
      coerce: instant('snapshot-at'),
      requiresArg: true,
      description: 'When the file was exported, as YYYY-MM-DDTHH:MM:SSZ; else its newest report.',
    })
    .option('simulated-rows', {
      coerce: wholeNumber('simulated-rows', 1000, 50_000_000),
      default: defaultSimulatedRows,
      requiresArg: true,
      description: 'How many offenses to simulate when there is no --source.',
    })
    .option('seed', {
      coerce: wholeNumber('seed', 0, Number.MAX_SAFE_INTEGER),
      default: defaultSeed,
      requiresArg: true,
      description: 'Seed of the simulation; the same seed gives the same rows.',
    })
    .option('memory-limit', {
      coerce: wholeNumber('memory-limit', 64, 1_000_000),
      default: 256,
      requiresArg: true,
      description: 'Memory that reading the files may use, in MB (the process itself needs some more).',
    }) as unknown as Argv<T & SourceOptions>;
}
