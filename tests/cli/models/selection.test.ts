import { expect } from 'chai';
import {
  changedActions,
  namedModels,
  UnknownModelError,
  withAssertions,
  withDependencies,
  withDependents,
} from '../../../cli/models/selection.ts';
import type { GraphAction } from '../../../cli/run/compiled-graph.ts';

const action = (
  target: string,
  kind: GraphAction['kind'],
  dependencies: readonly string[],
  parent?: string,
): GraphAction => ({
  target,
  kind,
  dependencies,
  parent,
  fileName: `${target}.sqlx`,
  isIncremental: false,
  content: `select ${target}`,
});

const graph = [
  action('fact.fct_a', 'model', ['raw.a']),
  action('mart.mart_b', 'model', ['fact.fct_a']),
  action('mart.mart_c', 'model', ['mart.mart_b']),
  action('assertions.key_of_b', 'assertion', ['mart.mart_b'], 'mart.mart_b'),
  action('assertions.c_adds_up', 'assertion', ['mart.mart_c']),
];

describe('namedModels(graph, names)', () => {
  it('finds models with and without their dataset', () => {
    expect([...namedModels(graph, ['mart_b', 'fact.fct_a'])]).to.deep.equal(['mart.mart_b', 'fact.fct_a']);
  });

  it('refuses an assertion, and a name that there is not', () => {
    expect(() => namedModels(graph, ['key_of_b'])).to.throw(UnknownModelError);
    expect(() => namedModels(graph, ['mart_x'])).to.throw('No model is named mart_x.');
  });
});

describe('UnknownModelError', () => {
  const similar = (name: string) => {
    try {
      namedModels(graph, [name]);
    } catch (error) {
      return (error as UnknownModelError).similar;
    }
    return expect.fail('the name was taken');
  };

  it('names models that differ in few letters, the nearest first, with or without a dataset', () => {
    expect(similar('mart_bb')).to.deep.equal(['mart_b', 'mart_c']);
    expect(similar('mart.mart_cc')[0]).to.equal('mart_c');
  });

  it('names none where none is like it', () => {
    expect(similar('thefts_by_beat')).to.deep.equal([]);
  });
});

describe('withDependencies, withDependents, withAssertions', () => {
  it('follow the graph in their direction, all the way', () => {
    expect([...withDependencies(graph, new Set(['mart.mart_c']))]).to.have.members([
      'mart.mart_c',
      'mart.mart_b',
      'fact.fct_a',
    ]);
    expect([...withDependents(graph, new Set(['mart.mart_b']))])
      .to.include('mart.mart_c')
      .and.not.include('fact.fct_a');
  });

  it('take the assertions of a model’s own file and those that read it', () => {
    expect([...withAssertions(graph, new Set(['mart.mart_c']))]).to.deep.equal(['mart.mart_c', 'assertions.c_adds_up']);
  });
});

describe('changedActions(before, now)', () => {
  const changed = (target: string) =>
    graph.map((one) => (one.target === target ? { ...one, content: 'select 2' } : one));

  it('is empty where nothing differs', () => {
    expect([...changedActions(graph, graph)]).to.deep.equal([]);
  });

  it('finds what differs or is new, and of an assertion in a model’s file the model', () => {
    expect([...changedActions(graph, changed('mart.mart_c'))]).to.deep.equal(['mart.mart_c']);
    expect([...changedActions(graph, changed('assertions.key_of_b'))]).to.deep.equal(['mart.mart_b']);
    expect([...changedActions(graph.slice(1), graph)]).to.deep.equal(['fact.fct_a']);
  });
});
