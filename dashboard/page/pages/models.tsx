import { useMemo } from 'preact/hooks';
import type { ModelList as List } from '../../catalogue.ts';
import { Failed, Loading } from '../components/states.tsx';
import { counted } from '../format.ts';
import { useFile } from '../state/page-context.ts';
import { wholeGraph } from './models/lineage.ts';
import { LineageGraph } from './models/lineage-graph.tsx';
import { useChoice } from './models/model-address.ts';
import { ModelDetail } from './models/model-detail.tsx';
import { ModelList } from './models/model-list.tsx';

/** The catalogue: every model, what it is, what it is made from, how it is checked, and its rows as files. */
export function Page() {
  const list = useFile<List>('models');
  const [choice, choose] = useChoice();
  const models = useMemo(() => (list.status === 'ready' ? list.value.models : []), [list]);
  const whole = useMemo(() => wholeGraph(models), [models]);
  if (list.status === 'loading') return <Loading height={900} />;
  if (list.status === 'error') return <Failed height={300} message={list.message} retry={list.retry} />;
  const model = models.find(({ name }) => name === choice.model);
  return (
    <div class="catalogue">
      <ModelList models={models} chosen={choice.model} onChoose={choose} />
      {model === undefined ? (
        <section class="model" aria-labelledby="all-models">
          <h2 id="all-models">How the models are made from one another</h2>
          {choice.model === null ? null : <p class="notice">There is no model named {choice.model}.</p>}
          <p>
            {counted(models.length, 'model')}. What a model reads is to its left; pointing at one brings out what it
            depends on and what depends on it. A model opens with its columns, tests, SQL and files.
          </p>
          <LineageGraph
            models={models}
            graph={whole}
            chosen={choice}
            label="Lineage of all models. Scrolls. The list of models leads to the same."
            onChoose={choose}
          />
        </section>
      ) : (
        <ModelDetail models={models} model={model} chosen={choice} onChoose={choose} />
      )}
    </div>
  );
}
