import { layOut, newGraph } from './dagre.ts';
import type { Graph, GraphEdge, GraphNode } from './lineage.ts';

/** A box with its place; `x` and `y` are of its upper left corner. */
export interface PlacedNode extends GraphNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge extends GraphEdge {
  /** SVG path. */
  readonly path: string;
}

export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** CSS pixels of a box's head, and of each column below it. */
export const headHeight = 40;
export const columnHeight = 22;

/** Of a bold letter, on average, in the widest of the fonts that the site may be shown in. */
const characterWidth = 7.9;
const padding = 26;
/** Room for the line below a short name: kind and millions of rows. */
const narrowest = 172;
const margin = 12;

/** Puts what is read to the left of what reads it. */
export function placeGraph({ nodes, edges }: Graph): PlacedGraph {
  const dagre = newGraph();
  dagre.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 44, marginx: margin, marginy: margin });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) dagre.setNode(node.model.name, sizeOf(node));
  for (const { from, to } of edges) dagre.setEdge(from, to);
  layOut(dagre);
  const placed = nodes.map((node): PlacedNode => {
    const size = sizeOf(node);
    const { x, y } = dagre.node(node.model.name);
    return { ...node, ...size, x: x - size.width / 2, y: y - size.height / 2 };
  });
  const byName = new Map(placed.map((node) => [node.model.name, node]));
  return {
    width: Math.ceil(Math.max(0, ...placed.map(({ x, width }) => x + width)) + margin),
    height: Math.ceil(Math.max(0, ...placed.map(({ y, height }) => y + height)) + margin),
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const from = byName.get(edge.from);
      const to = byName.get(edge.to);
      return from && to ? [{ ...edge, path: pathBetween(from, to, edge) }] : [];
    }),
  };
}

function sizeOf({ model, columns }: GraphNode) {
  const longest = Math.max(model.name.length, ...columns.map((column) => column.length));
  return {
    width: Math.max(narrowest, Math.round(longest * characterWidth + padding)),
    height: headHeight + columns.length * columnHeight + (columns.length > 0 ? 6 : 0),
  };
}

/** From the right side of one box to the left side of the other, level at both ends. */
function pathBetween(from: PlacedNode, to: PlacedNode, { fromColumn, toColumn }: GraphEdge): string {
  const x1 = from.x + from.width;
  const y1 = heightAt(from, fromColumn);
  const y2 = heightAt(to, toColumn);
  const bend = Math.max(24, (to.x - x1) / 2);
  return `M${round(x1)},${round(y1)}C${round(x1 + bend)},${round(y1)} ${round(to.x - bend)},${round(y2)} ${round(to.x)},${round(y2)}`;
}

function heightAt({ y, height, columns }: PlacedNode, column: string | undefined): number {
  if (column === undefined) return y + height / 2;
  return y + headHeight + (columns.indexOf(column) + 0.5) * columnHeight;
}

const round = (value: number): number => Math.round(value * 10) / 10;
