import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ModelSummary } from '../../../catalogue.ts';
import { counted } from '../../format.ts';
import { columnHeight, headHeight, placeGraph, type PlacedNode } from './graph-layout.ts';
import { relatives, type Graph } from './lineage.ts';
import { type Choice, useModelLinks } from './model-address.ts';

interface LineageGraphProps {
  readonly models: readonly ModelSummary[];
  readonly graph: Graph;
  readonly chosen: Choice;
  /** What the graph shows, for readers who do not see it. */
  readonly label: string;
  readonly onChoose: (choice: Choice) => void;
}

/** Models as boxes, what they read to their left. Pointing at one, or reaching it by key, brings out its relatives. */
export function LineageGraph({ models, graph, chosen, label, onChoose }: LineageGraphProps) {
  const [pointed, setPointed] = useState<string | null>(null);
  const placed = useMemo(() => placeGraph(graph), [graph]);
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (frame.current !== null) showMiddle(frame.current, placed.nodes, chosen.model);
  }, [placed, chosen.model]);
  const centre = pointed ?? (chosen.column === null ? chosen.model : null);
  const near = useMemo(() => (centre === null ? null : relatives(models, centre)), [models, centre]);
  const isNear = (name: string): boolean =>
    near === null || name === centre || near.upstream.has(name) || near.downstream.has(name);
  const isOnPath = (from: string, to: string): boolean =>
    near !== null && ((isUp(from) && (isUp(to) || to === centre)) || ((from === centre || isDown(from)) && isDown(to)));
  const isUp = (name: string): boolean => near?.upstream.has(name) ?? false;
  const isDown = (name: string): boolean => near?.downstream.has(name) ?? false;
  return (
    <div class="lineage-frame" ref={frame} role="region" aria-label={label} tabIndex={0}>
      <svg
        class={near === null ? 'lineage' : 'lineage has-focus'}
        width={placed.width}
        height={placed.height}
        viewBox={`0 0 ${placed.width} ${placed.height}`}
        onMouseLeave={() => {
          setPointed(null);
        }}
      >
        <g class="lineage-edges" aria-hidden="true">
          {placed.edges.map(({ from, to, fromColumn, toColumn, path }) => (
            <path
              key={`${from}.${fromColumn ?? ''} ${to}.${toColumn ?? ''}`}
              d={path}
              class={isOnPath(from, to) ? 'is-on-path' : undefined}
            />
          ))}
        </g>
        {placed.nodes.map((node) => (
          <Box
            key={node.model.name}
            node={node}
            chosen={chosen}
            isDim={!isNear(node.model.name)}
            onPoint={setPointed}
            onChoose={onChoose}
          />
        ))}
      </svg>
    </div>
  );
}

/** Scrolls the frame to the chosen model, else to the first on the left: the corner of a graph is often empty. */
function showMiddle(frame: HTMLDivElement, nodes: readonly PlacedNode[], chosen: string | null): void {
  const [leftmost] = [...nodes].sort((a, b) => a.x - b.x);
  const node = nodes.find(({ model }) => model.name === chosen) ?? leftmost;
  if (!node) return;
  frame.scrollLeft = node.x + node.width / 2 - frame.clientWidth / 2;
  frame.scrollTop = node.y + node.height / 2 - frame.clientHeight / 2;
}

interface BoxProps {
  readonly node: PlacedNode;
  readonly chosen: Choice;
  readonly isDim: boolean;
  readonly onPoint: (name: string | null) => void;
  readonly onChoose: (choice: Choice) => void;
}

function Box({ node, chosen, isDim, onPoint, onChoose }: BoxProps) {
  const linkTo = useModelLinks();
  const { model, x, y, width, height, columns } = node;
  const { name } = model;
  const classes = ['lineage-box', `is-${model.layer}`];
  if (name === chosen.model) classes.push('is-chosen');
  if (isDim) classes.push('is-dim');
  const choose = (choice: Choice) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onChoose(choice);
  };
  return (
    <g class={classes.join(' ')} transform={`translate(${x},${y})`}>
      <a
        href={linkTo({ model: name, column: null })}
        aria-current={name === chosen.model ? 'true' : undefined}
        onClick={choose({ model: name, column: null })}
        onMouseEnter={() => {
          onPoint(name);
        }}
        onFocus={() => {
          onPoint(name);
        }}
        onBlur={() => {
          onPoint(null);
        }}
      >
        <rect width={width} height={height} rx="5" />
        <rect class="lineage-layer" width="5" height={height} rx="2" />
        <text x="14" y="17" class="lineage-name">
          {name}
        </text>
        <text x="14" y="32" class="lineage-kind">
          {kindText(model)}
        </text>
      </a>
      {columns.map((column, index) => (
        <a
          key={column}
          class={name === chosen.model && column === chosen.column ? 'lineage-column is-chosen' : 'lineage-column'}
          href={linkTo({ model: name, column })}
          onClick={choose({ model: name, column })}
        >
          <rect x="6" y={headHeight + index * columnHeight} width={width - 8} height={columnHeight} />
          <text x="14" y={headHeight + index * columnHeight + 15}>
            {column}
          </text>
        </a>
      ))}
    </g>
  );
}

/** `table · 1,234 rows`; a failed check is said too. */
function kindText({ kind, rows, checks }: ModelSummary): string {
  const parts = [kind === 'incremental' ? 'table, grown' : kind];
  if (rows !== null) parts.push(counted(rows, 'row'));
  if (checks.failed > 0) parts.push(counted(checks.failed, 'check failed', 'checks failed'));
  return parts.join(' · ');
}
