import { readStatementCases } from '../statements/statement-cases.ts';
import { allOutcomes, type RecordedOutcome } from './recorded-outcomes.ts';
import { refusedForms, skeleton, subjects, type Subject } from './subjects.ts';

const REFUSAL = /^error: not supported by the local warehouse: /u;

interface Tally {
  readonly same: number;
  readonly different: number;
  readonly refused: readonly string[];
}

interface Line extends Tally {
  readonly subject: Subject;
}

/** A recorded text as subjects look at it, and what came of it. */
interface Skeleton {
  readonly outcome: RecordedOutcome;
  readonly text: string;
}

/** Whether a refusal's words name a member: by one of its spellings, standing alone. */
const isNamed = (message: string, { name }: Subject): boolean =>
  name.split(', ').some((spelling) => {
    const word = spelling.replace('[NOT] ', '').replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
    return new RegExp(`(?<!\\S)${word}(?![^\\s(,])`, 'u').test(message);
  });

/** A refusal that names members is theirs alone, not of all else in the same text. */
function tally(outcomes: readonly RecordedOutcome[], subject: Subject, all: readonly Subject[]): Tally {
  const refused = outcomes
    .filter(({ verdict }) => verdict === 'refused')
    .map(({ ours }) => ours.replace(REFUSAL, ''))
    .filter((message) => isNamed(message, subject) || !all.some((other) => isNamed(message, other)));
  return {
    same: outcomes.filter(({ verdict }) => verdict === 'same').length,
    different: outcomes.filter(({ verdict }) => verdict === 'different').length,
    refused,
  };
}

const cell = (text: string): string => text.replaceAll(/(?<!\\)\|/gu, '\\|');

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): readonly string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map((_, i) => (i === 0 || i === head.length - 1 || !head.includes('same') ? ' --- ' : ' --: ')).join('|')}|`,
  ...rows.map((row) => `| ${row.map((value) => cell(String(value))).join(' | ')} |`),
];

/** What is refused, each said once; forms that are refused by their signature stand even where no recording tries them. */
function refusals({ refused, subject }: Line): string {
  const forms = refusedForms(subject.name);
  const texts = new Set([...forms, ...refused.filter((text) => !forms.includes(text))]);
  return [...texts].map((text) => `\`${text}\``).join(', ');
}

function familyLines(family: string, lines: readonly Line[]): readonly string[] {
  const head = [
    family === 'query clauses' ? 'clause' : 'name',
    'same',
    'different',
    'refused',
    'what the refusal says',
  ];
  const rows = lines.map((line) => [
    `\`${line.subject.name}\``,
    line.same,
    line.different,
    line.refused.length,
    refusals(line),
  ]);
  return [`### ${family.charAt(0).toUpperCase()}${family.slice(1)}`, '', ...table(head, rows), ''];
}

/** Statements by their cases, each job of which is asserted to come out as the documentation says. */
function statementLines(): readonly string[] {
  const found = new Map<string, { jobs: number; refused: Set<string>; refusedJobs: number }>();
  for (const { statement, steps } of readStatementCases()) {
    const entry = found.get(statement) ?? { jobs: 0, refused: new Set(), refusedJobs: 0 };
    found.set(statement, entry);
    for (const { outcome } of steps) {
      if (outcome.kind === 'refused') {
        entry.refusedJobs += 1;
        entry.refused.add(outcome.message.replace(/\.?(?: at \[\d+:\d+\])?$/u, ''));
      } else entry.jobs += 1;
    }
  }
  const rows = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([statement, { jobs, refusedJobs, refused }]) => [
      `\`${statement}\``,
      jobs,
      0,
      refusedJobs,
      [...refused].map((text) => `\`${text}\``).join(', '),
    ]);
  return [
    '### Statements',
    '',
    ...table(['statement', 'same', 'different', 'refused', 'what the refusal says'], rows),
    '',
  ];
}

/** Every recorded answer that ours differs from, under the first family that its text shows, functions before the rest. */
function differenceLines(skeletons: readonly Skeleton[], all: readonly Subject[]): readonly string[] {
  const isGeneral = ({ family }: Subject): boolean => family === 'operators' || family === 'query clauses';
  const order = [...all.filter((one) => !isGeneral(one)), ...all.filter(isGeneral).reverse()];
  const families = [...new Set(order.map(({ family }) => family))];
  const rows = skeletons
    .filter(({ outcome }) => outcome.verdict === 'different')
    .map(({ outcome, text }) => ({ outcome, family: order.find((one) => one.isIn(text))?.family ?? '' }))
    .sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family))
    .map(({ family, outcome: { text, answer, ours } }) => [family, ...[text, answer, ours].map((one) => `\`${one}\``)]);
  if (rows.length === 0) return [];
  return ['### Different', '', ...table(['family', 'text', 'recorded', 'here'], rows), ''];
}

/** An error's words without the list of what is supported, which recordings leave out. */
const words = (answer: string): string => answer.replace(/\.? Supported signatures?:.*$/su, '');

/** How many of the errors that are the same in being errors are so in their words too. */
function wordingLine(outcomes: readonly RecordedOutcome[]): string {
  const errors = outcomes.filter(({ answer, verdict }) => verdict === 'same' && answer.startsWith('error: '));
  const alike = errors.filter(({ answer, ours }) => words(ours).startsWith(words(answer)));
  return `Of ${errors.length} recorded errors that keep their message, ${alike.length} are worded alike.`;
}

/** The generated part of docs/local-warehouse.md: counts by family, then every function, operator, clause and statement. */
export async function coverageText(): Promise<string> {
  const outcomes = await allOutcomes();
  const all = subjects();
  const skeletons = outcomes.map((outcome): Skeleton => ({ outcome, text: skeleton(outcome.text) }));
  const lines = all.map((subject): Line => {
    const shown = skeletons.filter(({ text }) => subject.isIn(text)).map(({ outcome }) => outcome);
    return { subject, ...tally(shown, subject, all) };
  });
  const families = [...new Set(all.map(({ family }) => family))];
  const summary = families.map((family) => {
    const of = lines.filter(({ subject }) => subject.family === family);
    const texts = skeletons
      .filter(({ text }) => of.some(({ subject }) => subject.isIn(text)))
      .map(({ outcome }) => outcome);
    const count = (verdict: string): number => texts.filter((one) => one.verdict === verdict).length;
    return [family, of.length, texts.length, count('same'), count('different'), count('refused')];
  });
  const count = (verdict: string): number => outcomes.filter((one) => one.verdict === verdict).length;
  const total = [
    'all answers, each once',
    all.length,
    outcomes.length,
    count('same'),
    count('different'),
    count('refused'),
  ];
  return [
    ...table(['family', 'members', 'answers', 'same', 'different', 'refused'], [...summary, total]),
    '',
    wordingLine(outcomes),
    '',
    ...differenceLines(skeletons, all),
    ...families.flatMap((family) =>
      familyLines(
        family,
        lines.filter(({ subject }) => subject.family === family),
      ),
    ),
    ...statementLines(),
  ].join('\n');
}
