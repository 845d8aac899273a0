import { useMemo, useState } from 'preact/hooks';
import type { ColumnName, LineageFile, ModelDetail as Detail, ModelSummary } from '../../../catalogue.ts';
import { fileName } from '../../components/file-name.ts';
import { Failed, Loading } from '../../components/states.tsx';
import { counted, formatCount } from '../../format.ts';
import { useFile, usePage } from '../../state/page-context.ts';
import { bytesText, momentText } from './amounts.ts';
import { Checks } from './checks.tsx';
import { columnGraph, modelGraph } from './lineage.ts';
import { LineageGraph } from './lineage-graph.tsx';
import { type Choice, useModelLinks } from './model-address.ts';
import { ModelLink } from './model-list.tsx';
import { sqlTokens } from './sql-tokens.ts';

interface ModelDetailProps {
  readonly models: readonly ModelSummary[];
  readonly model: ModelSummary;
  readonly chosen: Choice;
  readonly onChoose: (choice: Choice) => void;
}

/** All that is known of one model. */
export function ModelDetail({ models, model, chosen, onChoose }: ModelDetailProps) {
  const linkTo = useModelLinks();
  const detail = useFile<Detail>(`models/${model.name}`);
  return (
    <article class="model" aria-labelledby="model-name">
      <p>
        <a
          href={linkTo({ model: null, column: null })}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onChoose({ model: null, column: null });
          }}
        >
          All models
        </a>
      </p>
      <h2 id="model-name">{model.name}</h2>
      {detail.status === 'loading' ? <Loading height={600} /> : null}
      {detail.status === 'error' ? <Failed height={200} message={detail.message} retry={detail.retry} /> : null}
      {detail.status === 'ready' ? (
        <>
          <p class="model-description">{detail.value.description}</p>
          <Facts model={model} detail={detail.value} />
          <Downloads detail={detail.value} />
          <Lineage models={models} model={model} detail={detail.value} chosen={chosen} onChoose={onChoose} />
          <Columns detail={detail.value} chosen={chosen} onChoose={onChoose} />
          <Checks checks={detail.value.checks} />
          <Sql sql={detail.value.sql} />
        </>
      ) : null}
    </article>
  );
}

function Facts({ model, detail }: { readonly model: ModelSummary; readonly detail: Detail }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['In the warehouse', `${model.dataset}.${model.name}, ${model.kind}`],
    ['Rows', model.rows === null ? null : formatCount(model.rows)],
    ['Size', model.bytes === null ? null : bytesText(model.bytes)],
    ['Last changed', model.modifiedAt === null ? null : momentText(model.modifiedAt)],
    ['Looked after by', model.owner],
    ['Partitioned by', detail.partitionedBy],
    ['Clustered by', detail.clusteredBy.length === 0 ? null : detail.clusteredBy.join(', ')],
    ['File', detail.fileName],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Downloads({ detail }: { readonly detail: Detail }) {
  const { run } = usePage();
  const { name, downloads, downloadNote } = detail;
  const [words, command] = downloadNote?.split(/ (?=npx )/) ?? [];
  return (
    <section class="downloads" aria-label="Downloads">
      {downloads.map(({ format, path, bytes }) => (
        <a
          key={format}
          class="download"
          href={path}
          download={fileName(run, path.slice(path.lastIndexOf('/') + 1))}
          aria-label={`${format} of ${name}, ${bytesText(bytes)}`}
        >
          {format} <span>{bytesText(bytes)}</span>
        </a>
      ))}
      {words === undefined ? null : (
        <p>
          {words} {command === undefined ? null : <code>{command}</code>}
        </p>
      )}
    </section>
  );
}

interface LineageProps extends ModelDetailProps {
  readonly detail: Detail;
}

function Lineage({ models, model, detail, chosen, onChoose }: LineageProps) {
  const { column } = chosen;
  const [reach, setReach] = useState<'direct' | 'all'>('direct');
  const lineage = useFile<LineageFile>('lineage', column !== null);
  const graph = useMemo(() => {
    if (column === null) return modelGraph(models, model.name, reach);
    return lineage.status === 'ready' ? columnGraph(models, lineage.value, [model.name, column]) : undefined;
  }, [models, model.name, column, lineage, reach]);
  const readBy = models.filter(({ reads }) => reads.includes(model.name)).map(({ name }) => name);
  const what = column === null ? model.name : `${model.name}.${column}`;
  return (
    <section class="model-lineage" aria-labelledby="model-lineage">
      <h3 id="model-lineage">Lineage{column === null ? '' : ` of the column ${column}`}</h3>
      {column === null ? (
        <div class="toggle" role="group" aria-label="How far the lineage goes">
          {(['direct', 'all'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={reach === each}
              onClick={() => {
                setReach(each);
              }}
            >
              {each === 'direct' ? 'Next to it' : 'All the way'}
            </button>
          ))}
        </div>
      ) : (
        <p>
          Every column that it is made from, to its left, and that is made from it, to its right, at any distance.{' '}
          <button
            type="button"
            onClick={() => {
              onChoose({ model: model.name, column: null });
            }}
          >
            Back to models
          </button>
        </p>
      )}
      {graph === undefined && lineage.status === 'error' ? (
        <Failed height={240} message={lineage.message} retry={lineage.retry} />
      ) : null}
      {graph === undefined && lineage.status !== 'error' ? <Loading height={240} /> : null}
      {graph === undefined ? null : (
        <LineageGraph
          models={models}
          graph={graph}
          chosen={chosen}
          label={`Lineage of ${what}: ${counted(graph.nodes.length, 'model')}. Scrolls.`}
          onChoose={onChoose}
        />
      )}
      <dl class="facts">
        <ModelNames title="Reads" names={model.reads} none="nothing of this project" onChoose={onChoose} />
        <ModelNames title="Read by" names={readBy} none="no other model" onChoose={onChoose} />
      </dl>
      {detail.rowsChosenBy.length === 0 ? null : (
        <details>
          <summary>Which rows there are depends on {counted(detail.rowsChosenBy.length, 'column')}</summary>
          <ColumnNames names={detail.rowsChosenBy} onChoose={onChoose} />
        </details>
      )}
      {detail.lineageNote === null ? null : <p class="chart-note">{detail.lineageNote}</p>}
    </section>
  );
}

interface ModelNamesProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly none: string;
  readonly onChoose: (choice: Choice) => void;
}

function ModelNames({ title, names, none, onChoose }: ModelNamesProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {names.length === 0 ? none : null}
        <ul class="names">
          {names.map((name) => (
            <li key={name}>
              <ModelLink name={name} onChoose={onChoose} />
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

interface ColumnNamesProps {
  readonly names: readonly ColumnName[];
  readonly onChoose: (choice: Choice) => void;
}

function ColumnNames({ names, onChoose }: ColumnNamesProps) {
  return (
    <ul class="names">
      {names.map(([model, column]) => (
        <li key={`${model}.${column}`}>
          <ModelLink name={model} column={column} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
}

interface ColumnsProps {
  readonly detail: Detail;
  readonly chosen: Choice;
  readonly onChoose: (choice: Choice) => void;
}

function Columns({ detail, chosen, onChoose }: ColumnsProps) {
  return (
    <section aria-labelledby="model-columns">
      <h3 id="model-columns">{counted(detail.columns.length, 'column')}</h3>
      <div class="table-scroll is-tall" role="region" aria-labelledby="model-columns" tabIndex={0}>
        <table class="columns">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">What it is</th>
              <th scope="col">Made from</th>
            </tr>
          </thead>
          <tbody>
            {detail.columns.map((column) => (
              <tr key={column.name} class={column.name === chosen.column ? 'is-chosen' : undefined}>
                <th scope="row">
                  <span class="column-name">{column.name}</span>
                  <span class="column-type">{column.type ?? 'not in the warehouse'}</span>
                </th>
                <td>{column.description}</td>
                <td>
                  <MadeFrom detail={detail} column={column} onChoose={onChoose} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Source columns named at once; the others open. */
const shownSources = 3;

interface MadeFromProps {
  readonly detail: Detail;
  readonly column: Detail['columns'][number];
  readonly onChoose: (choice: Choice) => void;
}

function MadeFrom({ detail, column: { name, madeFrom, countsRowsOf }, onChoose }: MadeFromProps) {
  if (madeFrom === null) return <>{detail.sql === null ? 'the source' : 'not told'}</>;
  if (madeFrom.length === 0 && countsRowsOf.length === 0) return <>a constant</>;
  const first = madeFrom.slice(0, shownSources);
  const others = madeFrom.slice(shownSources);
  return (
    <>
      {countsRowsOf.length === 0 ? null : <p>rows of {countsRowsOf.join(', ')}</p>}
      <ColumnNames names={first} onChoose={onChoose} />
      {others.length === 0 ? null : (
        <details>
          <summary>and {formatCount(others.length)} more</summary>
          <ColumnNames names={others} onChoose={onChoose} />
        </details>
      )}
      {madeFrom.length === 0 ? null : (
        <button
          type="button"
          class="trace"
          aria-label={`Trace ${name}`}
          onClick={() => {
            onChoose({ model: detail.name, column: name });
          }}
        >
          Trace
        </button>
      )}
    </>
  );
}

function Sql({ sql }: { readonly sql: string | null }) {
  const tokens = useMemo(() => (sql === null ? [] : sqlTokens(sql)), [sql]);
  if (sql === null) return null;
  return (
    <section aria-labelledby="model-sql">
      <h3 id="model-sql">SQL</h3>
      <p class="chart-note">As Dataform compiles it: what the warehouse runs.</p>
      <pre class="sql" tabIndex={0} aria-labelledby="model-sql" role="region">
        <code>
          {tokens.map(({ kind, text }, index) =>
            kind === 'other' ? (
              text
            ) : (
              <span key={index} class={`sql-${kind}`}>
                {text}
              </span>
            ),
          )}
        </code>
      </pre>
    </section>
  );
}
