import type { BigQuery } from '@google-cloud/bigquery';
import type { BoundaryMap } from './boundaries.ts';
import type { Lake } from './catalogue/downloads.ts';
import type { ReadLineage } from './catalogue/read-lineage.ts';
import type { CompiledGraph } from './compiled-graph.ts';

/** What a page can be made from, and nothing else. */
export interface Sources {
  /** Client of the warehouse that holds the marts, by whatever address. */
  readonly warehouse: BigQuery;
  /** The project as `dataform compile --json` prints it. */
  readonly graph: CompiledGraph;
  /** The neighborhoods' boundaries, where some were loaded. */
  readonly boundaries: BoundaryMap | undefined;
  /** Where each load's rows are from, by its id: a portal's address with the dataset, or a file's name. */
  readonly loadSources?: ReadonlyMap<string, string> | undefined;
  /** The moment that the page gives as its own. */
  readonly madeAt: Date;
  /** Where the warehouse can put the tables that the page offers as files; without it there are none. */
  readonly lake?: Lake | undefined;
  /** Reads which columns a query's columns are made from; without it the page does not tell. */
  readonly readLineage?: ReadLineage | undefined;
  /** The model that each unit test tests, by the test's name. */
  readonly testedModels?: ReadonlyMap<string, string> | undefined;
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

/** Makes files whose number depends on what there is. */
export interface FileSet {
  /**
   * Hands each file to `put` as soon as it is made, so that not all are held at once.
   * @param put takes the path below the site's root.
   * @throws WarehouseReadError where a table is missing or a query fails.
   */
  readonly write: (sources: Sources, put: (path: string, content: DataFile) => Promise<void>) => Promise<void>;
}
