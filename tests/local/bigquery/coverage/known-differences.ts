import { readFileSync, writeFileSync } from 'node:fs';
import { allOutcomes } from './recorded-outcomes.ts';

const file = new URL('../googlesql/known-differences.txt', import.meta.url);

const HEAD =
  '# Recorded texts to which the local warehouse answers another thing than the recording, and what it answers: the aim is none.\n' +
  '# Written by `npm run oracle -- --record`.';

/** The texts known to be answered differently. */
export const knownDifferences = (): ReadonlySet<string> =>
  new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.slice(0, line.lastIndexOf(' => '))),
  );

/** Writes the list anew from all recordings; gives its length. */
export async function writeKnownDifferences(): Promise<number> {
  const outcomes = await allOutcomes();
  const lines = outcomes.filter(({ verdict }) => verdict === 'different').map(({ text, ours }) => `${text} => ${ours}`);
  writeFileSync(file, [HEAD, ...lines, ''].join('\n'));
  return lines.length;
}
