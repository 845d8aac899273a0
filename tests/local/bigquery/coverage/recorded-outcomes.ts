import { readdirSync } from 'node:fs';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import { MiniWarehouse } from '../googlesql/mini-warehouse.ts';
import { answerTo, isRefusal, isSame, recordedAnswers, type RecordedAnswer } from '../googlesql/recorded-answers.ts';

/** What the local warehouse makes of a recorded text. */
export interface RecordedOutcome extends RecordedAnswer {
  readonly ours: string;
  readonly verdict: 'same' | 'different' | 'refused';
}

/** The files in `recorded/`, without their ending. */
export const recordings: readonly string[] = readdirSync(new URL('../googlesql/recorded', import.meta.url))
  .map((file) => file.replace(/\.txt$/u, ''))
  .sort();

const verdictOf = (answer: string, ours: string): RecordedOutcome['verdict'] => {
  if (isSame(answer, ours)) return 'same';
  return isRefusal(ours) ? 'refused' : 'different';
};

let warehouse: Promise<MiniWarehouse> | undefined;
const known = new Map<string, Promise<readonly RecordedOutcome[]>>();

async function evaluate(name: string): Promise<readonly RecordedOutcome[]> {
  warehouse ??= MiniWarehouse.open(installFunctions);
  const outcomes: RecordedOutcome[] = [];
  for (const { text, answer } of recordedAnswers(name)) {
    const ours = await answerTo(await warehouse, text);
    outcomes.push({ text, answer, ours, verdict: verdictOf(answer, ours) });
  }
  return outcomes;
}

/** The outcomes of one recording; each text is answered once in a process. */
export function outcomesOf(name: string): Promise<readonly RecordedOutcome[]> {
  const outcomes = known.get(name) ?? evaluate(name);
  known.set(name, outcomes);
  return outcomes;
}

/** The outcomes of all recordings. */
export async function allOutcomes(): Promise<readonly RecordedOutcome[]> {
  const outcomes: RecordedOutcome[] = [];
  for (const name of recordings) outcomes.push(...(await outcomesOf(name)));
  return outcomes;
}
