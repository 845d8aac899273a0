import type { WarehouseCatalog } from '../catalog/catalog.ts';
import { CatalogLookup } from '../catalog/lookup.ts';
import type { Session } from '../engine/session.ts';
import type { TableLocks } from '../engine/table-locks.ts';
import type { OpenTransaction, WriteScope } from '../engine/write.ts';
import type { Statement } from '../googlesql/ast.ts';
import type { RoutineEntry, TableEntry } from '../googlesql/catalog.ts';
import { type Binding, type CompileContext, compileStatement, type CompiledStatement } from '../googlesql/compile.ts';
import { checkPartitionFilters } from './partition-filters.ts';
import { defaultLocation, sessionUser, type Warehouse } from '../warehouse.ts';

/** What lives as long as the job: its temporary tables and functions. */
export interface Scratch {
  readonly tables: Map<string, Extract<TableEntry, { kind: 'table' }>>;
  /** By lower-case name. */
  readonly functions: Map<string, RoutineEntry>;
}

/** Dataset of names with one part. */
export interface DefaultDataset {
  readonly projectId?: string;
  readonly datasetId: string;
}

/** What an execution is started with. */
export interface ExecutionOptions {
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly projectId: string;
  readonly jobId: string;
  readonly defaultDataset: DefaultDataset | undefined;
  readonly parameters: ReadonlyMap<string, Binding> | readonly Binding[];
}

/** One job's statements at work: its connection, its variables, and what else names may mean in it. */
export class Execution implements WriteScope {
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly projectId: string;
  readonly jobId: string;
  #defaultDataset: DefaultDataset | undefined;
  readonly scratch: Scratch = { tables: new Map(), functions: new Map() };
  readonly systemVariables = new Map<string, Binding>();
  /** Variables in sight, by lower-case name; the interpreter of scripts replaces it as blocks open and close. */
  variables: ReadonlyMap<string, Binding> = new Map();
  /** Parameters of the query, or of the EXECUTE IMMEDIATE that runs. */
  parameters: ReadonlyMap<string, Binding> | readonly Binding[];
  openTransaction: OpenTransaction | undefined;
  /** DuckDB variables that a script holds: those in sight, and what its running statements need. */
  slots = 0;
  readonly #lookup: CatalogLookup;
  #results = 0;

  constructor(options: ExecutionOptions) {
    this.warehouse = options.warehouse;
    this.session = options.session;
    this.signal = options.signal;
    this.projectId = options.projectId;
    this.jobId = options.jobId;
    this.#defaultDataset = options.defaultDataset;
    this.parameters = options.parameters;
    this.#lookup = new CatalogLookup(options.warehouse.catalog, this.scratch);
  }

  get catalog(): WarehouseCatalog {
    return this.warehouse.catalog;
  }

  get locks(): TableLocks {
    return this.warehouse.locks;
  }

  get defaultDataset(): DefaultDataset | undefined {
    return this.#defaultDataset;
  }

  /** Changes parts of the default dataset, as SET @@dataset_id does. */
  setDefaultDataset({
    datasetId,
    projectId,
  }: {
    readonly datasetId?: string | undefined;
    readonly projectId?: string | undefined;
  }): void {
    const before = this.#defaultDataset;
    const dataset = datasetId ?? before?.datasetId;
    const project = projectId ?? before?.projectId;
    this.#defaultDataset =
      dataset === undefined ? undefined : { datasetId: dataset, ...(project !== undefined && { projectId: project }) };
  }

  /** A name for a table of results, used once. */
  nextResultName(): string {
    this.#results += 1;
    return this.#results === 1 ? this.jobId : `${this.jobId}.${this.#results}`;
  }

  /** What names mean now. */
  compileContext(): CompileContext {
    return {
      catalog: this.#lookup,
      defaultProject: this.projectId,
      defaultDataset: this.defaultDataset,
      location: defaultLocation,
      variables: this.variables,
      systemVariables: this.systemVariables,
      parameters: this.parameters,
      sessionUser,
    };
  }

  /** Compiles a statement when asked, and again only where the catalog has changed since. */
  compiler(statement: Statement): () => CompiledStatement {
    let version = -1;
    let compiled: CompiledStatement | undefined;
    return () => {
      if (compiled === undefined || version !== this.catalog.version) {
        version = this.catalog.version;
        compiled = this.#compile(statement);
      }
      return compiled;
    };
  }

  #compile(statement: Statement): CompiledStatement {
    const compile = (): CompiledStatement => {
      const compiled = compileStatement(statement, this.compileContext());
      checkPartitionFilters(statement, compiled, this.catalog);
      return compiled;
    };
    if (this.#namesAreOwn()) return compile();
    const { projectId, datasetId } = this.defaultDataset ?? {};
    const namespace = [this.projectId, projectId, datasetId].join('.');
    const meaning = { catalogVersion: this.catalog.version, namespace };
    return this.warehouse.statements.compiled(statement, meaning, compile);
  }

  /** Whether names may mean what they mean in no other job: variables, parameters, temporary objects. */
  #namesAreOwn(): boolean {
    const { parameters, scratch } = this;
    const parameterCount = 'size' in parameters ? parameters.size : parameters.length;
    const own = [this.variables, this.systemVariables, scratch.tables, scratch.functions];
    return this.openTransaction !== undefined || parameterCount > 0 || own.some(({ size }) => size > 0);
  }
}
