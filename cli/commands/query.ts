import { BigQuery } from '@google-cloud/bigquery';
import type { Command } from '../command.ts';
import { readingDataDirectory } from '../data-directory.ts';
import { ExitCode } from '../exit-codes.ts';
import { placeOptions, type PlaceOptions } from '../options.ts';
import { openPlace } from '../place.ts';
import { csvFormat, jsonFormat, type QueryFormat, tableFormat } from '../query-formats.ts';
import { unlessStopped } from '../signals.ts';
import type { Terminal } from '../terminal.ts';
import { queryPages } from '../warehouse-query.ts';

interface QueryOptions extends PlaceOptions {
  readonly sql: string;
  readonly json: boolean;
  readonly csv: boolean;
}

/** `crime query`: ad-hoc GoogleSQL. */
export const queryCommand: Command<QueryOptions> = {
  name: 'query <sql>',
  description: 'Run one GoogleSQL statement or script and print its rows.',
  options: (parser) =>
    placeOptions(parser)
      .positional('sql', { type: 'string', demandOption: true, description: 'GoogleSQL, in quotes.' })
      .option('json', { type: 'boolean', default: false, description: 'Print one JSON array of objects.' })
      .option('csv', { type: 'boolean', default: false, description: 'Print CSV with a header.' })
      .check(({ json, csv }) => {
        if (json && csv) throw new Error('Give --json or --csv, not both.');
        return true;
      })
      .example('$0 query "select count(*) as offenses from fact.fct_offenses"', 'Count the offenses')
      .example('$0 query --csv "select * from mart.mart_offense_mix" > mix.csv', 'Save a mart as CSV'),
  run: async (options, { terminal }) => {
    const format = options.json ? jsonFormat : options.csv ? csvFormat : tableFormat;
    const dataDir = readingDataDirectory(options.dataDir);
    const place = await openPlace(options, dataDir, terminal);
    try {
      const client = new BigQuery({ projectId: place.projectId, location: place.location });
      await unlessStopped(() => printRows(client, options.sql, format, terminal));
    } finally {
      await place.stop();
    }
    return ExitCode.ok;
  },
};

async function printRows(client: BigQuery, sql: string, format: QueryFormat, terminal: Terminal): Promise<void> {
  let isOpen = false;
  let isFirst = true;
  for await (const { fields, rows } of queryPages(client, sql)) {
    // A statement without a result, such as a CREATE, prints nothing.
    if (fields.length === 0) continue;
    if (!isOpen) format.open(fields).forEach(terminal.print);
    isOpen = true;
    format.page(fields, rows, isFirst).forEach(terminal.print);
    isFirst &&= rows.length === 0;
    // However slowly the results are read, no more than a page of them waits here.
    await terminal.drained();
  }
  if (isOpen) format.close().forEach(terminal.print);
}
