import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Comparer, describeComparison } from './compare.ts';
import { Google } from './google.ts';
import { installService } from './install.ts';
import { checkRecordings, tryCases, writeRecordings } from './recordings.ts';
import { checkStatements } from './statements.ts';

const USAGE = `Usage: npm run oracle [-- OPTION]
Compares the local warehouse with Google's own engine, which is installed at the first run (100 MB).

  (none)        evaluates every recorded text and type-checks every statement of this project
  --record      writes the engine's present answers, those to newly drawn cases too
  --seed N      draws cases by another seed than the recorded ones and compares them; writes nothing
  --ask FILE    compares one expression or query a line of FILE (- is standard input)
  --google      with --ask: prints the engine's answers in a recording's words
`;

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function ask(google: Google, file: string, onlyGoogle: boolean): Promise<boolean> {
  const texts = readFileSync(file === '-' ? 0 : file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const comparer = await Comparer.open(google);
  const counts = { same: 0, different: 0, refused: 0, 'no verdict': 0 };
  for (const text of texts) {
    const comparison = await comparer.compare(text);
    counts[comparison.verdict] += 1;
    if (onlyGoogle) print(`${text} => ${comparison.google}`);
    else if (comparison.verdict !== 'same') print(describeComparison(comparison));
  }
  log(
    Object.entries(counts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
  );
  return counts.different === 0;
}

async function differencesOf(google: Google, isRecording: boolean, seed?: string): Promise<readonly string[]> {
  if (isRecording) {
    await writeRecordings(google, await Comparer.open(google), log);
    return [];
  }
  if (seed === undefined) return [...(await checkRecordings(google, log)), ...(await checkStatements(google, log))];
  if (!/^\d+$/u.test(seed)) throw new Error(`--seed takes a whole number, not ${seed}`);
  return tryCases(await Comparer.open(google), log, Number(seed));
}

/** Whether all is as it should be. */
async function run(google: Google): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      record: { type: 'boolean', default: false },
      seed: { type: 'string' },
      ask: { type: 'string' },
      google: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return true;
  }
  await installService(log);
  if (values.ask !== undefined) return ask(google, values.ask, values.google);
  const differences = await differencesOf(google, values.record, values.seed);
  for (const difference of differences) print(difference);
  log(`${differences.length} different`);
  return differences.length === 0;
}

const google = new Google();
try {
  process.exitCode = (await run(google)) ? 0 : 1;
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  log(USAGE);
  process.exitCode = 2;
} finally {
  await google.stop();
}
