import type { DuckDBConnection } from '@duckdb/node-api';

/** One column as the portal's metadata name it. */
export interface PortalColumn {
  /** The name people read. */
  readonly name: string;
  /** The name that queries and answers use. */
  readonly fieldName: string;
  /** In the relation `text` is VARCHAR, `number` is DOUBLE and `calendar_date` (no zone) is TIMESTAMP. */
  readonly dataTypeName: 'text' | 'number' | 'calendar_date';
}

/** What the portal says of a dataset besides its rows. */
export interface DatasetDescription {
  readonly name: string;
  readonly isSimulated: boolean;
  /** In the order of the feed; without the system fields. */
  readonly columns: readonly PortalColumn[];
  /** When rows last came, changed or went; never before the newest `:updated_at`. */
  readonly rowsUpdatedAt: Date;
}

/** Rows that the portal can serve, kept in DuckDB. */
export interface PortalDataset {
  /** The dataset at this moment, in its present shape. */
  describe(): DatasetDescription;
  /** The portal's clock: simulated time that goes on with real time. */
  now(): Date;
  /**
   * Name of a DuckDB relation that holds the rows present now: `":id"` (VARCHAR), `":created_at"` and `":updated_at"`
   * (TIMESTAMP, UTC, whole milliseconds) and each column by its field name. Empty cells are null.
   *
   * It is a table that lies nearly in the order of `":updated_at"`: of 1.5 million rows, a page is read in the same time at
   * any depth as `where rowid in (select rowid … where … order by … limit 50000)`, which sorts keys instead of rows.
   */
  readonly relation: string;
  /** A connection to the database of the relation, for the caller to close; `TimeZone` is UTC. */
  connect(): Promise<DuckDBConnection>;
  /**
   * Changes some rows as if edited just now, for a fault that wants them to move in the order or to vanish between two
   * requests; the same seed on the same rows changes the same ones. Absent where the dataset cannot.
   */
  disturb?(change: 'move' | 'vanish', seed: number): Promise<void>;
  /** Closes the database; no connection may be in use. */
  close(): Promise<void>;
}

/** A dataset with a past and a future. */
export interface TimedDataset extends PortalDataset {
  /** Days since the dataset's day 0. */
  readonly day: number;
  /**
   * Goes to the morning of another day, forwards or backwards; the rows are those that opening there would give.
   *
   * @throws RangeError for a day beyond what the dataset holds.
   */
  setDay(day: number): Promise<void>;
}
