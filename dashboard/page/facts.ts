/** The run that the data comes from: `data/run.json`. Dates are `YYYY-MM-DD`. */
export interface Run {
  /** What the data calls today. */
  readonly as_of: string;
  readonly is_simulated: boolean;
  /** Offenses that the feed has, reportable or not. */
  readonly offenses: number;
  /** Those of them that headline counts take. */
  readonly reportable_offenses: number;
  readonly first_reported_date: string;
  readonly last_reported_date: string;
  readonly span_start: string;
  readonly span_end: string;
  /** When the source was last read (UTC). */
  readonly newest_snapshot_at: string;
  /** When these files were made: ISO 8601, UTC. */
  readonly made_at: string;
  readonly source_name: string;
  /** Null where the rows are made up, or it is not known. */
  readonly source_url: string | null;
  /** Null where it is not known. */
  readonly source_licence: string | null;
  /** The newest run that was recorded; null where the models were built by `dataform run` alone. */
  readonly last_run: LastRun | null;
}

/** What a run came to. */
export interface LastRun {
  readonly status: string;
  readonly models_built: number;
  readonly assertions_passed: number;
  readonly assertions_failed: number;
  readonly assertions_skipped: number;
}

/** What the filters can be set to: `data/filters.json`. */
export interface FilterChoices {
  /** First and last year. */
  readonly years: readonly [number, number];
  readonly categories: readonly string[];
  readonly offenses: readonly OffenseChoice[];
  readonly precincts: readonly string[];
  readonly neighborhoods: readonly NeighborhoodChoice[];
}

/** A sub-category and the category that it belongs to. */
export interface OffenseChoice {
  readonly offense_sub_category: string;
  readonly offense_category: string;
}

/** A neighborhood and its precinct; null where the project's list does not have it. */
export interface NeighborhoodChoice {
  readonly neighborhood: string;
  readonly precinct: string | null;
}

/** What every page needs from its first moment: it is part of the page's HTML, so nothing moves when it arrives. */
export interface Facts {
  readonly run: Run;
  readonly choices: FilterChoices;
}
