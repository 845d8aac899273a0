import type { ColumnName, LineageFile, ModelSummary } from '../../../catalogue.ts';

/** A box of the graph: a model, with those of its columns that are traced. */
export interface GraphNode {
  readonly model: ModelSummary;
  readonly columns: readonly string[];
}

/** From what is read to what reads it. The columns are there where columns are traced. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly fromColumn?: string;
  readonly toColumn?: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What a model is made from and what is made from it, at any distance; the model itself is in neither. */
export function relatives(models: readonly ModelSummary[], name: string) {
  const reads = new Map(models.map((model) => [model.name, model.reads]));
  const readBy = new Map(
    models.map((model) => [model.name, models.filter((one) => one.reads.includes(model.name)).map((one) => one.name)]),
  );
  return { upstream: reached(name, reads), downstream: reached(name, readBy) };
}

function reached(start: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([start]);
  for (const name of found) for (const other of next.get(name) ?? []) found.add(other);
  found.delete(start);
  return found;
}

/** Every model. */
export const wholeGraph = (models: readonly ModelSummary[]): Graph => graphOf(models);

/** A model with all its relatives, or with those it reads and that read it itself. */
export function modelGraph(models: readonly ModelSummary[], name: string, reach: 'direct' | 'all'): Graph {
  const { upstream, downstream } = relatives(models, name);
  const reads = models.find((model) => model.name === name)?.reads ?? [];
  const isWanted = (one: ModelSummary): boolean =>
    reach === 'all'
      ? upstream.has(one.name) || downstream.has(one.name)
      : reads.includes(one.name) || one.reads.includes(name);
  const graph = graphOf(models.filter((model) => model.name === name || isWanted(model)));
  // Of the direct ones, what they read among themselves would hide what is asked for.
  return reach === 'all'
    ? graph
    : { ...graph, edges: graph.edges.filter(({ from, to }) => from === name || to === name) };
}

function graphOf(shown: readonly ModelSummary[]): Graph {
  const names = new Set(shown.map((model) => model.name));
  return {
    nodes: shown.map((model) => ({ model, columns: [] })),
    edges: shown.flatMap((model) =>
      model.reads.filter((from) => names.has(from)).map((from) => ({ from, to: model.name })),
    ),
  };
}

const keyOf = ([model, column]: ColumnName): string => `${model}.${column}`;

/** What a column is made from and what is made from it, at any distance, gathered by model. */
export function columnGraph(models: readonly ModelSummary[], lineage: LineageFile, start: ColumnName): Graph {
  const pairs = Object.entries(lineage).flatMap(([model, columns]) =>
    Object.entries(columns).flatMap(([column, from]) =>
      from.map((source) => [source, [model, column] as const] as const),
    ),
  );
  const up = walk(
    start,
    groupBy(pairs, ([, to]) => keyOf(to)),
    ([from]) => from,
  );
  const down = walk(
    start,
    groupBy(pairs, ([from]) => keyOf(from)),
    ([, to]) => to,
  );
  const columns = new Map([start, ...up.columns, ...down.columns].map((one) => [keyOf(one), one]));
  const edges = new Map(
    [...up.pairs, ...down.pairs].map(([from, to]) => [
      `${keyOf(from)} ${keyOf(to)}`,
      { from: from[0], to: to[0], fromColumn: from[1], toColumn: to[1] },
    ]),
  );
  const nodes = models.flatMap((model) => {
    const traced = [...columns.values()].filter(([name]) => name === model.name).map(([, column]) => column);
    const inOrder = model.columns.filter((column) => traced.includes(column));
    return traced.length === 0 ? [] : [{ model, columns: inOrder }];
  });
  return { nodes, edges: [...edges.values()].filter(({ from, to }) => from !== to) };
}

type Pair = readonly [from: ColumnName, to: ColumnName];

function groupBy(pairs: readonly Pair[], key: (pair: Pair) => string): ReadonlyMap<string, readonly Pair[]> {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const name = key(pair);
    const group = groups.get(name);
    if (group) group.push(pair);
    else groups.set(name, [pair]);
  }
  return groups;
}

function walk(start: ColumnName, pairs: ReadonlyMap<string, readonly Pair[]>, next: (pair: Pair) => ColumnName) {
  const columns = new Map<string, ColumnName>([[keyOf(start), start]]);
  const walked: Pair[] = [];
  for (const key of columns.keys()) {
    for (const pair of pairs.get(key) ?? []) {
      walked.push(pair);
      const other = next(pair);
      if (!columns.has(keyOf(other))) columns.set(keyOf(other), other);
    }
  }
  return { columns: columns.values(), pairs: walked };
}
