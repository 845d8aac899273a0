import type { TableReference } from '../googlesql/catalog.ts';
import type { StatementRun } from '../script/statement-run.ts';

/** What a script's runs are told of, and asked. */
export interface ScriptRunsOptions {
  /** Runs that are kept whole, the first ones. */
  readonly capacity: number;
  /** Drops a table of results that nobody can ask for. */
  readonly drop: (name: string) => Promise<void>;
}

/** A table that statements read, and how many of them did. */
export interface TableReads {
  readonly table: TableReference;
  times: number;
}

/**
 * The statements that a script has run: the first ones and the last; of the others, however many a loop runs, their
 * number and the tables they read.
 */
export class ScriptRuns {
  readonly #options: ScriptRunsOptions;
  readonly #first: StatementRun[] = [];
  readonly #reads = new Map<string, TableReads>();
  #last: StatementRun | undefined;
  #count = 0;

  constructor(options: ScriptRunsOptions) {
    this.#options = options;
  }

  /** How many statements ran. */
  get count(): number {
    return this.#count;
  }

  get first(): readonly StatementRun[] {
    return this.#first;
  }

  get last(): StatementRun | undefined {
    return this.#last;
  }

  /** What the statements read that are not among the first, by table and columns. */
  get reads(): readonly TableReads[] {
    return [...this.#reads.values()];
  }

  async add(run: StatementRun): Promise<void> {
    const before = this.#last;
    const isBeforeKept = this.#count <= this.#options.capacity;
    this.#last = run;
    this.#count += 1;
    if (this.#first.length < this.#options.capacity) this.#first.push(run);
    else this.#addReads(run.outcome?.referencedTables ?? []);
    const place = before?.outcome?.result?.place;
    if (!isBeforeKept && place?.kind === 'results') await this.#options.drop(place.name);
  }

  #addReads(tables: readonly TableReference[]): void {
    for (const table of tables) {
      const key = [table.datasetId, table.tableId, ...(table.columns ?? ['*'])].join('\0');
      const known = this.#reads.get(key);
      if (known === undefined) this.#reads.set(key, { table, times: 1 });
      else known.times += 1;
    }
  }
}
