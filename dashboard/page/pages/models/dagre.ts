import * as dagre from '@dagrejs/dagre';

/** What is used of dagre's graph: https://github.com/dagrejs/dagre/wiki. */
export interface DagreGraph {
  setGraph(options: Readonly<Record<string, string | number>>): void;
  setDefaultEdgeLabel(make: () => object): void;
  setNode(name: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string): void;
  /** After `layout`, `x` and `y` are of the node's middle. */
  node(name: string): { readonly x: number; readonly y: number };
}

/** The package's own types name files that TypeScript does not find by the rules of Node, so they come to nothing. */
const typed = dagre as unknown as {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
};

export const newGraph = (): DagreGraph => new typed.Graph();

export const layOut = (graph: DagreGraph): void => {
  typed.layout(graph);
};
