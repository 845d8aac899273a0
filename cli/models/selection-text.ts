import type { RunReport } from '../run/report.ts';
import { simulatedLine } from '../run/simulated.ts';
import { textTable } from '../text-table.ts';

/** What a run of some models did: each unit test, model and assertion with its outcome. */
export function selectionLines({
  isSimulated,
  unitTests,
  actions,
  assertions,
  failure,
}: Pick<RunReport, 'isSimulated' | 'unitTests' | 'actions' | 'assertions' | 'failure'>): readonly string[] {
  if (unitTests.length === 0 && actions.length === 0) return failure === undefined ? ['Nothing to run.'] : [];
  const results = new Map(assertions.map(({ assertion, status }) => [assertion, status]));
  const banner = isSimulated === true ? [simulatedLine, ''] : [];
  const table = textTable(
    [{ name: 'kind' }, { name: 'name' }, { name: 'outcome' }],
    [
      ...unitTests.map(({ name, isPassed }) => ['unit test', name, isPassed ? 'passed' : 'failed']),
      ...actions.map(({ kind, target, status }) => [kind, target, results.get(target) ?? status]),
    ],
  );
  return [...banner, ...table];
}
