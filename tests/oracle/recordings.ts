import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeKnownDifferences } from '../local/bigquery/coverage/known-differences.ts';
import { caseSets, type Draws } from './cases/generate.ts';
import { type Comparer, type Comparison, describeComparison } from './compare.ts';
import { googleAnswer, type Google } from './google.ts';

const folder = new URL('../local/bigquery/googlesql/recorded/', import.meta.url);

/** The comment in a recording whose answers are not the engine's: it is not evaluated afresh. */
const BY_HAND = '# source: documentation';

const ENGINE =
  "# Answers of ZetaSQL's reference implementation, as FORMAT('%T') prints them. A NULL array is shown as a result shows it: empty.";

/** How much of a template's draws may be errors, so that most say something of values. */
const ERRORS = 0.4;

type Log = (line: string) => void;

const isError = (answer: string): boolean => /^error(?::|$)/u.test(answer);

/** Evaluates every recorded text afresh; gives what differs, each with text, recorded and present answer. */
export async function checkRecordings(google: Google, log: Log): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
    const answers = lines.filter((line) => line !== '' && !line.startsWith('#'));
    if (lines.includes(BY_HAND)) {
      log(`${file}: ${answers.length} answers skipped, taken from documentation since the engine has none`);
      continue;
    }
    const before = differences.length;
    for (const line of answers) {
      const at = line.lastIndexOf(' => ');
      const [text, recorded] = [line.slice(0, at), line.slice(at + 4)];
      const now = await googleAnswer(google, text);
      if (now === recorded || (recorded === 'error' && isError(now))) continue;
      differences.push(`${file}: ${text}\n  recorded ${recorded}\n  now      ${now}`);
    }
    log(`${file}: ${answers.length} answers, ${differences.length - before} different`);
  }
  return differences;
}

/** Writes the engine's present answers to the texts of every recording made by hand. */
async function recordTexts(google: Google, log: Log): Promise<void> {
  const generated = new Set([...caseSets().keys()].map(fileOf));
  for (const file of readdirSync(folder).sort()) {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
    if (generated.has(file) || lines.includes(BY_HAND)) continue;
    const now: string[] = [];
    for (const line of lines) {
      const at = line.lastIndexOf(' => ');
      const isAnswer = at >= 0 && !line.startsWith('#');
      if (!isAnswer) {
        now.push(line);
        continue;
      }
      const [text, recorded] = [line.slice(0, at), line.slice(at + 4)];
      const answer = await googleAnswer(google, text);
      now.push(recorded === 'error' && isError(answer) ? line : `${text} => ${answer}`);
    }
    writeFileSync(new URL(file, folder), now.join('\n'));
    log(`${file} written`);
  }
}

const fileOf = (set: string): string => `generated-${set}.txt`;

/** As many comparisons as a template asks for, of candidates the engine can judge. */
async function chosen({ count, candidates }: Draws, comparer: Comparer): Promise<readonly Comparison[]> {
  const found: Comparison[] = [];
  let errors = 0;
  for (const text of candidates) {
    if (found.length >= count) break;
    const comparison = await comparer.compare(text);
    if (comparison.verdict === 'no verdict') continue;
    if (isError(comparison.google)) {
      if (count > 1 && errors >= count * ERRORS) continue;
      errors += 1;
    }
    found.push(comparison);
  }
  return found;
}

interface DrawnSet {
  readonly set: string;
  readonly found: readonly Comparison[];
  readonly differences: readonly string[];
}

async function drawSets(comparer: Comparer, log: Log, seed?: number): Promise<readonly DrawnSet[]> {
  const drawn: DrawnSet[] = [];
  for (const [set, draws] of caseSets(seed)) {
    const found: Comparison[] = [];
    for (const one of draws) found.push(...(await chosen(one, comparer)));
    const differences = found
      .filter(({ verdict }) => verdict === 'different')
      .map((one) => `${set}: ${describeComparison(one)}`);
    const refused = found.filter(({ verdict }) => verdict === 'refused').length;
    log(`${set}: ${found.length} drawn, of which ${refused} refused and ${differences.length} different`);
    drawn.push({ set, found, differences });
  }
  return drawn;
}

/** Draws cases by another seed than the recorded ones and writes nothing; gives those that differ. */
export async function tryCases(comparer: Comparer, log: Log, seed: number): Promise<readonly string[]> {
  return (await drawSets(comparer, log, seed)).flatMap(({ differences }) => differences);
}

/** Writes the generated cases, whatever ours answers. */
async function recordCases(comparer: Comparer, log: Log): Promise<void> {
  for (const { set, found } of await drawSets(comparer, log)) {
    const head = [`# Drawn by \`npm run oracle -- --record\` from tests/oracle/cases (${set}).`, ENGINE];
    const lines = new Set(found.map(({ text, google }) => `${text} => ${google}`));
    writeFileSync(new URL(fileOf(set), folder), [...head, ...lines, ''].join('\n'));
  }
}

/** Writes all recordings, and the list of the texts to which ours answers another thing. */
export async function writeRecordings(google: Google, comparer: Comparer, log: Log): Promise<void> {
  await recordTexts(google, log);
  await recordCases(comparer, log);
  log(`${await writeKnownDifferences()} answers differ, listed in known-differences.txt`);
}
