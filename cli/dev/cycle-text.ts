import { failedAssertionLines } from '../run/pipeline.ts';
import type { CycleReport } from './cycle.ts';

/** What a save led to, in a few lines for people: what failed, what was built, what passed. */
export function cycleLines(report: CycleReport): readonly string[] {
  const { seconds, compileSeconds, errors, actions, unitTests, gone, incremental } = report;
  const isNothing = errors.length === 0 && actions.length === 0 && unitTests.length === 0;
  return [
    ...[
      ...builtLines(report),
      ...failureLines(report),
      ...incremental.map(
        (target) => `${target} is incremental: rows it holds may stay as they were; --full-refresh builds all anew.`,
      ),
      ...gone.map((target) => `${target} is in the project no more; its table stays until you drop it.`),
      ...(isNothing ? ['Nothing to run: the compiled SQL is as it was.'] : passedLines(report)),
    ].map((line) => `  ${line}`),
    `${isFailed(report) ? 'Failed' : 'Done'} in ${seconds.toFixed(1)} s, of which compiling took ${compileSeconds.toFixed(1)} s.`,
  ];
}

/** What was saved, in one line. */
export function savedLine({ files }: Pick<CycleReport, 'files'>): string {
  return files.length <= 3 ? files.join(', ') : `${files.slice(0, 2).join(', ')} and ${files.length - 2} more`;
}

/** Whether anything is to be mended. */
function isFailed({ errors, actions, assertions, unitTests }: CycleReport): boolean {
  return (
    errors.length > 0 ||
    actions.some(({ status }) => status !== 'successful') ||
    assertions.some(({ status }) => status === 'failed') ||
    unitTests.some(({ isPassed }) => !isPassed)
  );
}

function builtLines({ rowCounts, actions }: CycleReport): readonly string[] {
  const counts = new Map(rowCounts.map(({ target, rows }) => [target, rows]));
  return actions
    .filter(({ kind }) => kind !== 'assertion')
    .map(({ target, status }) => {
      if (status === 'failed') return `${target} failed`;
      if (status === 'skipped') return `${target} not built: something it reads failed`;
      const rows = counts.get(target);
      return rows === undefined
        ? `${target} built`
        : `${target} ${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
    });
}

function failureLines({ errors, unitTests, assertions }: CycleReport): readonly string[] {
  return [
    ...errors,
    ...unitTests
      .filter(({ isPassed }) => !isPassed)
      .flatMap(({ name, messages }) => [`Unit test ${name} failed.`, ...messages.map((message) => `  ${message}`)]),
    ...assertions.filter(({ status }) => status === 'failed').flatMap(failedAssertionLines),
  ];
}

function passedLines({ unitTests, assertions }: CycleReport): readonly string[] {
  const tests = unitTests.filter(({ isPassed }) => isPassed).length;
  const checks = assertions.filter(({ status }) => status === 'passed').length;
  const skipped = assertions.filter(({ status }) => status === 'skipped').length;
  const left = skipped > 0 ? `; ${skipped} not checked` : '';
  return [`${counted(tests, 'unit test')} and ${counted(checks, 'assertion')} passed${left}.`];
}

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
