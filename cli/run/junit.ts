import type { RunReport } from './report.ts';

interface TestCase {
  readonly suite: 'unit tests' | 'models' | 'assertions';
  readonly name: string;
  readonly failure?: string;
  readonly isSkipped?: boolean;
}

/**
 * The run as JUnit XML: a suite each of unit tests, models and assertions, in the form that CI systems
 * read (https://github.com/testmoapp/junitxml).
 */
export function junitReport(report: RunReport): string {
  const cases = testCases(report);
  const suites = (['unit tests', 'models', 'assertions'] as const).map((suite) =>
    suiteText(
      suite,
      cases.filter((testCase) => testCase.suite === suite),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="crime run">\n${suites.join('')}</testsuites>\n`;
}

function testCases(report: RunReport): readonly TestCase[] {
  const unitTests = report.unitTests.map<TestCase>(({ name, isPassed, messages }) => ({
    suite: 'unit tests',
    name,
    ...(isPassed ? {} : { failure: messages.join('\n') }),
  }));
  const models = report.actions
    .filter(({ kind }) => kind !== 'assertion')
    .map<TestCase>(({ target, status }) => ({
      suite: 'models',
      name: target,
      isSkipped: status === 'skipped',
      ...(status === 'failed' ? { failure: report.failure?.message ?? 'The model could not be built.' } : {}),
    }));
  const assertions = report.assertions.map<TestCase>(({ assertion, status, failingRows, samples }) => ({
    suite: 'assertions',
    name: assertion,
    isSkipped: status === 'skipped',
    ...(status === 'failed' ? { failure: [`${failingRows ?? 0} failing rows`, ...samples].join('\n') } : {}),
  }));
  return [...unitTests, ...models, ...assertions];
}

function suiteText(name: string, cases: readonly TestCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const skipped = cases.filter(({ isSkipped }) => isSkipped === true).length;
  const counts = `tests="${cases.length}" failures="${failures}" skipped="${skipped}"`;
  return `  <testsuite name="${name}" ${counts}>\n${cases.map(caseText).join('')}  </testsuite>\n`;
}

function caseText({ suite, name, failure, isSkipped }: TestCase): string {
  const open = `    <testcase classname="${suite}" name="${xmlText(name)}"`;
  if (failure !== undefined) return `${open}><failure>${xmlText(failure)}</failure></testcase>\n`;
  return isSkipped === true ? `${open}><skipped/></testcase>\n` : `${open}/>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that XML 1.0 allows: the five marks escaped, control characters left out. */
function xmlText(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => entities[mark] ?? '').replace(/(?![\t\n])\p{Cc}/gu, '');
}
