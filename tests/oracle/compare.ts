import { installFunctions } from '../../local/bigquery/googlesql/functions/install.ts';
import { MiniWarehouse } from '../local/bigquery/googlesql/mini-warehouse.ts';
import { answerTo, isRefusal, isSame } from '../local/bigquery/googlesql/recorded-answers.ts';
import { googleAnswer, type Google } from './google.ts';

/** Milliseconds after which a query of ours is interrupted: recursion without end would never come back. */
const DEADLINE = 10_000;

/** Google's answer to a text beside ours, each in a recording's words. */
export interface Comparison {
  readonly text: string;
  readonly google: string;
  readonly ours: string;
  readonly verdict: 'same' | 'different' | 'refused' | 'no verdict';
}

/** Google's engine has no answer: it lacks the function, which BigQuery has, or could not evaluate it. */
export const isNoVerdict = (answer: string): boolean => /^no verdict|^error: Function not found/u.test(answer);

/** Asks Google's engine and the local warehouse alike. */
export class Comparer {
  private constructor(
    private readonly google: Google,
    private readonly warehouse: MiniWarehouse,
  ) {}

  static async open(google: Google): Promise<Comparer> {
    return new Comparer(google, await MiniWarehouse.open(installFunctions));
  }

  async compare(text: string): Promise<Comparison> {
    const google = await googleAnswer(this.google, text);
    const alarm = setTimeout(() => {
      this.warehouse.connection.interrupt();
    }, DEADLINE);
    const ours = await answerTo(this.warehouse, text);
    clearTimeout(alarm);
    if (isNoVerdict(google)) return { text, google, ours, verdict: 'no verdict' };
    if (isSame(google, ours)) return { text, google, ours, verdict: 'same' };
    return { text, google, ours, verdict: isRefusal(ours) ? 'refused' : 'different' };
  }
}

export const describeComparison = ({ text, google, ours }: Comparison): string =>
  `${text}\n  google ${google}\n  ours   ${ours}`;
