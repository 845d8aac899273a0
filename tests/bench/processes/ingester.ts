import { convertSource } from '../../../ingest/clients/conversion.ts';
import { withScratchFolder } from '../../../ingest/clients/scratch-folder.ts';
import { openSource, surveySource } from '../../../ingest/clients/source-file.ts';
import { defaultEffects } from '../../../ingest/index.ts';
import { memoryLimitMegabytes } from '../engine-limits.ts';

/** What the ingester answers that is run alone. */
export interface IngesterAnswer {
  /** For reading the files through: content hash and count of records. */
  readonly surveySeconds: number;
  /** For CSV to Parquet. */
  readonly conversionSeconds: number;
}

const [folder = '', ...files] = process.argv.slice(2);
const unused = { lake: 'gs://unused', location: 'US' };
const limits = { memoryLimitMegabytes, temporaryDirectory: folder };
const answer = { surveySeconds: 0, conversionSeconds: 0 };
for (const source of files) {
  const options = { source, isSimulated: true, ...unused, ...limits };
  const started = performance.now();
  const file = await openSource(source);
  const survey = await surveySource(file);
  const surveyed = performance.now();
  await withScratchFolder(folder, (scratch) => convertSource(file, survey, options, defaultEffects, scratch));
  answer.surveySeconds += (surveyed - started) / 1000;
  answer.conversionSeconds += (performance.now() - surveyed) / 1000;
}
process.stdout.write(JSON.stringify(answer satisfies IngesterAnswer));
