import { textTable } from '../text-table.ts';
import type { Answers, Ranked } from './answers.ts';
import type { RunReport } from './report.ts';
import { simulatedLine } from './simulated.ts';

/** The answers of a run that came so far, as lines for people. */
export function answerLines(report: RunReport): readonly string[] {
  const { answers } = report;
  if (answers === undefined) return [];
  const banner = answers.overview.isSimulated ? [simulatedLine, ''] : [];
  return [
    '',
    ...banner,
    ...overviewLines(answers),
    ...section('Findings', findingLines(answers)),
    ...section('Most reported offenses', rankingLines('offense', answers.topOffenses)),
    ...section('By category', rankingLines('category', answers.categories)),
    ...section('By precinct', rankingLines('precinct', answers.precincts)),
    ...section('Data quality', qualityLines(answers)),
    ...section('Worth a look', warningLines(answers)),
    ...section('This run', runLines(report)),
    ...pageLines(report),
    ...(banner.length > 0 ? ['', ...banner.slice(0, 1)] : []),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, ...lines.map((line) => `  ${line}`)];
}

function overviewLines({ overview }: Answers): readonly string[] {
  const leftOut = overview.allOffenses - overview.offenses;
  return [
    `${counted(overview.offenses, 'offense')} in ${counted(overview.reports, 'report')}, ` +
      `reported ${overview.firstReportedDate} to ${overview.lastReportedDate}, as of ${overview.asOf}.`,
    `Left out of that and of the findings and counts below: ${counted(leftOut, 'record')}, no crime or not reportable.`,
  ];
}

function rankingLines(name: string, ranking: readonly Ranked[]): readonly string[] {
  return textTable(
    [{ name }, { name: 'offenses', align: 'right' }, { name: 'share', align: 'right' }],
    ranking.map((row) => [row.name, count(row.offenses), percent(row.share)]),
  );
}

/** Each sentence with its caveat, which is set in, below it. */
function findingLines({ findings }: Answers): readonly string[] {
  return findings.flatMap(({ sentence, caveat }) => [`- ${sentence}`, `    ${caveat}`]);
}

/** The fields of `mart_data_quality` that a reader of the answers must know of. */
const shownFields = ['record quarantined', 'precinct unknown', 'location masked', 'start at midnight'];

function qualityLines({ quality }: Answers): readonly string[] {
  return textTable(
    [
      { name: 'what' },
      { name: 'records', align: 'right' },
      { name: 'of', align: 'right' },
      { name: 'share', align: 'right' },
    ],
    quality
      .filter(({ field }) => shownFields.includes(field))
      .map(({ field, affected, checked }) => [
        field,
        count(affected),
        count(checked),
        percent(checked === 0 ? 0 : affected / checked),
      ]),
  );
}

/** The checks that found more than they allow; `mart.mart_quality_checks` has samples. */
function warningLines({ warnings }: Answers): readonly string[] {
  if (warnings.length === 0) return ['No check found more than it allows.'];
  return warnings.flatMap(({ checkName, severity, findings, meaning, whatToDo }) => [
    `${severity}: ${checkName} (${count(findings)})`,
    `  ${meaning} ${whatToDo}`,
  ]);
}

function runLines(report: RunReport): readonly string[] {
  const built = report.actions.filter(({ kind, status }) => kind === 'model' && status === 'successful').length;
  const passed = report.assertions.filter(({ status }) => status === 'passed').length;
  const failed = report.assertions.length - passed;
  return [
    ...report.ingested.map(({ source, rows, quarantined, removals, isNew, mode }) =>
      mode === 'none'
        ? `${source}: nothing new`
        : `${source}: ${count(rows)} rows${isNew ? '' : ', loaded before'}, ${count(quarantined)} quarantined, ${count(removals)} removed`,
    ),
    `${built} models built; ${report.unitTests.length} unit tests passed; ${passed} assertions passed, ${failed} failed`,
    report.stages.map(({ stage, seconds }) => `${stage.toLowerCase()} ${seconds.toFixed(1)} s`).join(', '),
  ];
}

/** Where the page is. */
function pageLines({ page }: RunReport): readonly string[] {
  if (page === undefined) return [];
  return ['', page.url === undefined ? `The page: ${page.directory}` : `The page: ${page.url} (${page.directory})`];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

const counted = (value: number, thing: string) => `${count(value)} ${thing}${value === 1 ? '' : 's'}`;

function percent(share: number): string {
  return share > 0 && share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}
