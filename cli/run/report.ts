import type { Answers } from './answers.ts';
import type { AssertionResult } from './assertion-results.ts';
import type { ActionResult, UnitTestResult } from './dataform-output.ts';
import type { IngestedSource } from './ingest-sources.ts';
import type { StageTime } from './stages.ts';

/** The page that a run has made. */
export interface ReportedPage {
  /** The folder, which any static host can serve. */
  readonly directory: string;
  /** Where it is served until the command is stopped; undefined where it is not. */
  readonly url: string | undefined;
}

/** Everything a run came to; what a stage that did not happen would have given is empty. */
export interface RunReport {
  readonly runId: string;
  /** Undefined where the run did not come so far as to know. */
  readonly isSimulated: boolean | undefined;
  readonly ingested: readonly IngestedSource[];
  readonly unitTests: readonly UnitTestResult[];
  readonly actions: readonly ActionResult[];
  readonly assertions: readonly AssertionResult[];
  readonly answers: Answers | undefined;
  readonly page: ReportedPage | undefined;
  readonly stages: readonly StageTime[];
  readonly failure: { readonly stage: string; readonly message: string } | undefined;
}

/** The report as JSON text, for `--json`. */
export function jsonReport(report: RunReport): string {
  const { isSimulated = null, answers = null, failure = null, page } = report;
  const shownPage = page === undefined ? null : { ...page, url: page.url ?? null };
  return JSON.stringify({ ...report, isSimulated, answers, page: shownPage, failure }, null, 2);
}
