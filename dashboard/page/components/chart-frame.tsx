import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { typeset } from '../format.ts';
import type { FilterKey } from '../state/filters.ts';
import { type Loaded, useFilters, usePage } from '../state/page-context.ts';
import { DataTable } from './data-table.tsx';
import { fileName } from './file-name.ts';
import { NotFiltered } from './not-filtered.tsx';
import { drawPicture } from './picture.ts';
import { pictureFooter } from './picture-footer.ts';
import { saveFile } from './save-file.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { csvText, type TableData } from './table-data.ts';

/** A chart's picture and words, made from data and filters by pure functions. */
export interface ChartContent {
  /** Period, time basis, what is counted. */
  readonly subtitle: string;
  /** What the chart shows, in a sentence or two computed from the data: read by everyone, and by screen readers in the chart's place. */
  readonly summary: string;
  /** The chart's numbers. Without rows the frame says that there is nothing to draw. */
  readonly table: TableData;
  /** Height of the drawing in CSS pixels where the data makes it lower than the frame held free; else it is the frame's. */
  readonly height?: number;
  /** Draws it so many CSS pixels wide. */
  readonly draw: (width: number) => SVGElement;
  /** What to keep in mind. */
  readonly note?: string;
}

export interface ChartFrameProps {
  /** Unique in the page: its anchor, and the name of its files. */
  readonly id: string;
  readonly title: string;
  /** Height of the drawing in CSS pixels, held free from the first moment. */
  readonly height: number;
  /** Filters that the content applies; the frame names the others that are set. */
  readonly applies: readonly FilterKey[];
  /** Same object while nothing changes: a new one is drawn anew. */
  readonly content: Loaded<ChartContent>;
  /** Where there are no rows. */
  readonly emptyText?: string;
}

const nothing = 'No offenses match these filters.';

/** A chart with its words, table and downloads. */
export function ChartFrame({ id, title, height, applies, content, emptyText = nothing }: ChartFrameProps) {
  const [shows, setShows] = useState<'chart' | 'table'>('chart');
  const chart = content.status === 'ready' ? content.value : undefined;
  const isEmpty = chart?.table.rows.length === 0;
  const drawn = useRef<HTMLDivElement>(null);
  return (
    <figure class="chart" id={id} aria-labelledby={`${id}-title`}>
      <figcaption>
        <h2 id={`${id}-title`}>{title}</h2>
        <p class="chart-subtitle">{chart?.subtitle ?? '\u00a0'}</p>
        <p class="chart-summary" id={`${id}-summary`}>
          {chart === undefined || isEmpty ? '\u00a0' : typeset(chart.summary)}
        </p>
        <NotFiltered applies={applies} />
      </figcaption>
      {content.status === 'loading' ? <Loading height={height} /> : null}
      {content.status === 'error' ? <Failed height={height} message={content.message} retry={content.retry} /> : null}
      {chart !== undefined && isEmpty ? <Empty height={height} text={emptyText} /> : null}
      {chart !== undefined && !isEmpty ? (
        <>
          <Drawing
            holder={drawn}
            id={id}
            title={title}
            height={chart.height ?? height}
            draw={chart.draw}
            isHidden={shows === 'table'}
          />
          {shows === 'table' ? <DataTable caption={title} table={chart.table} /> : null}
        </>
      ) : null}
      <div class="chart-foot">
        <Tools
          id={id}
          title={title}
          applies={applies}
          chart={isEmpty ? undefined : chart}
          drawn={drawn}
          shows={shows}
          onShow={setShows}
        />
        {chart?.note === undefined ? null : <p class="chart-note">{chart.note}</p>}
      </div>
    </figure>
  );
}

interface DrawingProps {
  readonly holder: { current: HTMLDivElement | null };
  readonly id: string;
  readonly title: string;
  readonly height: number;
  readonly draw: ChartContent['draw'];
  readonly isHidden: boolean;
}

/** Draws anew when the content or the width changes. */
function Drawing({ holder, id, title, height, draw, isHidden }: DrawingProps) {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = holder.current;
    if (box === null) return;
    const measure = () => {
      if (box.clientWidth > 0) setWidth(box.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => {
      observer.disconnect();
    };
  }, [holder]);
  useLayoutEffect(() => {
    if (width === 0) return;
    const svg = draw(width);
    // The drawing is one picture with one name: Plot's names for its parts are for nobody.
    for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', title);
    svg.setAttribute('aria-describedby', `${id}-summary`);
    // Plot's own style element: the same rules are in the style sheet, and the Content-Security-Policy takes no others.
    for (const style of svg.querySelectorAll('style')) style.remove();
    holder.current?.querySelector('.drawing')?.replaceChildren(svg);
  }, [holder, draw, width, id, title]);
  return (
    <div class="chart-drawing" ref={holder} hidden={isHidden}>
      <svg class="spacer" width="1" height={height} aria-hidden="true" />
      <div class="drawing" />
    </div>
  );
}

interface ToolsProps {
  readonly id: string;
  readonly title: string;
  readonly applies: readonly FilterKey[];
  readonly chart: ChartContent | undefined;
  readonly drawn: { readonly current: HTMLDivElement | null };
  readonly shows: 'chart' | 'table';
  readonly onShow: (what: 'chart' | 'table') => void;
}

function Tools({ id, title, applies, chart, drawn, shows, onShow }: ToolsProps) {
  const { run } = usePage();
  const filters = useFilters();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    setProblem('');
  }, [chart]);
  const isOff = chart === undefined;
  const saveTable = () => {
    if (chart === undefined) return;
    saveFile(fileName(run, `${id}.csv`), new Blob([csvText(chart.table)], { type: 'text/csv' }));
  };
  const savePicture = async () => {
    const svg = drawn.current?.querySelector<SVGElement>('.drawing > svg');
    if (chart === undefined || svg === null || svg === undefined) return;
    const text = { title, subtitle: chart.subtitle, footer: pictureFooter(run, filters, applies) };
    saveFile(fileName(run, `${id}.png`), await drawPicture(svg, text));
  };
  const toggle = (what: 'chart' | 'table', label: string) => (
    <button
      type="button"
      disabled={isOff}
      aria-pressed={shows === what}
      aria-label={`${label}: ${title}`}
      onClick={() => {
        onShow(what);
      }}
    >
      {label}
    </button>
  );
  return (
    <div class="chart-tools">
      <div class="toggle" role="group" aria-label={`Show ${title} as`}>
        {toggle('chart', 'Chart')}
        {toggle('table', 'Table')}
      </div>
      <button type="button" disabled={isOff} aria-label={`CSV: ${title}`} onClick={saveTable}>
        CSV
      </button>
      <button
        type="button"
        disabled={isOff || shows === 'table'}
        aria-label={`PNG: ${title}`}
        onClick={() => {
          savePicture().catch((error: unknown) => {
            setProblem(error instanceof Error ? error.message : String(error));
          });
        }}
      >
        PNG
      </button>
      <span role="status">{problem}</span>
    </div>
  );
}
