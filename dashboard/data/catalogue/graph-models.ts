import { layers, type Layer, type ModelSummary } from '../../catalogue.ts';
import type { CompiledAction, CompiledGraph, CompiledTarget } from '../compiled-graph.ts';

/** A model or source as the compiled project tells of it. */
export interface GraphModel {
  readonly name: string;
  readonly dataset: string;
  readonly layer: Layer;
  readonly kind: ModelSummary['kind'];
  readonly description: string;
  readonly columnDescriptions: ReadonlyMap<string, string>;
  readonly fileName: string;
  readonly tags: readonly string[];
  readonly partitionedBy: string | null;
  readonly clusteredBy: readonly string[];
  readonly sql: string | null;
  readonly reads: readonly string[];
  readonly assertions: readonly CompiledAction[];
}

interface Described {
  readonly description?: string;
  readonly columns?: readonly { readonly path: readonly string[]; readonly description?: string }[];
}

/** `dataset.name`. */
export const targetName = ({ schema, name }: CompiledTarget): string => `${schema}.${name}`;

/** The models and sources of the project, layer by layer and by name. */
export function graphModels(graph: CompiledGraph): readonly GraphModel[] {
  const actions = [...(graph.declarations ?? []), ...(graph.tables ?? [])];
  const names = new Map(actions.map(({ target }) => [targetName(target), target.name]));
  return actions
    .map((action) => graphModel(action, names, assertionsOn(action, graph.assertions ?? [])))
    .sort((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer) || (a.name < b.name ? -1 : 1));
}

function graphModel(
  action: CompiledAction,
  names: ReadonlyMap<string, string>,
  assertions: readonly CompiledAction[],
): GraphModel {
  const { target, fileName, dependencyTargets = [] } = action;
  const described = (action['actionDescriptor'] ?? {}) as Described;
  const table = (action['bigquery'] ?? {}) as { readonly partitionBy?: string; readonly clusterBy?: readonly string[] };
  return {
    name: target.name,
    dataset: target.schema,
    layer: layerOf(fileName),
    kind: (action['type'] as GraphModel['kind'] | undefined) ?? 'source',
    description: described.description ?? '',
    columnDescriptions: new Map(
      (described.columns ?? []).map(({ path, description = '' }) => [path.join('.'), description]),
    ),
    fileName,
    tags: (action['tags'] as readonly string[] | undefined) ?? [],
    partitionedBy: table.partitionBy ?? null,
    clusteredBy: table.clusterBy ?? [],
    sql: typeof action['query'] === 'string' ? action['query'].trim() : null,
    reads: [...new Set(dependencyTargets.flatMap((one) => names.get(targetName(one)) ?? []))].sort(),
    assertions,
  };
}

/** Those in the model's own file, and those of other files that read it. */
const assertionsOn = ({ target }: CompiledAction, assertions: readonly CompiledAction[]): readonly CompiledAction[] =>
  assertions.filter(({ parentAction, dependencyTargets = [] }) =>
    (parentAction ? [parentAction] : dependencyTargets).some((one) => targetName(one) === targetName(target)),
  );

/** `definitions/mart/mart_findings.sqlx` is of the layer `mart`. */
function layerOf(fileName: string): Layer {
  const folder = fileName.split('/')[1];
  const layer = layers.find((one) => one === folder);
  if (layer === undefined) throw new TypeError(`${fileName} stands in none of the layers ${layers.join(', ')}.`);
  return layer;
}

/** The first sentence, which is the grain. */
export const grainOf = (description: string): string => /^.*?[.:](?=\s|$)/s.exec(description)?.[0] ?? description;

/** Who looks after a model: its tag `owner:…`. */
export const ownerOf = (tags: readonly string[]): string | null =>
  tags.find((tag) => tag.startsWith('owner:'))?.slice('owner:'.length) ?? null;
