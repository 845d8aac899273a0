import { expect } from 'chai';
import { afterWork, allDone, changedWork } from '../../../cli/dev/changed-work.ts';
import type { GraphAction, ProjectGraph } from '../../../cli/run/compiled-graph.ts';
import type { ActionStatus } from '../../../cli/run/dataform-output.ts';

const action = (
  target: string,
  kind: GraphAction['kind'],
  dependencies: readonly string[],
  more: Partial<GraphAction> = {},
): GraphAction => ({
  ...{ target, kind, dependencies, fileName: `${target}.sqlx`, content: `select ${target}` },
  ...{ parent: undefined, isIncremental: false },
  ...more,
});

const graph: ProjectGraph = {
  actions: [
    action('fact.fct_a', 'model', [], { isIncremental: true }),
    action('mart.mart_b', 'model', ['fact.fct_a', 'assertions.key_of_a']),
    action('mart.mart_c', 'model', ['mart.mart_b']),
    action('assertions.key_of_a', 'assertion', ['fact.fct_a'], { parent: 'fact.fct_a' }),
    action('assertions.c_adds_up', 'assertion', ['mart.mart_c']),
  ],
  tests: [{ name: 'b_counts', fileName: 'b_counts.sqlx', content: 'select mart.mart_b' }],
};

/** The graph with another text of some actions and unit tests. */
const edited = (...names: readonly string[]): ProjectGraph => ({
  actions: graph.actions.map((one) => (names.includes(one.target) ? { ...one, content: 'select 2' } : one)),
  tests: graph.tests.map((one) => (names.includes(one.name) ? { ...one, content: 'select 2' } : one)),
});

const none = { actions: [], tests: [] };

describe('changedWork(done, graph)', () => {
  const done = allDone(graph);

  it('is nothing where nothing differs', () => {
    const { actions, tests, incremental, gone } = changedWork(done, graph);
    expect([[...actions], tests, incremental, gone]).to.deep.equal([[], [], [], []]);
  });

  it('takes a model, what reads it, and the assertions on those', () => {
    const { actions } = changedWork(done, edited('mart.mart_b'));
    expect([...actions]).to.have.members(['mart.mart_b', 'mart.mart_c', 'assertions.c_adds_up']);
  });

  it('takes an assertion alone, without its model and what waits for it', () => {
    expect([...changedWork(done, edited('assertions.key_of_a')).actions]).to.deep.equal(['assertions.key_of_a']);
  });

  it('takes the unit tests whose SQL differs', () => {
    const { actions, tests } = changedWork(done, edited('b_counts'));
    expect([...actions]).to.deep.equal([]);
    expect(tests.map(({ name }) => name)).to.deep.equal(['b_counts']);
  });

  it('names incremental models that differ', () => {
    expect(changedWork(done, edited('fact.fct_a')).incremental).to.deep.equal(['fact.fct_a']);
  });

  it('names models that are gone, and no assertion', () => {
    expect(changedWork(done, none).gone).to.deep.equal(['fact.fct_a', 'mart.mart_b', 'mart.mart_c']);
  });

  it('takes everything where nothing is known to be done', () => {
    expect(changedWork(new Map(), graph).actions.size).to.equal(graph.actions.length);
  });
});

describe('afterWork(graph, work, outcome)', () => {
  const now = edited('mart.mart_b', 'b_counts');
  const work = changedWork(allDone(graph), now);
  const outcome = (statuses: Readonly<Record<string, ActionStatus>>, isPassed: boolean) => ({
    statuses: new Map(Object.entries(statuses)),
    unitTests: [{ name: 'b_counts', isPassed, messages: [] }],
  });

  it('leaves nothing to do after success', () => {
    const statuses = {
      'mart.mart_b': 'successful',
      'mart.mart_c': 'successful',
      'assertions.c_adds_up': 'successful',
    } as const;
    const { actions, tests } = changedWork(afterWork(now, work, outcome(statuses, true)), now);
    expect([actions.size, tests.length]).to.deep.equal([0, 0]);
  });

  it('leaves what failed, what was skipped and what was never reached, even where the text is as it was at first', () => {
    const done = afterWork(now, work, outcome({ 'mart.mart_b': 'failed', 'mart.mart_c': 'skipped' }, false));
    for (const after of [now, graph]) {
      const { actions, tests } = changedWork(done, after);
      expect([...actions]).to.have.members(['mart.mart_b', 'mart.mart_c', 'assertions.c_adds_up']);
      expect(tests).to.have.length(1);
    }
  });
});
