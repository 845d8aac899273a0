import { useMemo, useState } from 'preact/hooks';
import { layers, type Layer, type ModelSummary } from '../../../catalogue.ts';
import { counted } from '../../format.ts';
import { type Choice, useModelLinks } from './model-address.ts';

const layerNames: Readonly<Record<Layer, string>> = {
  sources: 'Sources: as the city gives it',
  staging: 'Staging: cleaned, one version each',
  fact: 'Facts and dimensions',
  mart: 'Marts: the answers',
};

/** Models whose name, grain or a column holds every word of the text. */
export function searched(models: readonly ModelSummary[], text: string): readonly ModelSummary[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return models.filter(({ name, grain, columns }) => {
    const haystack = [name, grain, ...columns].join(' ').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

interface ModelListProps {
  readonly models: readonly ModelSummary[];
  readonly chosen: string | null;
  readonly onChoose: (choice: Choice) => void;
}

/** All models by layer, with a search over names, grains and columns. */
export function ModelList({ models, chosen, onChoose }: ModelListProps) {
  const [text, setText] = useState('');
  const found = useMemo(() => searched(models, text), [models, text]);
  return (
    <nav class="model-list" aria-label="Models">
      <label>
        Search models and columns
        <input
          type="search"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
          }}
        />
      </label>
      <p class="model-list-count" role="status">
        {counted(found.length, 'model')}
      </p>
      {[...layers].reverse().map((layer) => {
        const inLayer = found.filter((model) => model.layer === layer);
        if (inLayer.length === 0) return null;
        return (
          <section key={layer} aria-labelledby={`layer-${layer}`}>
            <h2 id={`layer-${layer}`}>
              <span class={`layer-mark is-${layer}`} aria-hidden="true" />
              {layerNames[layer]}
            </h2>
            <ul>
              {inLayer.map((model) => (
                <li key={model.name}>
                  <ModelLink name={model.name} isChosen={model.name === chosen} onChoose={onChoose} />
                  {model.checks.failed > 0 ? <span class="status is-failed">failed</span> : null}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

interface ModelLinkProps {
  readonly name: string;
  readonly column?: string;
  readonly isChosen?: boolean;
  readonly onChoose: (choice: Choice) => void;
}

/** A link to a model, or to a column of it; it opens in this page, or elsewhere as any link does. */
export function ModelLink({ name, column, isChosen = false, onChoose }: ModelLinkProps) {
  const linkTo = useModelLinks();
  const choice = { model: name, column: column ?? null };
  return (
    <a
      class="model-link"
      href={linkTo(choice)}
      aria-current={isChosen ? 'true' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onChoose(choice);
      }}
    >
      {column === undefined ? name : `${name}.${column}`}
    </a>
  );
}
