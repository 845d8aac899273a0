import type { BigQuery } from '@google-cloud/bigquery';
import type { BoundaryMap } from './boundaries.ts';
import type { CompiledGraph } from './compiled-graph.ts';

/** What a page can be made from, and nothing else. */
export interface Sources {
  /** Client of the warehouse that holds the marts, by whatever address. */
  readonly warehouse: BigQuery;
  /** The project as `dataform compile --json` prints it. */
  readonly graph: CompiledGraph;
  /** The neighborhoods' boundaries, where some were loaded. */
  readonly boundaries: BoundaryMap | undefined;
  /** The moment that the page gives as its own. */
  readonly madeAt: Date;
}

/** A data file's content: what JSON can hold, or bytes as they are. */
export type DataFile = object | Uint8Array;

/** Makes one data file of the page. */
export interface Loader {
  /** Name below `data/`, such as `recent.json`; bytes go to a name that ends in `.bin`. */
  readonly file: string;
  /** @throws WarehouseReadError where a table is missing or a query fails. */
  readonly load: (sources: Sources) => Promise<DataFile>;
}
